// The tables that answer for an audience.
#include <algorithm>
#include <map>
#include <tuple>
#include <unordered_map>

#include "process/audience.hpp"
#include "process/commands.hpp"

namespace opportune {
namespace {

class Answer {
 public:
  Answer(const AsOf& as_of, const GroupIndex& groups, Audience audience)
      : as_of_(as_of), book_(as_of.book()), groups_(groups), audience_(std::move(audience)) {
    const Store<Account>& store = book_.get<Account>();
    const std::vector<std::string>& kinds = audience_.kinds;
    std::sort(audience_.targets.begin(), audience_.targets.end(),
              [&](const Target& a, const Target& b) {
                return a.account != b.account ? store.id(a.account) < store.id(b.account)
                                              : kinds[a.kind] < kinds[b.kind];
              });
  }

  [[nodiscard]] std::shared_ptr<Table> accounts() const {
    auto out = std::make_shared<Table>("audience");
    out->columns().reserve(9);
    TableColumn& account = out->column("account", ColumnType::text);
    TableColumn& group = out->column("group", ColumnType::text);
    TableColumn& market = out->column("market", ColumnType::text);
    TableColumn& kind = out->column("kind", ColumnType::text);
    TableColumn& allowed = out->column("allowed", ColumnType::boolean);
    TableColumn& opportunities = out->column("opportunities", ColumnType::integer);
    TableColumn& opportunity = out->column("opportunity", ColumnType::text);
    TableColumn& stage = out->column("stage", ColumnType::text);
    TableColumn& its_account = out->column("opportunity_account", ColumnType::text);
    const Store<Account>& store = book_.get<Account>();
    for (const Target& target : audience_.targets) {
      const std::vector<Suppression::By>& by = audience_.cuts[target.cut].by;
      account.add_text(store.id(target.account));
      group.add_text(store.id(groups_.root(target.account)));
      market.add_text_or_null(market_id(store.get<"market">()[target.account]));
      kind.add_text(audience_.kinds[target.kind]);
      allowed.add_boolean(by.empty());
      opportunities.add_integer(static_cast<std::int64_t>(by.size()));
      opportunity.add_text_or_null(by.empty() ? "" : opportunity_id(by.front()));
      stage.add_text_or_null(by.empty() ? "" : stage_id(by.front()));
      its_account.add_text_or_null(by.empty() ? "" : store.id(by.front().account));
    }
    return out;
  }

  [[nodiscard]] std::shared_ptr<Table> markets() const {
    struct Counts {
      std::int64_t all = 0, cut = 0;
    };
    std::map<std::string_view, Counts> counts;
    for (const Target& target : audience_.targets) {
      Counts& own = counts[market_id(book_.get<Account>().get<"market">()[target.account])];
      ++own.all;
      own.cut += target.cut == 0 ? 0 : 1;
    }
    auto out = std::make_shared<Table>("audience_market");
    out->columns().reserve(4);
    TableColumn& market = out->column("market", ColumnType::text);
    TableColumn& all = out->column("audience", ColumnType::integer);
    TableColumn& cut = out->column("cut", ColumnType::integer);
    TableColumn& share = out->column("share", ColumnType::real);
    for (const auto& [id, own] : counts) {
      market.add_text_or_null(id);
      all.add_integer(own.all);
      cut.add_integer(own.cut);
      share.add_real(static_cast<double>(own.cut) / static_cast<double>(own.all));
    }
    return out;
  }

