// What every kind of conflict is made of. A kind is a struct with
//   name       its name in tables and policies
//   policy     its severities
//   shape      which pairs its relation holds for (prospect: nobody of the group is a customer)
//   nodes      its members, each with the keys of which none may be equal
//   evidence   the facts that make one pair related
//   sentence   the explanation of a whole conflict
// and a line in the list of conflict/kinds.hpp.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "opportune/conflict/group_view.hpp"
#include "opportune/conflict/policy.hpp"
#include "opportune/conflict/relation.hpp"

namespace opportune {

/// Members of one kind in one group, as nodes.
class NodeList {
 public:
  void clear() noexcept {
    nodes_.clear();
    pursuits_.clear();
  }
  Node& add(const Pursuit& pursuit) {
    Node& node = nodes_.emplace_back();
    node.account = pursuit.account;
    node.products = pursuit.product_rows();
    node.begin = start_of_day(pursuit.opened);
    node.member = static_cast<std::uint32_t>(pursuits_.size());
    pursuits_.push_back(&pursuit);
    return node;
  }
  [[nodiscard]] std::vector<Node>& nodes() noexcept { return nodes_; }
  [[nodiscard]] const std::vector<Node>& nodes() const noexcept { return nodes_; }
  [[nodiscard]] const Pursuit& pursuit(std::uint32_t node) const noexcept {
    return *pursuits_[nodes_[node].member];
  }

 private:
  std::vector<Node> nodes_;
  std::vector<const Pursuit*> pursuits_;
};

[[nodiscard]] inline std::string account_name(const GroupView& group, const Pursuit& pursuit) {
  return std::string(group.book().get<Account>().id(pursuit.account));
}
[[nodiscard]] inline std::string group_name(const GroupView& group) {
  const Store<Account>& accounts = group.book().get<Account>();
  const std::string_view name = accounts.get<"name">()[group.root()];
  return std::string(name.empty() ? accounts.id(group.root()) : name);
}
[[nodiscard]] inline std::string market_name(const GroupView& group, const Pursuit& pursuit) {
  return pursuit.market == no_row ? std::string("(none)")
                                  : std::string(group.book().get<Market>().id(pursuit.market));
}
[[nodiscard]] inline std::string owner_name(const GroupView& group, const Pursuit& pursuit) {
  return pursuit.owner == no_row ? std::string("nobody")
                                 : std::string(group.book().get<Person>().id(pursuit.owner));
}

/// Which products overlap, or that one side leaves them open.
[[nodiscard]] inline std::string overlap_evidence(const GroupView& group, const Pursuit& a,
                                                  const Pursuit& b) {
  const auto id = [&](std::uint32_t row) {
    return std::string(group.book().get<Product>().id(row));
  };
  if (a.product_rows().empty() || b.product_rows().empty()) {
    return "products are not specified";
  }
  // The overlapping pair of the smallest ids, so that the order of rows does not show.
  std::pair<std::string, std::string> least;
  for (const std::uint32_t x : a.product_rows()) {
    for (const std::uint32_t y : b.product_rows()) {
      if (group.book().products().overlap(x, y)) {
        const std::pair<std::string, std::string> ids(id(x), id(y));
        least = least.first.empty() ? ids : std::min(least, ids);
      }
    }
  }
  if (!least.first.empty()) {
    return least.first == least.second ? "both are for product " + least.first
                                       : "product " + least.first + " overlaps " + least.second;
  }
  return "products do not overlap";
}
[[nodiscard]] inline std::string contention_evidence(const GroupView& group, const Pursuit& a,
                                                     const Pursuit& b) {
  return group.prospect() ? "the group is a prospect" : overlap_evidence(group, a, b);
}

/// What a kind's sentence may speak of.
class ConflictText {
 public:
  ConflictText(const GroupView& group, std::vector<const Pursuit*> members, std::size_t markets)
      : group_(group),
        members_(std::move(members)),
        markets_(markets),
        prospect_(group.prospect()) {}

  /// "O-1 (anna, SE) and O-2 (bo, DK)"; long lists are cut.
  [[nodiscard]] std::string members() const {
    constexpr std::size_t shown = 5;
    std::string out;
    const std::size_t last = std::min(members_.size(), shown);
    for (std::size_t i = 0; i < last; ++i) {
      const bool ends = i + 1 == last && last == members_.size();
      out += i == 0 ? "" : ends ? " and " : ", ";
      out += std::string(members_[i]->type == MemberType::lead ? "lead " : "") +
             std::string(members_[i]->id) + " (" + owner_name(group_, *members_[i]) + ", " +
             market_name(group_, *members_[i]) + ")";
    }
    return members_.size() > shown
               ? out + " and " + std::to_string(members_.size() - shown) + " more"
               : out;
  }
  [[nodiscard]] const Pursuit& first() const noexcept { return *members_.front(); }
  [[nodiscard]] std::size_t markets() const noexcept { return markets_; }
  [[nodiscard]] bool prospect() const noexcept { return prospect_; }

 private:
  const GroupView& group_;
  std::vector<const Pursuit*> members_;
  std::size_t markets_;
  bool prospect_;
};

}  // namespace opportune
