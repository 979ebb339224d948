// A slow, plain reading of a generated organisation, straight from domain.md, to check it against.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "opportune/synth/organisation.hpp"

namespace synth_reference {

using opportune::Date;
using opportune::Table;
using Texts = std::vector<std::string>;
using Parents = std::map<std::string, std::string>;

inline std::string text(const Table& table, std::string_view column, std::size_t row) {
  return std::string(table.at(column).text(row));
}

inline bool within(const Parents& parents, std::string node, const std::string& ancestor) {
  while (!node.empty() && node != ancestor) {
    node = parents.at(node);
  }
  return node == ancestor && !ancestor.empty();
}

struct Pursuit {
  std::string id, account, group, market, owner, agreement, process, stage, milestone;
  Texts products;
  Date opened;
};

struct Reference {
  explicit Reference(const opportune::synth::Organisation& made, Date as_of)
      : organisation(made), t(as_of) {
    read_parents("account", accounts);
    read_parents("market", markets);
    read_parents("product", products);
    const Table& account = made.table("account");
    for (std::size_t i = 0; i < account.rows(); ++i) {
      const std::string group = root(text(account, "id", i));
      group_of[text(account, "id", i)] = group;
      market_of[text(account, "id", i)] = text(account, "market", i);
      countries[group].insert(text(account, "market", i));
      if (account.at("global").boolean(i)) {
        countries[group].insert("named global");
      }
      if (account.at("customer_since").date(i).has_value() &&
          account.at("customer_since").date(i) <= t) {
        customers.insert(group);
      }
    }
    const Table& team = made.table("team_member");
    for (std::size_t i = 0; i < team.rows(); ++i) {
      members[text(team, "account", i)][text(team, "person", i)].push_back(
          {text(team, "role", i), text(team, "market", i)});
    }
    read_stages();
    read_open();
  }

  [[nodiscard]] bool overlap(const Texts& a, const Texts& b) const {
    for (const std::string& x : a) {
      for (const std::string& y : b) {
        if (within(products, x, y) || within(products, y, x)) {
          return true;
        }
      }
    }
    return a.empty() || b.empty();
  }
  [[nodiscard]] bool contend(const std::string& group, const Texts& a, const Texts& b) const {
    return customers.count(group) == 0 || overlap(a, b);
  }
  [[nodiscard]] bool on_team(const Pursuit& o) const {
    const auto group = members.find(o.group);
    if (group == members.end() || o.owner.empty()) {
      return false;
    }
    const auto person = group->second.find(o.owner);
    if (person == group->second.end()) {
      return false;
    }
    for (const auto& [role, market] : person->second) {
      if (market.empty() || within(markets, o.market, market)) {
        return true;
      }
    }
    return false;
  }
  [[nodiscard]] bool duplicate(const Pursuit& o, const Pursuit& p) const {
    return o.account == p.account && overlap(o.products, p.products);
  }
  [[nodiscard]] bool cross_market(const Pursuit& o, const Pursuit& p) const {
    const bool coordinated =
        (!o.agreement.empty() && o.agreement == p.agreement) || (on_team(o) && on_team(p));
    return o.market != p.market && (o.owner.empty() || o.owner != p.owner) &&
           contend(o.group, o.products, p.products) && !coordinated && !duplicate(o, p);
  }
  [[nodiscard]] bool global(const std::string& group) const {
    return countries.at(group).size() > 1;
  }

