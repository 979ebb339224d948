// activities: which marketing may run at an account, and what holds the rest back.
#include <set>

#include "opportune/core/error.hpp"
#include "opportune/core/table.hpp"
#include "process/commands.hpp"

namespace opportune {
namespace {

/// Every kind of marketing that is known: that of activities, and that which stages name.
std::set<std::string, std::less<>> marketing_kinds(const Book& book) {
  std::set<std::uint32_t> symbols;
  const Store<Activity>& activities = book.get<Activity>();
  constexpr std::uint8_t marketing = 1;
  for (std::uint32_t row = 0; row < activities.rows(); ++row) {
    if (activities.get<"channel">()[row] == marketing) {
      symbols.insert(activities.get<"kind">()[row]);
    }
  }
  std::set<std::string, std::less<>> out;
  for (const std::uint32_t symbol : symbols) {
    out.emplace(book.symbols()[symbol]);
  }
  const auto stages = static_cast<std::uint16_t>(book.stages().size());
  for (std::uint16_t stage = 0; stage < stages; ++stage) {
    for (const std::string& kind : book.stages()[stage].suppress) {
      if (kind != "*") {
        out.insert(kind);
      }
    }
  }
  return out;
}

}  // namespace

std::shared_ptr<Table> activities_at(const Book& book, const Policy& policy,
                                     std::string_view account, Instant at) {
  const std::uint32_t row = book.get<Account>().find(account);
  if (row == no_row) {
    throw NotFoundError("there is no account '" + shown_value(account) + "'");
  }
  const AsOf as_of(book, at);
  const std::shared_ptr<const GroupIndex> groups = book.ownership().groups(as_of.day());
  const Suppression suppression(as_of, *groups, policy.suppression, groups->root(row));
  auto out = std::make_shared<Table>("activities");
  out->column("kind", ColumnType::text);
  out->column("allowed", ColumnType::boolean);
  for (const char* name : {"opportunity", "stage", "opportunity_account"}) {
    out->column(name, ColumnType::text);
  }
  const auto add = [&](std::string_view kind, const Suppression::By* by) {
    const bool allowed = by == nullptr;
    std::vector<TableColumn>& columns = out->columns();
    columns[0].add_text(kind);
    columns[1].add_boolean(allowed);
    columns[2].add_text_or_null(allowed ? "" : book.get<Opportunity>().id(by->opportunity));
    columns[3].add_text_or_null(allowed ? "" : std::string_view(book.stages()[by->stage].id));
    columns[4].add_text_or_null(allowed ? "" : book.get<Account>().id(by->account));
  };
  for (const std::string& kind : marketing_kinds(book)) {
    const std::vector<Suppression::By> found = suppression.of(row, kind);
    for (const Suppression::By& by : found) {
      add(kind, &by);
    }
    if (found.empty()) {
      add(kind, nullptr);
    }
  }
  return out;
}

}  // namespace opportune
