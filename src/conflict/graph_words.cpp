#include "conflict/graph_words.hpp"

#include <algorithm>
#include <array>

#include "io/number_text.hpp"

namespace opportune {
namespace {

/// What a type is called, one and many.
std::string_view type_message(MemberType type, bool many) noexcept {
  constexpr std::array<std::string_view, member_types.size()> one{
      "type.account", "type.activity", "type.agreement",   "type.claim",   "type.group",
      "type.lead",    "type.market",   "type.opportunity", "type.process", "type.requirement"};
  constexpr std::array<std::string_view, member_types.size()> several{
      "types.account", "types.activity", "types.agreement",   "types.claim",   "types.group",
      "types.lead",    "types.market",   "types.opportunity", "types.process", "types.requirement"};
  return (many ? several : one)[static_cast<std::size_t>(type)];
}
std::string_view severity_message(Severity severity) noexcept {
  constexpr std::array<std::string_view, 4> ids{"", "severity.info", "severity.warning",
                                                "severity.critical"};
  return ids[static_cast<std::size_t>(severity)];
}
std::string_view standing_message(bool prospect) noexcept {
  return prospect ? "standing.prospect" : "standing.customer";
}
Argument word(std::string_view name, std::string_view id) { return {name, MessageList{{id, {}}}}; }
Argument number(std::string_view name, std::uint64_t value) {
  return {name, static_cast<std::int64_t>(value)};
}

}  // namespace

GraphWords::Lines GraphWords::title(std::size_t limit) const {
  const Instant at = group_.as_of().instant();
  const Date day = group_.as_of().day();
  Lines out{said({"graph.title",
                  {facts::group_name(group_),
                   facts::standing(group_),
                   {"when", at == end_of_day(day) ? to_string(day) : to_string(at)}}}),
            conflict_counts()};
  if (std::any_of(parts_.left_out.begin(), parts_.left_out.end(),
                  [](std::uint64_t count) { return count > 0; })) {
    out.push_back(left_out(limit));
  }
  return out;
}

std::string GraphWords::conflict_counts() const {
  std::array<std::uint64_t, 4> counts{};
  for (const Reported& reported : parts_.conflicts) {
    ++counts[static_cast<std::size_t>(reported.conflict.severity)];
  }
  MessageList list;
  for (const Severity severity : {Severity::critical, Severity::warning, Severity::info}) {
    if (const std::uint64_t count = counts[static_cast<std::size_t>(severity)]; count > 0) {
      list.push_back(
          {"graph.count", {word("what", severity_message(severity)), number("count", count)}});
    }
  }
  return list.empty() ? said("graph.no_conflicts")
                      : said({"graph.conflicts", {{"counts", std::move(list)}}});
}

std::string GraphWords::left_out(std::size_t limit) const {
  MessageList list;
  for (std::size_t type = 0; type < parts_.left_out.size(); ++type) {
    if (parts_.left_out[type] > 0) {
      list.push_back({"graph.left_out.count",
                      {word("what", type_message(static_cast<MemberType>(type), true)),
                       number("count", parts_.left_out[type])}});
    }
  }
  return said({"graph.left_out", {number("limit", limit), {"counts", std::move(list)}}});
}

GraphWords::Lines GraphWords::of(const Reported& conflict, std::size_t drawn) const {
  Lines out{said(kind_messages[conflict.conflict.kind]),
            said(severity_message(conflict.conflict.severity))};
  if (drawn < conflict.conflict.members.size()) {
    out.push_back(
        said({"graph.partly",
              {number("drawn", drawn), number("members", conflict.conflict.members.size())}}));
  }
  return out;
}

std::string GraphWords::type_and_id(const Member& record) const {
  return said(type_message(record.type, false)) + " " + std::string(record.id);
}

GraphWords::Lines GraphWords::of(const GraphNode& node) const {
  const Member& record = node.record;
  const std::string id(record.id), name(name_of(group_.book(), record));
  const bool named = !name.empty() && name != id;
  Lines out;
  switch (record.type) {
    case MemberType::account:
      out.push_back(named ? name : id);
      break;
    case MemberType::opportunity:
      out.push_back(id);
      break;
    default:
      out.push_back(type_and_id(record));
  }
  if (named) {
    out.push_back(record.type == MemberType::account ? id : name);
  }
  add_details(node, out);
  if (node.account != no_row && !group_.has(node.account)) {
    const std::uint32_t root = group_.groups().root(node.account);
    out.push_back(said({"graph.elsewhere", {{"group", facts::id<Account>(group_, root)}}}));
  }
  return out;
}

void GraphWords::add_details(const GraphNode& node, Lines& out) const {
  const Member& record = node.record;
  const Book& book = group_.book();
  switch (record.type) {
    case MemberType::account:
    case MemberType::group:
      out.push_back(said(standing_message(standing_of(group_, node) == "prospect")));
      break;
    case MemberType::opportunity:
      out.emplace_back(milestone_name(group_, record));
      if (node.amount_minor) {
        out.back() += ", " + money(*node.amount_minor);
      }
      [[fallthrough]];
    case MemberType::lead:
      out.push_back(owner_of(record) + ", " + facts::id<Market>(group_, record.market));
      break;
    case MemberType::activity:
      out.push_back(std::string(facts::kind_of(group_, record)) + ", " + owner_of(record));
      out.push_back(span(record.opened, facts::end_of(group_, record)));
      break;
    case MemberType::agreement:
      out.push_back(owner_of(record));
      out.push_back(span(record.opened, book.get<Agreement>().get<"valid_to">()[record.row]));
      break;
    case MemberType::claim:
      out.push_back(owner_of(record));
      out.push_back(span(record.opened, book.get<Claim>().get<"until">()[record.row]));
      break;
    default:
      break;
  }
}

std::string GraphWords::owner_of(const Member& record) const {
  return record.owner == no_row ? said("nobody") : facts::id<Person>(group_, record.owner);
}

std::string GraphWords::span(Date from, Date to) const {
  return said(std::get<MessageList>(facts::span("", from, to).value).front());
}

/// "EUR 1,250,000", with decimals where they are not zero.
std::string GraphWords::money(std::int64_t minor) const {
  const Currency currency = group_.reporting();
  const auto unit = static_cast<std::int64_t>(power_of_ten(currency.digits()));
  std::string whole;
  append_number(whole, minor / unit);
  const std::string_view separator = catalogue_.find("number.group");
  for (std::size_t digits = whole.size(); digits > 3;) {
    digits -= 3;
    whole.insert(digits, separator);
  }
  std::string out = std::string(currency.code()) + " " + whole;
  if (minor % unit != 0) {
    std::string rest;
    append_number(rest, unit + minor % unit);
    out.append(catalogue_.find("number.point")).append(rest.substr(1));
  }
  return out;
}

}  // namespace opportune
