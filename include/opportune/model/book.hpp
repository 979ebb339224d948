// The state: all tables, and the links between their records. Copying a Book is cheap; the copies
// share what neither has changed, so a copy is a snapshot.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string_view>
#include <tuple>
#include <type_traits>

#include "opportune/core/money.hpp"
#include "opportune/core/shared.hpp"
#include "opportune/core/text.hpp"
#include "opportune/graph/forest.hpp"
#include "opportune/graph/ownership.hpp"
#include "opportune/model/chain.hpp"
#include "opportune/model/mentions.hpp"
#include "opportune/model/records.hpp"
#include "opportune/model/revisions.hpp"
#include "opportune/model/stages.hpp"
#include "opportune/model/store.hpp"

namespace opportune {

/// Links between records, kept up by every change.
struct Links {
  Chain opportunities_of_account, leads_of_account, team_of_account, activities_of_account,
      lines_of_opportunity, activities_of_opportunity, fulfilments_of_opportunity,
      approvals_of_opportunity, agreements_of_account, claims_of_account, delegations_of_agreement,
      opportunities_of_agreement;
  History stage_changes, amount_changes, close_date_changes, owner_changes, lead_changes,
      activity_changes;
  History holidays_of_market;      ///< by date
  Mentions resolutions_of_member;  ///< by "type:id"
  Mentions accounts_of_identity;   ///< by comparable_identity()

  /// Calls visit(part) for each of them.
  template <class Self, class Visit>
  static void each_part(Self& self, const Visit& visit) {
    const auto all = [&](auto&... part) { (visit(part), ...); };
    all(self.opportunities_of_account, self.leads_of_account, self.team_of_account,
        self.activities_of_account, self.lines_of_opportunity, self.activities_of_opportunity,
        self.fulfilments_of_opportunity, self.approvals_of_opportunity, self.agreements_of_account,
        self.claims_of_account, self.delegations_of_agreement, self.opportunities_of_agreement,
        self.stage_changes, self.amount_changes, self.close_date_changes, self.owner_changes,
        self.lead_changes, self.activity_changes, self.holidays_of_market,
        self.resolutions_of_member, self.accounts_of_identity);
  }
  [[nodiscard]] std::size_t bytes() const noexcept {
    std::size_t total = 0;
    each_part(*this, [&](const auto& part) { total += part.bytes(); });
    return total;
  }
};

class DayIndex;

/// What is worked out from a Book when it is first asked for. Copies of a Book share it: each asks
/// by its revisions whether it is of its own past.
struct Derived {
  std::mutex mutex;
  std::shared_ptr<const DayIndex> days;  ///< see measure/day_index.hpp
};

class MarketRules;

/// See process/market_rules.hpp. Copies of a Book share it until one of them changes what it is
/// made of.
struct MarketRulesSlot {
  std::once_flag once;
  std::shared_ptr<const MarketRules> rules;
};

/// Threads: a Book that nobody changes may be read from any number of threads.
class Book {
 public:
  explicit Book(Currency reporting, const Milestones& milestones = {})
      : stages_(std::in_place, milestones),
        fx_(std::in_place, reporting),
        markets_(std::in_place),
        products_(std::in_place),
        ownership_(std::in_place),
        links_(std::in_place),
        symbols_(std::in_place),
        revisions_(std::in_place),
        derived_(std::make_shared<Derived>()),
        market_rules_(std::make_shared<MarketRulesSlot>()) {
    std::apply([](auto&... store) { ((store = make(store)), ...); }, stores_);
  }

  template <class Record>
  [[nodiscard]] const Store<Record>& get() const noexcept {
    return *std::get<Shared<Store<Record>>>(stores_);
  }
  [[nodiscard]] const StageTable& stages() const noexcept { return *stages_; }
  [[nodiscard]] const FxRates& fx() const noexcept { return *fx_; }
  [[nodiscard]] const Forest& markets() const noexcept { return *markets_; }
  [[nodiscard]] const Forest& products() const noexcept { return *products_; }
  [[nodiscard]] const Ownership& ownership() const noexcept { return *ownership_; }
  [[nodiscard]] const Links& links() const noexcept { return *links_; }
  [[nodiscard]] const TextIndex& symbols() const noexcept { return *symbols_; }
  [[nodiscard]] const Revisions& revisions() const noexcept { return *revisions_; }
  [[nodiscard]] Derived& derived() const noexcept { return *derived_; }
  [[nodiscard]] MarketRulesSlot& market_rules_slot() const noexcept { return *market_rules_; }

  // For the write path only (model/loader.hpp). Nothing is to be asked of the Book while a
  // reference that these give is written through: what is worked out of a table is forgotten when
  // it is given.
  template <class Record>
  [[nodiscard]] Store<Record>& edit() {
    if constexpr (std::is_same_v<Record, Market> || std::is_same_v<Record, Process> ||
                  std::is_same_v<Record, Requirement>) {
      forget_market_rules();
    }
    return std::get<Shared<Store<Record>>>(stores_).edit();
  }
  [[nodiscard]] StageTable& edit_stages() {
    edit_revisions().restart();
    forget_market_rules();
    return stages_.edit();
  }
  [[nodiscard]] FxRates& edit_fx() { return fx_.edit(); }
  [[nodiscard]] Ownership& edit_ownership() { return ownership_.edit(); }
  [[nodiscard]] Links& edit_links() { return links_.edit(); }
  [[nodiscard]] TextIndex& edit_symbols() { return symbols_.edit(); }
  [[nodiscard]] Revisions& edit_revisions() { return revisions_.edit(); }
  void set_markets(Forest forest) {
    forget_market_rules();
    markets_ = Shared<Forest>(std::in_place, std::move(forest));
  }
  void set_products(Forest forest) {
    edit_revisions().restart();
    products_ = Shared<Forest>(std::in_place, std::move(forest));
  }

  /// The value of a market's own field, or of its nearest ancestor that has one; the field's empty
  /// value where none has.
  template <Name name>
  [[nodiscard]] auto of_market(std::uint32_t market) const noexcept {
    const Store<Market>& store = get<Market>();
    const auto& column = store.template get<name>();
    for (std::size_t depth = 0; market != no_row && depth <= store.rows(); ++depth) {
      if (!column.empty(market)) {
        return column[market];
      }
      market = store.template get<"parent">()[market];
    }
    return column.empty_value();
  }
  [[nodiscard]] Currency currency_of_opportunity(std::uint32_t opportunity) const noexcept {
    return get<Opportunity>().template get<"currency">()[opportunity];
  }

 private:
  void forget_market_rules() { market_rules_ = std::make_shared<MarketRulesSlot>(); }

  template <class Record>
  static Shared<Store<Record>> make(const Shared<Store<Record>>&) {
    return Shared<Store<Record>>(std::in_place);
  }
  template <class... Record>
  using Stores = std::tuple<Shared<Store<Record>>...>;

  ForAllRecords<Stores> stores_;
  Shared<StageTable> stages_;
  Shared<FxRates> fx_;
  Shared<Forest> markets_, products_;
  Shared<Ownership> ownership_;
  Shared<Links> links_;
  Shared<TextIndex> symbols_;
  Shared<Revisions> revisions_;
  std::shared_ptr<Derived> derived_;
  std::shared_ptr<MarketRulesSlot> market_rules_;
};

}  // namespace opportune