  [[nodiscard]] std::shared_ptr<Table> opportunities() const {
    struct Culprit {
      Suppression::By by;
      std::uint64_t cut = 0, alone = 0;
    };
    std::unordered_map<std::uint32_t, Culprit> by_row;
    for (const Cut& cut : audience_.cuts) {
      for (const Suppression::By& by : cut.by) {
        Culprit& culprit = by_row[by.opportunity];
        culprit.by = by;
        culprit.cut += cut.targets;
        culprit.alone += cut.by.size() == 1 ? cut.targets : 0;
      }
    }
    std::vector<Culprit> culprits;
    culprits.reserve(by_row.size());
    for (const auto& [row, culprit] : by_row) {
      culprits.push_back(culprit);
    }
    std::sort(culprits.begin(), culprits.end(), [&](const Culprit& a, const Culprit& b) {
      return std::tuple(b.cut, b.alone, opportunity_id(a.by)) <
             std::tuple(a.cut, a.alone, opportunity_id(b.by));
    });
    auto out = std::make_shared<Table>("audience_opportunity");
    out->columns().reserve(8);
    TableColumn& opportunity = out->column("opportunity", ColumnType::text);
    TableColumn& account = out->column("account", ColumnType::text);
    TableColumn& market = out->column("market", ColumnType::text);
    TableColumn& owner = out->column("owner", ColumnType::text);
    TableColumn& process = out->column("process", ColumnType::text);
    TableColumn& stage = out->column("stage", ColumnType::text);
    TableColumn& cut = out->column("cut", ColumnType::integer);
    TableColumn& alone = out->column("alone", ColumnType::integer);
    for (const Culprit& culprit : culprits) {
      const std::uint32_t row = culprit.by.opportunity;
      const std::uint32_t person = as_of_.owner(row);
      opportunity.add_text(opportunity_id(culprit.by));
      account.add_text(book_.get<Account>().id(culprit.by.account));
      market.add_text_or_null(market_id(book_.get<Opportunity>().get<"market">()[row]));
      owner.add_text_or_null(person == no_row ? "" : book_.get<Person>().id(person));
      process.add_text(process_name(book_, culprit.by.stage));
      stage.add_text(stage_id(culprit.by));
      cut.add_integer(static_cast<std::int64_t>(culprit.cut));
      alone.add_integer(static_cast<std::int64_t>(culprit.alone));
    }
    return out;
  }

  [[nodiscard]] std::shared_ptr<Table> cuts(std::size_t limit) const {
    auto out = std::make_shared<Table>("audience_cut");
    out->columns().reserve(5);
    TableColumn& account = out->column("account", ColumnType::text);
    TableColumn& kind = out->column("kind", ColumnType::text);
    TableColumn& opportunity = out->column("opportunity", ColumnType::text);
    TableColumn& stage = out->column("stage", ColumnType::text);
    TableColumn& its_account = out->column("opportunity_account", ColumnType::text);
    for (const Target& target : audience_.targets) {
      const std::vector<Suppression::By>& by = audience_.cuts[target.cut].by;
      for (std::size_t i = 0; i < std::min(limit, by.size()); ++i) {
        account.add_text(book_.get<Account>().id(target.account));
        kind.add_text(audience_.kinds[target.kind]);
        opportunity.add_text(opportunity_id(by[i]));
        stage.add_text(stage_id(by[i]));
        its_account.add_text(book_.get<Account>().id(by[i].account));
      }
    }
    return out;
  }

 private:
  [[nodiscard]] std::string_view market_id(std::uint32_t market) const {
    return market == no_row ? std::string_view{} : book_.get<Market>().id(market);
  }
  [[nodiscard]] std::string_view opportunity_id(const Suppression::By& by) const {
    return book_.get<Opportunity>().id(by.opportunity);
  }
  [[nodiscard]] std::string_view stage_id(const Suppression::By& by) const {
    return book_.stages()[by.stage].id;
  }

  const AsOf& as_of_;
  const Book& book_;
  const GroupIndex& groups_;
  Audience audience_;
};

}  // namespace

AudienceTables audience_tables(const AsOf& as_of, const GroupIndex& groups, Audience audience,
                               const AudienceQuery& query) {
  const Answer answer(as_of, groups, std::move(audience));
  return {answer.accounts(), answer.markets(), answer.opportunities(),
          query.with_cuts ? answer.cuts(query.limit) : nullptr};
}

}  // namespace opportune
