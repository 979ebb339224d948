// How a group comes apart, going back in time through the changes of its ownership. Each change
// costs the accounts below it, not the whole group: a group of a hundred thousand accounts has
// changed on a thousand days.
#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <map>
#include <tuple>
#include <utility>
#include <vector>

#include "opportune/model/book.hpp"

namespace opportune::detail {

/// Calls visit(day) for each day, up to this one, on which the ownership of an account changed.
template <class Visit>
void each_change(const Ownership& ownership, std::uint32_t account, Date day, Visit&& visit) {
  if (const Ownership::Links* links = ownership.links(account)) {
    for (const Ownership::Link& link : *links) {
      if (link.from.has_value() && link.from <= day) {
        visit(link.from);
      }
    }
  }
}

class Separations {
 public:
  /// Accounts that joined those of `parent` on a day. The first has neither.
  struct Class {
    std::uint32_t parent = no_row;
    Date day;
  };

  /// `accounts`: of one group on `day`, ascending; they outlive this.
  Separations(const Ownership& ownership, const std::vector<std::uint32_t>& accounts, Date day)
      : ownership_(ownership), accounts_(accounts), class_of_(accounts.size()) {
    classes_.push_back({});
    size_.push_back(static_cast<std::uint32_t>(accounts.size()));
    nodes_.resize(accounts.size());
    for (std::uint32_t node = 0; node < accounts.size(); ++node) {
      nodes_[node].account = accounts[node];
    }
    for (std::uint32_t node = 0; node < accounts.size(); ++node) {
      stand(node, day);
    }
    for (std::uint32_t node = 0; node < accounts.size(); ++node) {
      find_root(node);
    }
    while (!changes_.empty()) {
      const auto latest = changes_.extract(changes_.begin());
      go_before(latest.key(), latest.mapped());
    }
  }

  [[nodiscard]] std::vector<Class> take_classes() noexcept { return std::move(classes_); }
  /// By place among the accounts.
  [[nodiscard]] std::vector<std::uint32_t> take_class_of() noexcept { return std::move(class_of_); }

 private:
  /// An account of the group, or one that owned one of them on an earlier day: as it stands on the
  /// day that has been reached.
  struct Node {
    std::uint32_t account = no_row;
    std::uint32_t parent = no_row, first_child = no_row, next = no_row, previous = no_row;
    std::uint32_t root = no_row;  ///< none: not known, as something above it has changed
  };

  [[nodiscard]] std::uint32_t node_of(std::uint32_t account) const {
    const auto at = std::lower_bound(accounts_.begin(), accounts_.end(), account);
    if (at != accounts_.end() && *at == account) {
      return static_cast<std::uint32_t>(at - accounts_.begin());
    }
    const auto owner = owners_.find(account);
    return owner == owners_.end() ? no_row : owner->second;
  }
  /// Puts a new node where its account stood on a day, with its owners; and its changes until then
  /// among those that are to be gone through.
  void stand(std::uint32_t node, Date day) {
    for (;;) {
      each_change(ownership_, nodes_[node].account, day,
                  [&](Date changed) { changes_[changed].push_back(node); });
      const std::uint32_t owner = put_below_owner(node, day);
      if (owner == no_row) {
        return;
      }
      node = owner;
    }
  }
  /// The owner's node where that is a new one, which does not stand anywhere yet.
  [[nodiscard]] std::uint32_t put_below_owner(std::uint32_t node, Date day) {
    const std::uint32_t account = ownership_.parent(nodes_[node].account, day);
    if (account == no_row) {
      return no_row;
    }
    std::uint32_t owner = node_of(account);
    const bool is_new = owner == no_row;
    if (is_new) {
      owner = static_cast<std::uint32_t>(nodes_.size());
      nodes_.emplace_back().account = account;
      owners_.emplace(account, owner);
    }
    Node& below = nodes_[node];
    below.parent = owner;
    below.next = std::exchange(nodes_[owner].first_child, node);
    if (below.next != no_row) {
      nodes_[below.next].previous = node;
    }
    return is_new ? owner : no_row;
  }
  void take_from_owner(std::uint32_t node) {
    Node& taken = nodes_[node];
    if (taken.parent != no_row) {
      (taken.previous == no_row ? nodes_[taken.parent].first_child : nodes_[taken.previous].next) =
          taken.next;
      if (taken.next != no_row) {
        nodes_[taken.next].previous = taken.previous;
      }
    }
    taken.parent = taken.next = taken.previous = no_row;
  }
  /// The node's root, which is looked for where it is not known; likewise of all above it.
  std::uint32_t find_root(std::uint32_t node) {
    path_.clear();
    std::uint32_t at = node;
    for (; nodes_[at].root == no_row && nodes_[at].parent != no_row; at = nodes_[at].parent) {
      path_.push_back(at);
    }
    const std::uint32_t root = nodes_[at].root == no_row ? at : nodes_[at].root;
    nodes_[at].root = root;
    for (const std::uint32_t below : path_) {
      nodes_[below].root = root;
    }
    return root;
  }

