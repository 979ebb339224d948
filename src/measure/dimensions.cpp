#include <algorithm>

#include "opportune/measure/dimension.hpp"

namespace opportune {
namespace {

using Context = MeasureContext;
using Key = std::uint32_t;

const Store<Opportunity>& opportunities(const Context& c) { return c.book().get<Opportunity>(); }

template <class Record>
std::string id_label(const Context& c, Key key) {
  return std::string(c.book().get<Record>().id(key));
}
std::string symbol_label(const Context& c, Key key) { return std::string(c.book().symbols()[key]); }

template <class Record>
Key parent_above(const Context& c, Key key) {
  return c.book().get<Record>().template get<"parent">()[key];
}
Key account_above(const Context& c, Key key) {
  return c.book().ownership().parent(key, c.as_of.day());
}

Key market_key(const Context& c, Key row, Key) { return opportunities(c).get<"market">()[row]; }
Key account_key(const Context& c, Key row, Key) { return opportunities(c).get<"account">()[row]; }
Key group_key(const Context& c, Key row, Key) { return c.groups.root(account_key(c, row, no_key)); }
Key owner_key(const Context& c, Key row, Key) { return c.as_of.owner(row); }
Key product_key(const Context&, Key, Key product) { return product; }
Key process_key(const Context& c, Key row, Key) { return opportunities(c).get<"process">()[row]; }
Key source_key(const Context& c, Key row, Key) { return opportunities(c).get<"source">()[row]; }

/// The market just below the root of the tree (the root itself for its own).
Key region_key(const Context& c, Key row, Key) {
  Key market = market_key(c, row, no_key);
  const Forest& markets = c.book().markets();
  while (market != no_key && markets.depth(market) > 1) {
    market = markets.parent(market);
  }
  return market;
}
Key team_key(const Context& c, Key row, Key) {
  const Key owner = owner_key(c, row, no_key);
  return owner == no_key ? no_key : c.book().get<Person>().get<"manager">()[owner];
}
Key milestone_key(const Context& c, Key row, Key) {
  return c.book().stages()[c.as_of.stage(row)].milestone;
}
std::string milestone_label(const Context& c, Key key) {
  return c.book().stages().milestones().name(key);
}

/// Stages of the same id in several processes are one: the first of them stands for all.
Key stage_key(const Context& c, Key row, Key) {
  const std::uint16_t stage = c.as_of.stage(row);
  const StageTable& stages = c.book().stages();
  for (std::uint16_t first = 0; first < stage; ++first) {
    if (stages[first].id == stages[stage].id) {
      return first;
    }
  }
  return stage;
}
std::string stage_label(const Context& c, Key key) {
  return c.book().stages()[static_cast<std::uint16_t>(key)].id;
}
Key kind_key(const Context& c, Key row, Key) {
  const std::uint8_t kind = opportunities(c).get<"kind">()[row];
  return kind == 255 ? no_key : kind;
}
std::string kind_label(const Context& c, Key key) {
  using KindStorage = std::decay_t<decltype(opportunities(c).get<"kind">())>;
  return std::string(KindStorage::name_of(static_cast<std::uint8_t>(key)));
}

Key months(Date date) {
  const auto ymd = civil(date);
  return static_cast<Key>(static_cast<int>(ymd.year()) * 12 +
                          static_cast<int>(static_cast<unsigned>(ymd.month())) - 1);
}
Date close_day(const Context& c, Key row) { return c.as_of.expected_close(row); }
Date open_day(const Context& c, Key row) { return opportunities(c).get<"opened">()[row]; }

/// Periods of so many months; a year is 12.
template <Date (*day)(const Context&, Key), Key length>
Key period_key(const Context& c, Key row, Key) {
  const Date date = day(c, row);
  return date.has_value() ? months(date) / length : no_key;
}
std::string padded(Key value, std::size_t width) {
  const std::string digits = std::to_string(value);
  return std::string(width - std::min(width, digits.size()), '0') + digits;
}
std::string month_label(const Context&, Key key) {
  return padded(key / 12, 4) + "-" + padded(key % 12 + 1, 2);
}
std::string quarter_label(const Context&, Key key) {
  return padded(key / 4, 4) + "-Q" + std::to_string(key % 4 + 1);
}
std::string year_label(const Context&, Key key) { return padded(key, 4); }

}  // namespace

const std::vector<Dimension>& dimensions() {
  static const std::vector<Dimension> all = {
      {"market", market_key, id_label<Market>, parent_above<Market>},
      {"region", region_key, id_label<Market>},
      {"group", group_key, id_label<Account>},
      {"account", account_key, id_label<Account>, account_above},
      {"owner", owner_key, id_label<Person>},
      {"team", team_key, id_label<Person>},
      {"product", product_key, id_label<Product>, parent_above<Product>},
      {"process", process_key, id_label<Process>},
      {"milestone", milestone_key, milestone_label, nullptr, true},
      {"stage", stage_key, stage_label},
      {"kind", kind_key, kind_label},
      {"source", source_key, symbol_label},
      {"close_month", period_key<close_day, 1>, month_label},
      {"close_quarter", period_key<close_day, 3>, quarter_label},
      {"close_year", period_key<close_day, 12>, year_label},
      {"open_month", period_key<open_day, 1>, month_label},
      {"open_quarter", period_key<open_day, 3>, quarter_label},
      {"open_year", period_key<open_day, 12>, year_label},
  };
  return all;
}

std::vector<std::string> dimension_names() {
  std::vector<std::string> out;
  for (const Dimension& dimension : dimensions()) {
    out.emplace_back(dimension.name);
  }
  return out;
}

const Dimension& find_dimension(std::string_view name) {
  std::string known;
  for (const Dimension& dimension : dimensions()) {
    if (dimension.name == name) {
      return dimension;
    }
    known += (known.empty() ? "" : ", ") + std::string(dimension.name);
  }
  throw NotFoundError("there is no dimension '" + shown_value(name) +
                      "'; the dimensions are: " + known);
}

}  // namespace opportune
