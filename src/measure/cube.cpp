#include "opportune/measure/cube.hpp"

#include <numeric>
#include <tuple>
#include <unordered_map>

namespace opportune {

void refuse_query(std::string_view field, std::string_view value, std::string reason) {
  throw InputError(Issue{"invalid_query", "query", Issue::no_row, std::string(field),
                         shown_value(value), std::move(reason)});
}

void check_period(const MeasureQuery& query) {
  if (query.from.has_value() && query.to.has_value() && query.to < query.from) {
    refuse_query("to", to_string(query.to),
                 "the period ends before it begins (" + to_string(query.from) + ")");
  }
}

void refuse_filters_but_market(const MeasureQuery& query, std::string_view measure) {
  for (const MeasureQuery::Filter& filter : query.where) {
    if (filter.dimension != "market") {
      refuse_query("where", filter.dimension, std::string(measure) + " are kept by market only");
    }
  }
}

bool is_kept_by_market(const Book& book, const MeasureQuery& query, std::uint32_t market) {
  return std::all_of(query.where.begin(), query.where.end(), [&](const auto& filter) {
    return std::any_of(filter.values.begin(), filter.values.end(), [&](const std::string& id) {
      const std::uint32_t above = book.get<Market>().find(id);
      return market != no_row && above != no_row && book.markets().covers(above, market);
    });
  });
}

Cube::Cube(const MeasureContext& context, const MeasureQuery& query, Subject subject)
    : context_(context), subject_(subject) {
  if (query.by.size() > max_dimensions) {
    refuse_query("by", std::to_string(query.by.size()), "has more than 8 dimensions");
  }
  for (const std::string& name : query.by) {
    const Dimension& dimension = find_dimension(name);
    if (std::count(query.by.begin(), query.by.end(), name) > 1) {
      refuse_query("by", name, "is named twice");
    }
    const bool rolled_up =
        std::find(query.rollup.begin(), query.rollup.end(), name) != query.rollup.end();
    if (rolled_up && dimension.above == nullptr) {
      refuse_query("rollup", name, "has no tree to roll up; market, account and product have");
    }
    by_.push_back({&dimension, key_of(dimension, "by"), rolled_up});
    rolls_up_ = rolls_up_ || rolled_up;
    joins_ = joins_ || name == "family" || (rolled_up && dimension.of_product);
  }
  divides_ = is_by("product") || is_by("family");
  for (const std::string& name : query.rollup) {
    if (!is_by(name)) {
      refuse_query("rollup", name, "is not among the dimensions of `by`");
    }
  }
  for (const MeasureQuery::Filter& filter : query.where) {
    const Dimension& dimension = find_dimension(filter.dimension);
    filters_.push_back(
        {&dimension, key_of(dimension, "where"), {filter.values.begin(), filter.values.end()}});
  }
}

Dimension::KeyOf* Cube::key_of(const Dimension& dimension, std::string_view field) const {
  if (subject_ == Subject::opportunities) {
    return dimension.key;
  }
  if (dimension.key_of_lead == nullptr) {
    std::vector<std::string_view> known;
    for (const Dimension& other : dimensions()) {
      if (other.key_of_lead != nullptr) {
        known.push_back(other.name);
      }
    }
    refuse_query(field, dimension.name,
                 "is no dimension of leads; those are: " + listed_names(known));
  }
  return dimension.key_of_lead;
}

bool Cube::depends_on(bool Dimension::*trait) const {
  const auto has = [&](const auto& used) { return used.dimension->*trait; };
  return std::any_of(by_.begin(), by_.end(), has) ||
         std::any_of(filters_.begin(), filters_.end(), has);
}

bool Cube::is_by(std::string_view dimension) const {
  return std::any_of(by_.begin(), by_.end(),
                     [&](const By& by) { return by.dimension->name == dimension; });
}

bool Cube::passes(const Filter& filter, std::uint32_t row, const Part& part) const {
  return lies_in(*filter.dimension, context_, filter.key(context_, row, part),
                 [&](const std::string& label) { return filter.values.contains(label); });
}

bool Cube::passes_all(std::uint32_t row, const Part& whole) const {
  return std::all_of(filters_.begin(), filters_.end(), [&](const Filter& filter) {
    if (!filter.dimension->of_product) {
      return passes(filter, row, whole);
    }
    const std::vector<std::uint32_t> products = products_of(row);
    return std::any_of(products.begin(), products.end(),
                       [&](std::uint32_t product) { return passes(filter, row, Part(product)); });
  });
}

std::vector<std::uint32_t> Cube::products_of(std::uint32_t row) const {
  const Book& book = context_.book();
  if (subject_ == Subject::leads) {
    const std::uint32_t product = book.get<Lead>().get<"product">()[row];
    return product == no_row ? std::vector<std::uint32_t>() : std::vector{product};
  }
  const SetPool::Range set = book.get<Opportunity>().get<"products">().members(row);
  std::vector<std::uint32_t> out(set.begin(), set.end());
  book.links().lines_of_opportunity.each(row, [&](std::uint32_t line) {
    out.push_back(book.get<OpportunityProduct>().get<"product">()[line]);
  });
  const Store<Product>& products = book.get<Product>();
  std::sort(out.begin(), out.end(),
            [&](std::uint32_t a, std::uint32_t b) { return products.id(a) < products.id(b); });
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

void Cube::divide(std::uint32_t opportunity, std::int64_t amount_minor,
                  std::vector<Part>& out) const {
  const std::vector<std::uint32_t> products = products_of(opportunity);
  if (products.empty()) {
    out.assign(1, whole_of(opportunity, amount_minor));
    return;
  }
  out.clear();
  for (const std::uint32_t product : products) {
    out.emplace_back(product);
  }
  split(opportunity, amount_minor == no_amount ? 0 : amount_minor, out);
  // Shares are differences of rounded running totals, so that parts add up to the whole exactly.
  std::int64_t total = 0;
  std::int64_t before = 0;
  for (Part& part : out) {
    total += part.amount_minor;
    const std::int64_t now = context_.in_reporting(opportunity, total);
    part.reporting_minor = now - before;
    before = now;
  }
}

void Cube::split(std::uint32_t opportunity, std::int64_t amount_minor,
                 std::vector<Part>& out) const {
  const Store<OpportunityProduct>& lines = context_.book().get<OpportunityProduct>();
  std::int64_t of_lines = 0;
  context_.book().links().lines_of_opportunity.each(opportunity, [&](std::uint32_t line) {
    const std::int64_t amount = lines.get<"amount">()[line];
    if (amount != no_amount) {
      of_lines += amount;
      std::find_if(out.begin(), out.end(), [&](const Part& part) {
        return part.product == lines.get<"product">()[line];
      })->amount_minor += amount;
    }
  });
  if (of_lines == amount_minor) {
    return;
  }
  const auto count = std::ssize(out);
  for (std::int64_t i = 0; i < count; ++i) {
    out[static_cast<std::size_t>(i)].amount_minor =
        amount_minor / count + (i < amount_minor % count ? 1 : 0);
  }
}

Cube::Ranks Cube::ranks(std::size_t d, const std::vector<Key>& keys) const {
  struct Value {
    bool is_unset;  // last
    std::string label;
    std::uint32_t place;  // in the order in which they came
  };
  const Dimension& dimension = *by_[d].dimension;
  Ranks out;
  std::vector<Value> values;
  std::unordered_map<std::uint32_t, std::uint32_t> places;
  for (const Key& key : keys) {
    const auto [found, is_new] = places.emplace(key[d], static_cast<std::uint32_t>(values.size()));
    if (is_new) {
      const bool is_unset = key[d] == no_key;
      std::string label = is_unset           ? std::string()
                          : dimension.by_key ? std::string(1, static_cast<char>(key[d]))
                                             : dimension.label(context_, key[d]);
      values.push_back({is_unset, std::move(label), found->second});
    }
    out.of_key.push_back(found->second);
  }
  const auto rank_less = [](const Value& a, const Value& b) {
    return std::tie(a.is_unset, a.label) < std::tie(b.is_unset, b.label);
  };
  std::sort(values.begin(), values.end(), rank_less);
  std::vector<std::uint32_t> rank_of(values.size());
  for (std::size_t i = 0; i < values.size(); ++i) {
    out.count += i == 0 || rank_less(values[i - 1], values[i]) ? 1U : 0U;
    rank_of[values[i].place] = out.count - 1;
  }
  for (std::uint32_t& place : out.of_key) {
    place = rank_of[place];
  }
  return out;
}

std::vector<std::uint32_t> Cube::order(const std::vector<Key>& keys) const {
  std::vector<std::uint32_t> out(keys.size()), before(keys.size());
  std::iota(out.begin(), out.end(), 0U);
  for (std::size_t d = by_.size(); d-- > 0;) {  // the last dimension first: each sort is stable
    const Ranks by = ranks(d, keys);
    std::vector<std::uint32_t> place(by.count + 1);
    for (const std::uint32_t rank : by.of_key) {
      ++place[rank + 1];
    }
    std::partial_sum(place.begin(), place.end(), place.begin());
    out.swap(before);
    for (const std::uint32_t key : before) {
      out[place[by.of_key[key]]++] = key;
    }
  }
  return out;
}

std::shared_ptr<Table> Cube::result(std::string name, const std::vector<Key>& keys,
                                    std::size_t repeat) const {
  auto out = std::make_shared<Table>(std::move(name));
  for (std::size_t d = 0; d < by_.size(); ++d) {
    TableColumn& column = out->column(std::string(by_[d].dimension->name), ColumnType::text);
    std::unordered_map<std::uint32_t, std::string> labels{{no_key, ""}};
    for (const Key& key : keys) {
      const auto [label, is_new] = labels.try_emplace(key[d]);
      if (is_new) {
        label->second = by_[d].dimension->label(context_, key[d]);
      }
      for (std::size_t i = 0; i < repeat; ++i) {
        column.add_text_or_null(label->second);
      }
    }
  }
  return out;
}

}  // namespace opportune
