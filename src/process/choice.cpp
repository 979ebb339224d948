// process_choice: which process applies to an opportunity, and why each of the others does not.
#include "opportune/core/table.hpp"
#include "opportune/process/applies.hpp"
#include "process/commands.hpp"

namespace opportune {
namespace {

class Chooser {
 public:
  Chooser(const Book& book, std::uint32_t row, Instant at) : book_(book), as_of_(book, at) {
    const Store<Opportunity>& store = book.get<Opportunity>();
    const std::shared_ptr<const GroupIndex> groups = book.ownership().groups(as_of_.day());
    const std::uint32_t root = groups->root(store.get<"account">()[row]);
    asked_ = {global_group(book, *groups, root), store.get<"market">()[row],
              store.get<"kind">().name_of(store.get<"kind">()[row])};
    fits_ = fits(book, asked_);
  }

  [[nodiscard]] std::shared_ptr<Table> table() const {
    auto out = std::make_shared<Table>("process_choice");
    out->columns().reserve(7);
    TableColumn& process = out->column("process", ColumnType::text);
    TableColumn& name = out->column("name", ColumnType::text);
    TableColumn& applies = out->column("applies", ColumnType::boolean);
    TableColumn& scope = out->column("scope", ColumnType::text);
    TableColumn& market = out->column("market", ColumnType::text);
    TableColumn& conditions = out->column("conditions", ColumnType::integer);
    TableColumn& reason = out->column("reason", ColumnType::text);
    for (const ProcessFit& fit : fits_) {
      process.add_text(id(fit));
      name.add_text_or_null(book_.get<Process>().get<"name">()[fit.process]);
      applies.add_boolean(&fit == &fits_.front() && fit.applies());
      scope.add_text(definition(fit).global ? "global" : "local");
      market.add_text_or_null(market_of(fit));
      conditions.add_integer(fit.conditions);
      reason.add_text(reason_of(fit));
    }
    const bool none = fits_.empty() || !fits_.front().applies();
    process.add_text(StageTable::standard);
    name.add_null();
    applies.add_boolean(none);
    scope.add_null();
    market.add_null();
    conditions.add_integer(0);
    reason.add_text(none ? "no process fits, so the built-in one serves"
                         : "it serves where no process fits");
    return out;
  }

 private:
  [[nodiscard]] std::string id(const ProcessFit& fit) const {
    return std::string(book_.get<Process>().id(fit.process));
  }
  [[nodiscard]] const ProcessDefinition& definition(const ProcessFit& fit) const {
    return *book_.stages().definition(fit.process);
  }
  /// Of the process's markets the one that holds the opportunity's most closely; may be empty.
  [[nodiscard]] std::string market_of(const ProcessFit& fit) const {
    for (const std::string& name : definition(fit).markets) {
      const std::uint32_t market = book_.get<Market>().find(name);
      if (asked_.market != no_row && book_.markets().covers(market, asked_.market) &&
          std::int64_t{book_.markets().depth(market)} == fit.depth) {
        return name;
      }
    }
    return {};
  }
  [[nodiscard]] std::string reason_of(const ProcessFit& fit) const {
    const ProcessFit& best = fits_.front();
    if (!fit.applies()) {
      return why_not(book_, fit, asked_);
    }
    if (&fit != &best) {
      return "'" + id(best) + "' fits more closely: " +
             (best.depth != fit.depth ? "its market is nearer" : "more of what it asks for holds");
    }
    std::string out;
    if (definition(fit).global) {
      out = "the group is global; ";
    } else if (asked_.global_group) {
      out = "no global process fits the global group; ";
    }
    const std::string market = market_of(fit);
    out += market.empty() ? "it is for every market"
                          : "its market '" + market + "' holds '" +
                                std::string(book_.get<Market>().id(asked_.market)) + "'";
    if (fit.conditions > 0) {
      out += "; " + std::to_string(fit.conditions) + " of maturity, structure and kind " +
             (fit.conditions == 1 ? "is as it asks" : "are as it asks");
    }
    return out;
  }

  const Book& book_;
  AsOf as_of_;
  ProcessCase asked_;
  std::vector<ProcessFit> fits_;
};

}  // namespace

std::shared_ptr<Table> process_choice(const Book& book, std::string_view opportunity, Instant at) {
  return Chooser(book, find_opportunity(book, opportunity), at).table();
}

}  // namespace opportune