  /// An account of the group below a change.
  struct Moved {
    std::uint32_t klass, root, node;
    bool stays;  ///< has the root that it had
    bool operator<(const Moved& other) const noexcept {
      return std::tie(klass, root, node) < std::tie(other.klass, other.root, other.node);
    }
  };

  /// From a day on which some nodes' owners changed to the day before.
  void go_before(Date day, const std::vector<std::uint32_t>& changed) {
    std::vector<std::pair<std::uint32_t, std::uint32_t>> below;  // node, its root
    for (const std::uint32_t top : changed) {
      const std::size_t first = below.size();
      const auto take = [&](std::uint32_t node) {
        if (nodes_[node].root != no_row) {
          below.emplace_back(node, std::exchange(nodes_[node].root, no_row));
        }
      };
      take(top);
      for (std::size_t i = first; i < below.size(); ++i) {
        for (std::uint32_t child = nodes_[below[i].first].first_child; child != no_row;
             child = nodes_[child].next) {
          take(child);
        }
      }
    }
    const Date before{day.days - 1};
    for (const std::uint32_t node : changed) {
      take_from_owner(node);
      if (const std::uint32_t owner = put_below_owner(node, before); owner != no_row) {
        stand(owner, before);
      }
    }
    std::vector<Moved> moved;
    for (const auto& [node, root] : below) {
      const std::uint32_t now = find_root(node);
      if (node < class_of_.size()) {
        moved.push_back({class_of_[node], now, node, now == root});
      }
    }
    std::sort(moved.begin(), moved.end());
    separate(day, moved);
  }
  /// Of each class those with one root go together: one part of it stays the class.
  void separate(Date day, const std::vector<Moved>& moved) {
    for (auto first = moved.begin(); first != moved.end();) {
      const std::uint32_t klass = first->klass;
      const auto end =
          std::find_if(first, moved.end(), [&](const Moved& one) { return one.klass != klass; });
      const bool all = static_cast<std::uint32_t>(end - first) == size_[klass];
      for (auto part = first; part != end;) {
        const auto last =
            std::find_if(part, end, [&](const Moved& one) { return one.root != part->root; });
        if (!(all ? part == first : part->stays)) {
          size_[klass] -= static_cast<std::uint32_t>(last - part);
          size_.push_back(static_cast<std::uint32_t>(last - part));
          for (auto one = part; one != last; ++one) {
            class_of_[one->node] = static_cast<std::uint32_t>(classes_.size());
          }
          classes_.push_back({klass, day});
        }
        part = last;
      }
      first = end;
    }
  }

  const Ownership& ownership_;
  const std::vector<std::uint32_t>& accounts_;
  std::vector<std::uint32_t> class_of_;
  std::vector<Class> classes_;
  std::vector<std::uint32_t> size_;                // of the classes: their accounts
  std::vector<Node> nodes_;                        // those of the accounts first
  std::map<std::uint32_t, std::uint32_t> owners_;  // the others' nodes, by account
  std::map<Date, std::vector<std::uint32_t>, std::greater<>> changes_;  // nodes that change on it
  std::vector<std::uint32_t> path_;
};

}  // namespace opportune::detail
