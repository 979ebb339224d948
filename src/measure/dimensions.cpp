#include <algorithm>

#include "opportune/measure/dimension.hpp"

namespace opportune {
namespace {

using Context = MeasureContext;
using Key = std::uint32_t;

/// What a record's keys are read from, where opportunities and leads differ.
template <class Record>
struct Subject;
template <>
struct Subject<Opportunity> {
  static Key owner(const Context& c, Key row, const Part& part) {
    return part.state == nullptr ? c.as_of.owner(row) : part.state->owner;
  }
  static Date begin(const Context& c, Key row) {
    return c.book().get<Opportunity>().get<"opened">()[row];
  }
};
template <>
struct Subject<Lead> {
  static Key owner(const Context& c, Key row, const Part&) {
    return c.book().get<Lead>().get<"owner">()[row];
  }
  static Date begin(const Context& c, Key row) {
    return c.book().get<Lead>().get<"created">()[row];
  }
};

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

template <class Record>
Key market_key(const Context& c, Key row, const Part&) {
  return c.book().get<Record>().template get<"market">()[row];
}
/// The market just below the root of the tree (the root itself for its own).
template <class Record>
Key region_key(const Context& c, Key row, const Part& part) {
  Key market = market_key<Record>(c, row, part);
  const Forest& markets = c.book().markets();
  while (market != no_key && markets.depth(market) > 1) {
    market = markets.parent(market);
  }
  return market;
}
template <class Record>
Key account_key(const Context& c, Key row, const Part&) {
  return c.book().get<Record>().template get<"account">()[row];
}
template <class Record>
Key group_key(const Context& c, Key row, const Part& part) {
  return c.groups().root(account_key<Record>(c, row, part));
}
template <class Record>
Key owner_key(const Context& c, Key row, const Part& part) {
  return Subject<Record>::owner(c, row, part);
}
template <class Record>
Key team_key(const Context& c, Key row, const Part& part) {
  const Key owner = Subject<Record>::owner(c, row, part);
  return owner == no_key ? no_key : c.book().get<Person>().get<"manager">()[owner];
}
Key product_key(const Context&, Key, const Part& part) { return part.product; }
Key family_key(const Context& c, Key, const Part& part) {
  return part.product == no_key ? no_key : family_of(c.book(), part.product);
}
template <class Record>
Key source_key(const Context& c, Key row, const Part&) {
  return c.book().get<Record>().template get<"source">()[row];
}
Key process_key(const Context& c, Key row, const Part&) {
  return opportunities(c).get<"process">()[row];
}

std::uint16_t stage_of(const Context& c, Key row, const Part& part) {
  if (part.stage != StageTable::none) {
    return part.stage;
  }
  return part.state == nullptr ? c.as_of.stage(row) : part.state->stage;
}
Key milestone_key(const Context& c, Key row, const Part& part) {
  return c.book().stages()[stage_of(c, row, part)].milestone;
}
std::string milestone_label(const Context& c, Key key) {
  return c.book().stages().milestones().name(key);
}
/// Stages of the same id in several processes are one: the first of them stands for all.
Key stage_key(const Context& c, Key row, const Part& part) {
  const std::uint16_t stage = stage_of(c, row, part);
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
Key kind_key(const Context& c, Key row, const Part&) {
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
Date close_day(const Context& c, Key row, const Part& part) {
  return part.state == nullptr ? c.as_of.expected_close(row) : part.state->expected_close;
}
Date closed_day(const Context& c, Key row, const Part& part) {
  return part.state == nullptr ? c.as_of.closed_on(row) : Date{};
}
Date event_day(const Context&, Key, const Part& part) { return part.event; }
template <class Record>
Date open_day(const Context& c, Key row, const Part&) {
  return Subject<Record>::begin(c, row);
}

/// Periods of so many months; a year is 12.
template <Date (*day)(const Context&, Key, const Part&), Key length>
Key period_key(const Context& c, Key row, const Part& part) {
  const Date date = day(c, row, part);
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
      {"market", market_key<Opportunity>, id_label<Market>, market_key<Lead>, parent_above<Market>},
      {"region", region_key<Opportunity>, id_label<Market>, region_key<Lead>},
      {.name = "group",
       .key = group_key<Opportunity>,
       .label = id_label<Account>,
       .key_of_lead = group_key<Lead>,
       .of_ownership = true},
      {.name = "account",
       .key = account_key<Opportunity>,
       .label = id_label<Account>,
       .key_of_lead = account_key<Lead>,
       .above = account_above,
       .of_ownership = true},
      {"owner", owner_key<Opportunity>, id_label<Person>, owner_key<Lead>},
      {"team", team_key<Opportunity>, id_label<Person>, team_key<Lead>},
      {.name = "product",
       .key = product_key,
       .label = id_label<Product>,
       .key_of_lead = product_key,
       .above = parent_above<Product>,
       .of_product = true},
      {.name = "family",
       .key = family_key,
       .label = id_label<Product>,
       .key_of_lead = family_key,
       .of_product = true},
      {"process", process_key, id_label<Process>},
      {.name = "milestone",
       .key = milestone_key,
       .label = milestone_label,
       .by_key = true,
       .of_stage = true},
      {.name = "stage", .key = stage_key, .label = stage_label, .of_stage = true},
      {"kind", kind_key, kind_label},
      {"source", source_key<Opportunity>, symbol_label, source_key<Lead>},
      {"close_month", period_key<close_day, 1>, month_label},
      {"close_quarter", period_key<close_day, 3>, quarter_label},
      {"close_year", period_key<close_day, 12>, year_label},
      {"open_month", period_key<open_day<Opportunity>, 1>, month_label,
       period_key<open_day<Lead>, 1>},
      {"open_quarter", period_key<open_day<Opportunity>, 3>, quarter_label,
       period_key<open_day<Lead>, 3>},
      {"open_year", period_key<open_day<Opportunity>, 12>, year_label,
       period_key<open_day<Lead>, 12>},
      {"closed_month", period_key<closed_day, 1>, month_label},
      {"closed_quarter", period_key<closed_day, 3>, quarter_label},
      {"closed_year", period_key<closed_day, 12>, year_label},
      {"event_month", period_key<event_day, 1>, month_label},
      {"event_quarter", period_key<event_day, 3>, quarter_label},
      {"event_year", period_key<event_day, 12>, year_label},
  };
  return all;
}

std::uint32_t family_of(const Book& book, std::uint32_t product) {
  const Forest& products = book.products();
  while (products.parent(product) != no_row) {
    product = products.parent(product);
  }
  return product;
}

std::vector<std::string> dimension_names() {
  std::vector<std::string> out;
  for (const Dimension& dimension : dimensions()) {
    out.emplace_back(dimension.name);
  }
  return out;
}

const Dimension& find_dimension(std::string_view name) {
  const auto found =
      std::find_if(dimensions().begin(), dimensions().end(),
                   [&](const Dimension& dimension) { return dimension.name == name; });
  if (found == dimensions().end()) {
    throw NotFoundError("there is no dimension '" + shown_value(name) +
                        "'; the dimensions are: " + listed_names(dimension_names()));
  }
  return *found;
}

}  // namespace opportune
