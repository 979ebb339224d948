#include "opportune/core/error.hpp"
#include "opportune/store/journal.hpp"
#include "store/postgres/journal.hpp"
#include "store/sqlite/journal.hpp"

namespace opportune {
namespace {

std::unique_ptr<Journal> open_server([[maybe_unused]] const std::string& url,
                                     [[maybe_unused]] const JournalHead& head) {
#ifdef OPP_WITH_POSTGRESQL
  return postgres::open_journal(url, head);
#else
  throw StoreError("this build of opportune has no PostgreSQL (OPP_WITH_POSTGRESQL)");
#endif
}

}  // namespace

bool is_server(std::string_view location) {
  return location.starts_with("postgresql://") || location.starts_with("postgres://");
}

std::unique_ptr<Journal> open_journal(const std::string& location, const JournalHead& head) {
  if (location == ":memory:") {
    throw StoreError("':memory:': is no place for a journal; a workspace in memory has none");
  }
  if (location.find('\0') != std::string::npos) {
    throw StoreError("a location with a character 0 in it is no path and no URL");
  }
  const bool is_url = is_server(location);
  std::unique_ptr<Journal> out =
      is_url ? open_server(location, head) : sqlite::open_journal(location, head);
  const JournalHead& found = out->head();
  const std::string where =
      is_url ? "the journal" : "'" + shown_value(location) + "'";  // no passwords
  if (found.reporting_currency != head.reporting_currency) {
    throw StoreError(where + ": its reporting currency is " + found.reporting_currency + ", not " +
                     head.reporting_currency);
  }
  if (found.milestones != head.milestones) {
    throw StoreError(where + ": its milestones are " + found.milestones + ", those of the policy " +
                     head.milestones);
  }
  return out;
}

}  // namespace opportune
