// What kinds' sentences and evidence speak of, as messages.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "opportune/conflict/group_view.hpp"
#include "opportune/core/message.hpp"

namespace opportune {

using Argument = Message::Argument;

namespace facts {

/// The id of a record of a table; "" where there is none.
template <class Record>
[[nodiscard]] std::string id(const GroupView& group, std::uint32_t row) {
  return row == no_row ? std::string() : std::string(group.book().get<Record>().id(row));
}
[[nodiscard]] inline Argument group_name(const GroupView& group) {
  const Store<Account>& accounts = group.book().get<Account>();
  const std::string_view name = accounts.get<"name">()[group.root()];
  return {"group", std::string(name.empty() ? accounts.id(group.root()) : name)};
}
[[nodiscard]] inline Argument market(std::string_view name, const GroupView& group,
                                     std::uint32_t row) {
  return row == no_row ? Argument{name, MessageList{{"no_market", {}}}}
                       : Argument{name, id<Market>(group, row)};
}
[[nodiscard]] inline Argument owner(std::string_view name, const GroupView& group,
                                    std::uint32_t row) {
  return row == no_row ? Argument{name, MessageList{{"nobody", {}}}}
                       : Argument{name, id<Person>(group, row)};
}
/// "O-1 (anna, SE)", "agreement G-1", ...
[[nodiscard]] inline Message member(const GroupView& group, const Member& member) {
  constexpr std::array<std::string_view, 10> ids{
      "member.account", "member.activity",    "member.agreement", "member.claim",
      "member.group",   "member.lead",        "member.market",    "member.opportunity",
      "member.process", "member.requirement",
  };
  Message out{ids[static_cast<std::size_t>(member.type)], {{"id", std::string(member.id)}}};
  out.arguments.push_back(owner("owner", group, member.owner));
  out.arguments.push_back(market("market", group, member.market));
  return out;
}

/// Which products overlap, or that one side leaves them open.
[[nodiscard]] inline Message overlap(const GroupView& group, SetPool::Range a, SetPool::Range b) {
  if (a.empty() || b.empty()) {
    return {"products.unspecified", {}};
  }
  // The overlapping pair of the smallest ids, so that the order of rows does not show.
  std::pair<std::string, std::string> least;
  for (const std::uint32_t x : a) {
    for (const std::uint32_t y : b) {
      if (group.book().products().overlap(x, y)) {
        const std::pair<std::string, std::string> ids(id<Product>(group, x), id<Product>(group, y));
        least = least.first.empty() ? ids : std::min(least, ids);
      }
    }
  }
  return least.first == least.second
             ? Message{"products.same", {{"product", least.first}}}
             : Message{"products.overlap", {{"a", least.first}, {"b", least.second}}};
}
[[nodiscard]] inline Message contention(const GroupView& group, const Member& a, const Member& b) {
  return group.prospect() ? Message{"group.prospect", {}}
                          : overlap(group, a.product_rows(), b.product_rows());
}
/// "prospect" or "customer"
[[nodiscard]] inline Argument standing(const GroupView& group) {
  return {"standing",
          MessageList{{group.prospect() ? "standing.prospect" : "standing.customer", {}}}};
}
[[nodiscard]] inline Argument date(std::string_view name, Date day) {
  return {name, to_string(day)};
}
/// "from 2026-01-01 to 2026-12-31", "until 2026-12-31", ...; an empty end is open.
[[nodiscard]] inline Argument span(std::string_view name, Date from, Date to) {
  Message out{from.has_value() ? (to.has_value() ? "span" : "span.from")
                               : (to.has_value() ? "span.until" : "span.always"),
              {}};
  if (from.has_value()) {
    out.arguments.push_back(date("from", from));
  }
  if (to.has_value()) {
    out.arguments.push_back(date("to", to));
  }
  return {name, MessageList{std::move(out)}};
}
/// "12.5"
[[nodiscard]] inline std::string percent(std::int32_t scaled) {
  std::string out = std::to_string(scaled / Storage<Percent>::unit);
  std::string rest = std::to_string(Storage<Percent>::unit + scaled % Storage<Percent>::unit);
  rest.erase(rest.find_last_not_of('0') + 1);
  return rest.size() > 1 ? out + "." + rest.substr(1) : out;
}
/// "12.5%", or that there is none.
[[nodiscard]] inline Argument percentage(std::string_view name, std::int32_t scaled) {
  return {name, MessageList{scaled == Storage<Percent>::unset
                                ? Message{"none", {}}
                                : Message{"percent", {{"value", percent(scaled)}}}}};
}

[[nodiscard]] inline std::string_view symbol(const GroupView& group, std::uint32_t symbol) {
  return symbol == no_row ? std::string_view{} : group.book().symbols()[symbol];
}

// Fields that a draft may have in words, and a record has in its table.

/// Of an opportunity (may be empty) or an activity; leads have none.
[[nodiscard]] inline std::string_view kind_of(const GroupView& group, const Member& member) {
  if (member.type == MemberType::lead) {
    return {};
  }
  if (member.row == no_row) {
    return member.draft->kind;
  }
  if (member.type == MemberType::activity) {
    return symbol(group, group.book().get<Activity>().get<"kind">()[member.row]);
  }
  const auto& kinds = group.book().get<Opportunity>().get<"kind">();
  return kinds.name_of(kinds[member.row]);
}
[[nodiscard]] inline std::string_view material_of(const GroupView& group, const Member& activity) {
  return activity.row == no_row
             ? activity.draft->material
             : symbol(group, group.book().get<Activity>().get<"material">()[activity.row]);
}
[[nodiscard]] inline std::uint8_t status_of(const GroupView& group, const Member& activity) {
  return activity.row == no_row ? activity.draft->status
                                : group.as_of().activity_status(activity.row);
}
[[nodiscard]] inline Date end_of(const GroupView& group, const Member& activity) {
  return activity.row == no_row ? activity.draft->end
                                : group.book().get<Activity>().get<"end">()[activity.row];
}
[[nodiscard]] inline Date won_on(const GroupView& group, const Member& opportunity) {
  return opportunity.row == no_row ? opportunity.draft->end : group.as_of().won_on(opportunity.row);
}
[[nodiscard]] inline std::int32_t discount_of(const GroupView& group, const Member& opportunity) {
  return opportunity.row == no_row
             ? opportunity.draft->discount
             : group.book().get<Opportunity>().get<"discount">()[opportunity.row];
}
[[nodiscard]] inline std::string_view shipping_of(const GroupView& group,
                                                  const Member& opportunity) {
  return opportunity.row == no_row
             ? opportunity.draft->shipping_terms
             : symbol(group,
                      group.book().get<Opportunity>().get<"shipping_terms">()[opportunity.row]);
}
[[nodiscard]] inline std::uint32_t process_of(const GroupView& group, const Member& opportunity) {
  return opportunity.row == no_row
             ? opportunity.draft->process
             : group.book().get<Opportunity>().get<"process">()[opportunity.row];
}

}  // namespace facts

/// What a sentence may speak of.
class ConflictFacts {
 public:
  ConflictFacts(const GroupView& group, std::vector<const Member*> members)
      : group_(group), members_(std::move(members)) {}

