// shared_identity: sets of accounts that identifiers hold together across groups, and what the
// merger of their groups would bring to light.
#include "opportune/conflict/identity.hpp"

#include <map>
#include <set>

#include "conflict/scanner.hpp"
#include "opportune/model/member_records.hpp"

namespace opportune {
namespace {

constexpr std::size_t kind = [] {
  std::size_t out = 0;
  each_kind([&]<class Kind, std::size_t index>() {
    out = Kind::name == SharedIdentity::name ? index : out;
  });
  return out;
}();

/// The roots of the members' groups: that of the first member first, the others by id.
std::vector<std::uint32_t> roots_of(const GroupView& view, const Conflict& conflict) {
  const auto& ids = view.book().get<Account>().ids();
  const auto by_id = [&](std::uint32_t a, std::uint32_t b) { return ids[a] < ids[b]; };
  std::set<std::uint32_t, decltype(by_id)> others(by_id);
  for (const ConflictMember& member : conflict.members) {
    others.insert(view.groups().root(member.record.row));
  }
  others.erase(conflict.group);
  std::vector<std::uint32_t> out{conflict.group};
  out.insert(out.end(), others.begin(), others.end());
  return out;
}

/// One conflict, to be told from another: its kind, how many pairs, which members.
std::string key_of(const Conflict& conflict) {
  std::string out(conflict_kinds[conflict.kind]);
  out += "\n" + std::to_string(conflict.pairs);
  for (const ConflictMember& member : conflict.members) {
    out.append("\n").append(member_name(member.record.type, member.record.id));
  }
  return out;
}

std::set<std::string> standing(GroupView& view, const Policy& policy, DetectBuffers& buffers,
                               const std::vector<std::uint32_t>& roots) {
  std::set<std::string> out;
  for (const std::uint32_t root : roots) {
    view.look(root);
    detect(view, policy, KindSet().set(), buffers,
           [&](const Conflict& conflict) { out.insert(key_of(conflict)); });
  }
  return out;
}

/// How many conflicts of each kind the merger would bring to light.
Message merger(GroupView& view, const Policy& policy, DetectBuffers& buffers,
               const std::vector<std::uint32_t>& roots) {
  constexpr std::size_t shown = 5;
  MessageList groups;
  for (const std::uint32_t root : roots) {
    if (groups.size() < shown) {
      groups.push_back({"member.group", {{"id", facts::id<Account>(view, root)}}});
    }
  }
  if (roots.size() > shown) {
    groups.push_back({"list.more", {{"count", static_cast<std::int64_t>(roots.size() - shown)}}});
  }
  const std::set<std::string> before = standing(view, policy, buffers, roots);
  view.look_together(roots);
  std::map<std::size_t, std::int64_t> fresh;
  detect(view, policy, KindSet().set(), buffers, [&](const Conflict& conflict) {
    fresh[conflict.kind] += before.contains(key_of(conflict)) ? 0 : 1;
  });
  MessageList counts;
  for (const auto& [number, count] : fresh) {
    if (count > 0) {
      counts.push_back({"shared_identity.merge.count",
                        {{"count", count}, {"kind", MessageList{{kind_messages[number], {}}}}}});
    }
  }
  return counts.empty()
             ? Message{"shared_identity.merge.nothing", {{"groups", std::move(groups)}}}
             : Message{"shared_identity.merge",
                       {{"groups", std::move(groups)}, {"conflicts", std::move(counts)}}};
}

/// In a large set: pairs of different groups that share at least one identifier, by inclusion and
/// exclusion over the identifiers.
std::uint64_t count_pairs(const GroupView& view, const std::vector<std::uint32_t>& accounts) {
  std::int64_t out = 0;
  for (unsigned subset = 1; subset < 1U << identity_fields.size(); ++subset) {
    std::map<std::string, std::map<std::uint32_t, std::int64_t>> classes;
    for (const std::uint32_t account : accounts) {
      std::string key;
      bool all = true;
      for (std::size_t i = 0; i < identity_fields.size(); ++i) {
        if ((subset >> i & 1U) != 0) {
          const std::string value = identity_of(view.book(), account, identity_fields[i]);
          all = all && !value.empty();
          key += value + "\n";
        }
      }
      if (all) {
        ++classes[key][view.groups().root(account)];
      }
    }
    std::int64_t pairs = 0;
    for (const auto& [key, groups] : classes) {
      std::int64_t all = 0, same = 0;
      for (const auto& [group, count] : groups) {
        all += count;
        same += count * count;
      }
      pairs += (all * all - same) / 2;
    }
    out += __builtin_popcount(subset) % 2 == 1 ? pairs : -pairs;
  }
  return static_cast<std::uint64_t>(out);
}

}  // namespace

bool Scanner::identities_asked() const {
  const KindPolicy kind_policy = severities<SharedIdentity, kind>(policy_);
  return kinds_[kind] && !(kind_policy.off(true) && kind_policy.off(false));
}

void Scanner::scan_identities(const std::vector<std::uint32_t>& roots, std::vector<Reported>& out) {
  if (!identities_asked()) {
    return;
  }
  std::vector<std::uint32_t> accounts;
  for (const std::uint32_t root : roots) {
    for (std::uint32_t account = root; account != no_row; account = view_.groups().next(account)) {
      accounts.push_back(account);
    }
  }
  scan_identities_of(accounts, out);
}

void Scanner::scan_identities_of(const std::vector<std::uint32_t>& of, std::vector<Reported>& out) {
  for (const std::vector<std::uint32_t>& set : identity_sets(of)) {
    report_identities(set, out);
  }
}

std::vector<std::vector<std::uint32_t>> Scanner::identity_sets(
    const std::vector<std::uint32_t>& of) const {
  std::vector<std::vector<std::uint32_t>> out;
  if (!identities_asked()) {
    return out;
  }
  IdentitySearch search(view_.book(), view_.groups());
  for (const std::uint32_t account : of) {
    std::vector<std::uint32_t> set = search.from(account);
    if (!set.empty()) {
      out.push_back(std::move(set));
    }
  }
  return out;
}

MessageList Scanner::merger_of(const Conflict& conflict) {
  if (conflict.kind != kind) {
    return {};
  }
  const std::vector<std::uint32_t> roots = roots_of(view_, conflict);
  view_.look_together(roots);
  looked_at_ = no_row;
  return {merger(view_, policy_, buffers_, roots)};
}

void Scanner::report_identities(const std::vector<std::uint32_t>& accounts,
                                std::vector<Reported>& out) {
  const GroupIndex& groups = view_.groups();
  look(groups.root(accounts.front()));
  KindRelation relation;
  std::vector<Component> components;
  const Forest none;
  if (accounts.size() <= many_identities) {
    relate_identities(view_, accounts, relation);
    apply_resolutions(view_, SharedIdentity::name, relation);
    const std::vector<std::uint32_t> no_accounts;
    components = relation.components(none, LazyJoins(view_.book().ownership(), no_accounts, {}));
  } else {
    add_identities(view_, accounts, relation);
    Component& all = components.emplace_back();
    all.pairs = count_pairs(view_, accounts);
    for (std::uint32_t node = 0; node < accounts.size(); ++node) {
      all.nodes.push_back(node);
    }
  }
  for (const Component& component : components) {
    Conflict conflict = make_conflict(view_, kind, relation, component);
    conflict.group = groups.root(conflict.members.front().record.row);
    const std::vector<std::uint32_t> roots = roots_of(view_, conflict);
    view_.look_together(roots);
    looked_at_ = no_row;
    const bool prospect = view_.prospect();
    conflict.severity =
        severity_of(view_, conflict, severities<SharedIdentity, kind>(policy_), prospect);
    if (conflict.severity == Severity::off) {
      continue;
    }
    look(conflict.group);
    Reported& reported = out.emplace_back(report(std::move(conflict)));
    if (explains_) {
      explain(reported);
    }
    for (std::size_t i = 0; query_.with_pairs && i < component.nodes.size(); ++i) {
      add_pairs(relation, component.nodes[i], reported);
    }
    std::sort(reported.pairs.begin(), reported.pairs.end(),
              [](const Reported::Pair& a, const Reported::Pair& b) {
                return std::tie(a.a.id, a.b.id) < std::tie(b.a.id, b.b.id);
              });
    reported.pairs.resize(std::min(reported.pairs.size(), query_.pair_limit));
  }
}

void Scanner::add_pairs(const KindRelation& relation, std::uint32_t node, Reported& reported) {
  for (const KindRelation::Related& other : relation.related_to(node, Forest())) {
    const Member& a = relation.member(node);
    const Member& b = relation.member(other.node);
    if (a.id < b.id) {
      reported.pairs.push_back({a, b, {}, evidence(view_, policy_, kind, a, b)});
    }
  }
}

}  // namespace opportune
