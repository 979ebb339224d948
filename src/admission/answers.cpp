#include "admission/answers.hpp"

#include "opportune/admission/check.hpp"
#include "opportune/conflict/covered.hpp"
#include "process/commands.hpp"

namespace opportune {
namespace {

class Answers {
 public:
  Answers(const GroupView& group, const Drafted& draft, const Policy& policy,
          const Catalogue& catalogue, Decision& out)
      : group_(group),
        book_(group.book()),
        draft_(draft),
        member_(draft.member),
        policy_(policy),
        catalogue_(catalogue),
        out_(out) {}

  void add() {
    const bool opportunity = member_.type == MemberType::opportunity;
    const bool activity = member_.type == MemberType::activity;
    out_.group = facts::id<Account>(group_, group_.root());
    if (!activity) {
      process(opportunity);
      out_.agreements = covering_terms(book_, business_of(member_), day(), member_.agreement);
    }
    if (!draft_.live) {
      return;
    }
    if (!activity) {
      out_.requirements =
          legal_requirements(group_.as_of(), market_rules_of(book_).requirements(member_.market),
                             member_.product_rows(), opportunity ? member_.row : no_row);
    }
    people(opportunity);
    if (draft_.stands && opportunity) {
      paused();
    }
    if (draft_.stands && activity) {
      suppressed();
    }
  }

 private:
  [[nodiscard]] Date day() const noexcept { return group_.as_of().day(); }
  [[nodiscard]] const StageDefinition& stage_of(std::uint16_t stage) const {
    return book_.stages()[stage];
  }

  void process(bool opportunity) {
    const std::uint32_t applies = market_rules_of(book_).process(
        book_, {group_.global(), member_.market, facts::kind_of(group_, member_)});
    out_.process.applies = process_id(book_, applies);
    if (opportunity) {
      const std::uint32_t runs = facts::process_of(group_, member_);
      out_.process.runs = process_id(book_, runs);
      out_.process.mismatch = runs_another(applies, runs);
    }
  }

  void people(bool opportunity) {
    Involvement asked{group_.root(), member_.account, member_.market, group_.global()};
    if (asked.market == no_row) {
      asked.market = book_.get<Account>().get<"market">()[member_.account];
    }
    asked.exit = opportunity ? &stage_of(member_.stage).exit : nullptr;
    asked.law = !out_.requirements.empty();
    out_.people = participants(book_, asked, day(), catalogue_);
  }

  /// Where marketing is suppressed by a stage.
  struct Reached {
    const StageDefinition* stage = nullptr;  ///< null: nowhere
    std::uint64_t cell = 0;

    [[nodiscard]] bool suppress(std::uint64_t at, std::string_view kind) const {
      return stage != nullptr && cell == at && suppresses(*stage, kind);
    }
  };
  [[nodiscard]] std::uint64_t cell_of(std::uint32_t account) const {
    return suppression_cell(book_, policy_.suppression, account);
  }
  /// Where the draft suppresses it already as it is stored.
  [[nodiscard]] Reached reached_before() const {
    std::uint16_t stage = StageTable::none;
    if (draft_.before == nullptr || !draft_.before->open(member_.row, &stage)) {
      return {};
    }
    const std::uint32_t account =
        draft_.before->book().get<Opportunity>().get<"account">()[member_.row];
    return group_.has(account) ? Reached{&stage_of(stage), cell_of(account)} : Reached{};
  }
  void paused() {
    const StageDefinition& stage = stage_of(member_.stage);
    if (stage.suppress.empty()) {
      return;
    }
    const Reached before = reached_before();
    const std::uint64_t cell = cell_of(member_.account);
    const Store<Activity>& store = book_.get<Activity>();
    each_reached_activity(group_.as_of(), group_.groups(), policy_.suppression, group_.root(),
                          member_.account, [&](std::uint32_t activity, std::uint8_t status) {
                            const std::string_view kind =
                                book_.symbols()[store.get<"kind">()[activity]];
                            if (must_pause(stage, kind, status) && !before.suppress(cell, kind)) {
                              out_.paused.push_back(activity_effect(book_, activity));
                            }
                          });
    sort_effects(out_.paused);
  }

  void suppressed() {
    const Suppression suppression(group_.as_of(), group_.groups(), policy_.suppression,
                                  group_.root());
    for (const Suppression::By& by :
         suppression.of(member_.account, facts::kind_of(group_, member_))) {
      out_.suppressed_by.push_back({std::string(book_.get<Opportunity>().id(by.opportunity)),
                                    stage_of(by.stage).id,
                                    std::string(book_.get<Account>().id(by.account))});
    }
  }

  const GroupView& group_;
  const Book& book_;
  const Drafted& draft_;
  const Member& member_;
  const Policy& policy_;
  const Catalogue& catalogue_;
  Decision& out_;
};

}  // namespace

Decision decide(GroupView& before, std::uint32_t root, const GroupView& after, const Drafted& draft,
                const Policy& policy, const Catalogue& catalogue) {
  Decision out;
  if (draft.stands) {
    const auto as_it_is = [&]() -> const GroupView& {
      if (before.root() == no_row) {
        before.look(root);
      }
      return before;
    };
    out = difference(as_it_is, after, draft.member, policy, catalogue);
  }
  Answers(after, draft, policy, catalogue, out).add();
  return out;
}

}  // namespace opportune