  [[nodiscard]] const GroupView& group() const noexcept { return group_; }
  [[nodiscard]] const Member& first() const noexcept { return *members_.front(); }
  /// In how many markets they are.
  [[nodiscard]] std::size_t markets() const {
    std::vector<std::uint32_t> out;
    for (const Member* member : members_) {
      if (member->market != no_row) {
        out.push_back(member->market);
      }
    }
    std::sort(out.begin(), out.end());
    return static_cast<std::size_t>(std::unique(out.begin(), out.end()) - out.begin());
  }
  /// All members; long lists are cut.
  [[nodiscard]] Argument members() const {
    return list("members", [](MemberType) { return true; });
  }
  /// Those of one type.
  [[nodiscard]] Argument of(std::string_view name, MemberType type) const {
    return list(name, [type](MemberType other) { return other == type; });
  }
  [[nodiscard]] std::int64_t count(MemberType type) const {
    return std::count_if(members_.begin(), members_.end(),
                         [type](const Member* member) { return member->type == type; });
  }

 private:
  template <class Wanted>
  [[nodiscard]] Argument list(std::string_view name, Wanted&& wanted) const {
    constexpr std::int64_t shown = 5;
    MessageList out;
    std::int64_t found = 0;
    for (const Member* member : members_) {
      if (wanted(member->type) && ++found <= shown) {
        out.push_back(facts::member(group_, *member));
      }
    }
    if (found > shown) {
      out.push_back({"list.more", {{"count", found - shown}}});
    }
    return {name, std::move(out)};
  }

  const GroupView& group_;
  std::vector<const Member*> members_;
};

}  // namespace opportune
