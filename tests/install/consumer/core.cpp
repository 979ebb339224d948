#include <opportune/core/calendar.hpp>

int main() {
  return opportune::to_string(opportune::make_date(2026, 2, 28)) == "2026-02-28" ? 0 : 1;
}
