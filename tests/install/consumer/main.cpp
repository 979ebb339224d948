#include <cstdio>
#include <cstring>
#include <opportune/core/table.hpp>
#include <opportune/version.hpp>

int main() {
  opportune::Table table("answer");
  table.column("number", opportune::ColumnType::integer).add_integer(42);
  const bool same = std::strcmp(opportune::library_version(), OPPORTUNE_VERSION_STRING) == 0;
  std::printf("opportune %s, %zu row\n", opportune::library_version(), table.rows());
  return same && table.rows() == 1 ? 0 : 1;
}
