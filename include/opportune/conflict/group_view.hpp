// One corporate group at one instant: its accounts, its open opportunities and its active leads,
// and what else can conflict in it. What a scan visits, what a change re-evaluates, what a check
// looks at.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <vector>

#include "opportune/conflict/member.hpp"
#include "opportune/graph/ownership.hpp"
#include "opportune/model/as_of.hpp"
#include "opportune/process/applies.hpp"

namespace opportune {

/// For one thread: what few relations ask for is read when the first of them does.
class GroupView {
 public:
  GroupView(const AsOf& as_of, const GroupIndex& groups) : as_of_(&as_of), groups_(&groups) {}

  /// Looks at another instant, or another book, from the next look() on; keeps its memory.
  void at(const AsOf& as_of, const GroupIndex& groups) {
    as_of_ = &as_of;
    groups_ = &groups;
    converter_.reset();
  }
  /// Looks at the group of this root.
  void look(std::uint32_t root);
  /// Looks at one account alone, for what relates records of one account only.
  void look_account(std::uint32_t account);
  /// Looks at several groups as if all were owned by the first: what their merger would bring.
  void look_together(const std::vector<std::uint32_t>& roots);
  /// Adds a draft of a new record to what is there, as the last of its list.
  void add(const Member& draft);

  [[nodiscard]] const AsOf& as_of() const noexcept { return *as_of_; }
  [[nodiscard]] const Book& book() const noexcept { return as_of_->book(); }
  [[nodiscard]] const GroupIndex& groups() const noexcept { return *groups_; }
  [[nodiscard]] std::uint32_t root() const noexcept { return root_; }
  [[nodiscard]] const std::vector<std::uint32_t>& accounts() const noexcept { return accounts_; }
  /// Those that are open, account by account.
  [[nodiscard]] const std::vector<Member>& opportunities() const noexcept { return opportunities_; }
  [[nodiscard]] const std::vector<Member>& leads() const noexcept { return leads_; }
  /// Marketing activities, whatever their status.
  [[nodiscard]] const std::vector<Member>& activities() const {
    return activities_.read([&](std::vector<Member>& out) { read_activities(out); });
  }
  /// Agreements and claims, whether they are in force or not.
  [[nodiscard]] const std::vector<Member>& agreements() const {
    return agreements_.read([&](std::vector<Member>& out) { read_agreements(out); });
  }
  [[nodiscard]] const std::vector<Member>& claims() const {
    return claims_.read([&](std::vector<Member>& out) { read_claims(out); });
  }
  /// Opportunities that are won at the instant.
  [[nodiscard]] const std::vector<Member>& won() const {
    return won_.read([&](std::vector<Member>& out) { read_won(out); });
  }
  /// No account of the group is a customer at the instant.
  [[nodiscard]] bool prospect() const {
    if (!prospect_) {
      prospect_ = !any_customer();
    }
    return *prospect_;
  }
  /// Its root says so, or its accounts lie in two or more countries.
  [[nodiscard]] bool global() const {
    if (!global_) {
      global_ = global_accounts(book(), root_, accounts_);
    }
    return *global_;
  }
  [[nodiscard]] bool has(std::uint32_t account) const noexcept {
    const std::uint32_t root = groups_->root(account);
    return root == root_ || std::find(merged_.begin(), merged_.end(), root) != merged_.end();
  }
  /// The account above, by the ownership of a day. Groups that are looked at together are merged as
  /// of the view's day: on another day, what owned the first might lie in one of them.
  [[nodiscard]] std::uint32_t parent(std::uint32_t account, Date day) const noexcept {
    const std::uint32_t above = book().ownership().parent(account, day);
    const bool merged = above == no_row && account != root_ && !merged_.empty() &&
                        day == as_of_->day() && has(account);
    return merged ? root_ : above;
  }
  /// Calls function(row) for the accounts from this one up to the root, by a day's ownership.
  template <class Function>
  void upwards(std::uint32_t account, Date day, Function&& function) const {
    for (; account != no_row; account = parent(account, day)) {
      function(account);
    }
  }
  /// An amount without a rate counts as nothing from now on, and is no error.
  void forgive_missing_rates() noexcept { forgives_ = true; }
  /// The amount of an opportunity in the reporting currency. InputError: no rate.
  [[nodiscard]] std::int64_t amount(const Member& opportunity) const;
  [[nodiscard]] Currency reporting() const noexcept { return book().fx().reporting(); }

  // Records as members, whether the view has them or not.
  /// Without its stage.
  [[nodiscard]] Member opportunity(std::uint32_t row, std::uint32_t account) const;
  [[nodiscard]] Member lead(std::uint32_t row, std::uint32_t account) const;
  [[nodiscard]] Member activity(std::uint32_t row, std::uint32_t account) const;
  [[nodiscard]] Member agreement(std::uint32_t row) const;

 private:
  /// A list that is read when it is first asked for.
  class Lazy {
   public:
    template <class Read>
    const std::vector<Member>& read(Read&& read) const {
      if (!done_) {
        list_.clear();
        read(list_);
        done_ = true;
      }
      return list_;
    }
    void forget() noexcept { done_ = false; }
    void push_back(const Member& member) { list_.push_back(member); }

   private:
    mutable std::vector<Member> list_;
    mutable bool done_ = false;
  };

  [[nodiscard]] bool any_customer() const noexcept;
  [[nodiscard]] bool on_team(std::uint32_t owner, std::uint32_t market) const noexcept;
  void begin(std::uint32_t root);
  void read_group(std::uint32_t root);
  void read_account(std::uint32_t account);
  void read_activities(std::vector<Member>& out) const;
  void read_agreements(std::vector<Member>& out) const;
  void read_claims(std::vector<Member>& out) const;
  void read_won(std::vector<Member>& out) const;

  const AsOf* as_of_;
  const GroupIndex* groups_;
  mutable std::optional<FewConverter> converter_;
  bool forgives_ = false;
  std::uint32_t root_ = no_row;
  std::vector<std::uint32_t> merged_;  // further roots
  std::vector<std::uint32_t> accounts_;
  struct Seat {
    std::uint32_t person, market;  ///< no market: for all
  };
  std::vector<Seat> team_;  // the root's global account team
  std::vector<Member> opportunities_, leads_;
  Lazy activities_, agreements_, claims_, won_;
  mutable std::optional<bool> prospect_, global_;
};

}  // namespace opportune

#include "opportune/conflict/detail/group_view_impl.hpp"