  /// Pairs of each kind, as "type:id type:id".
  [[nodiscard]] std::set<std::string> duplicates() const {
    return pairs([&](const Pursuit& o, const Pursuit& p) { return duplicate(o, p); });
  }
  [[nodiscard]] std::set<std::string> cross_markets() const {
    return pairs([&](const Pursuit& o, const Pursuit& p) { return cross_market(o, p); });
  }
  [[nodiscard]] std::set<std::string> lead_collisions() const {
    std::set<std::string> out;
    const Table& lead = organisation.table("lead");
    for (std::size_t i = 0; i < lead.rows(); ++i) {
      const Date closed = lead.at("closed").date(i);
      if (lead.at("created").date(i) > t || (closed.has_value() && closed <= t)) {
        continue;
      }
      const std::string group = group_of.at(text(lead, "account", i));
      const std::string product = text(lead, "product", i);
      const auto found = open.find(group);
      if (found == open.end()) {
        continue;
      }
      for (const Pursuit& o : found->second) {
        if (o.milestone == "negotiation" && o.market != text(lead, "market", i) &&
            contend(group, product.empty() ? Texts{} : Texts{product}, o.products)) {
          out.insert("lead:" + text(lead, "id", i) + " opportunity:" + o.id);
        }
      }
    }
    return out;
  }

  const opportune::synth::Organisation& organisation;
  Date t;
  Parents accounts, markets, products;
  std::map<std::string, std::string> group_of, market_of;
  std::map<std::string, std::set<std::string>> countries;
  std::set<std::string> customers;
  std::map<std::string, std::map<std::string, std::vector<std::pair<std::string, std::string>>>>
      members;                                       // root -> person -> (role, market)
  std::map<std::string, std::string> milestone_of;   // stage -> milestone
  std::map<std::string, std::vector<Pursuit>> open;  // group -> open at t

 private:
  void read_parents(std::string_view name, Parents& out) {
    const Table& table = organisation.table(name);
    for (std::size_t i = 0; i < table.rows(); ++i) {
      out[text(table, "id", i)] = text(table, "parent", i);
    }
  }
  [[nodiscard]] std::string root(std::string account) const {
    while (!accounts.at(account).empty()) {
      account = accounts.at(account);
    }
    return account;
  }
  /// Stage ids are unique over all generated processes, so the JSON is read by hand.
  void read_stages() {
    const Table& process = organisation.table("process");
    for (std::size_t i = 0; i < process.rows(); ++i) {
      const std::string json = text(process, "definition", i);
      const auto after = [&](std::string_view key, std::size_t from) {
        const std::size_t begin = json.find(key, from) + key.size();
        return json.substr(begin, json.find('"', begin) - begin);
      };
      for (std::size_t at = json.find("{\"id\":"); at != std::string::npos;
           at = json.find("{\"id\":", at + 1)) {
        milestone_of[after("\"id\":\"", at)] = after("\"milestone\":\"", at);
      }
    }
  }
  void read_open() {
    const Table& table = organisation.table("opportunity");
    for (std::size_t i = 0; i < table.rows(); ++i) {
      const Date closed = table.at("closed").date(i);
      const Date opened = table.at("opened").date(i);
      if (opened > t || (closed.has_value() && closed <= t)) {
        continue;
      }
      Pursuit o;
      o.id = text(table, "id", i);
      o.account = text(table, "account", i);
      o.group = group_of.at(o.account);
      o.market = text(table, "market", i);
      o.owner = text(table, "owner", i);
      o.agreement = text(table, "agreement", i);
      o.process = text(table, "process", i);
      o.stage = text(table, "stage", i);
      o.milestone = milestone_of.at(o.stage);
      o.products = table.at("products").list(i);
      o.opened = opened;
      open[o.group].push_back(o);
    }
  }
  template <typename Relation>
  [[nodiscard]] std::set<std::string> pairs(Relation related) const {
    std::set<std::string> out;
    for (const auto& [group, pursuits] : open) {
      for (std::size_t i = 0; i < pursuits.size(); ++i) {
        for (std::size_t j = i + 1; j < pursuits.size(); ++j) {
          if (related(pursuits[i], pursuits[j])) {
            const std::string a = "opportunity:" + pursuits[i].id;
            const std::string b = "opportunity:" + pursuits[j].id;
            out.insert(std::min(a, b) + " " + std::max(a, b));
          }
        }
      }
    }
    return out;
  }
};

}  // namespace synth_reference
