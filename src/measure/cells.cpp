#include "opportune/measure/cells.hpp"

namespace opportune {

void refuse_query(std::string_view field, std::string_view value, std::string reason) {
  throw InputError(Issue{"invalid_query", "query", Issue::no_row, std::string(field),
                         shown_value(value), std::move(reason)});
}

Cube::Cube(const MeasureContext& context, const MeasureQuery& query) : context_(context) {
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
    by_.push_back({&dimension, rolled_up});
    by_product_ = by_product_ || name == "product";
  }
  for (const std::string& name : query.rollup) {
    if (std::find(query.by.begin(), query.by.end(), name) == query.by.end()) {
      refuse_query("rollup", name, "is not among the dimensions of `by`");
    }
  }
  for (const MeasureQuery::Filter& filter : query.where) {
    filters_.push_back(
        {&find_dimension(filter.dimension), {filter.values.begin(), filter.values.end()}});
  }
}

bool Cube::passes(const Filter& filter, std::uint32_t opportunity, std::uint32_t product) const {
  std::uint32_t key = filter.dimension->key(context_, opportunity, product);
  while (key != no_key) {
    if (filter.values.contains(filter.dimension->label(context_, key))) {
      return true;
    }
    key = filter.dimension->above == nullptr ? no_key : filter.dimension->above(context_, key);
  }
  return false;
}

bool Cube::accepts(std::uint32_t opportunity) const {
  return std::all_of(filters_.begin(), filters_.end(), [&](const Filter& filter) {
    if (filter.dimension->name != "product") {
      return passes(filter, opportunity, no_key);
    }
    const std::vector<std::uint32_t> products = products_of(opportunity);
    return std::any_of(products.begin(), products.end(),
                       [&](std::uint32_t product) { return passes(filter, opportunity, product); });
  });
}

std::vector<std::uint32_t> Cube::products_of(std::uint32_t opportunity) const {
  const Book& book = context_.book();
  const SetPool::Range set = book.get<Opportunity>().get<"products">().members(opportunity);
  std::vector<std::uint32_t> out(set.begin(), set.end());
  if (out.empty()) {
    book.links().lines_of_opportunity.each(opportunity, [&](std::uint32_t line) {
      out.push_back(book.get<OpportunityProduct>().get<"product">()[line]);
    });
  }
  const Store<Product>& products = book.get<Product>();
  std::sort(out.begin(), out.end(),
            [&](std::uint32_t a, std::uint32_t b) { return products.id(a) < products.id(b); });
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

void Cube::parts(std::uint32_t opportunity, std::vector<Part>& out) const {
  const std::int64_t amount = context_.as_of.amount(opportunity);
  split(opportunity, amount == no_amount ? 0 : amount, out);
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
  out.clear();
  if (!by_product_) {
    out.push_back({no_key, amount_minor});
    return;
  }
  const Store<OpportunityProduct>& lines = context_.book().get<OpportunityProduct>();
  std::int64_t of_lines = 0;
  bool complete = true;
  context_.book().links().lines_of_opportunity.each(opportunity, [&](std::uint32_t line) {
    const std::int64_t amount = lines.get<"amount">()[line];
    complete = complete && amount != no_amount;
    of_lines += amount == no_amount ? 0 : amount;
    const std::uint32_t product = lines.get<"product">()[line];
    const auto at = std::find_if(out.begin(), out.end(),
                                 [&](const Part& part) { return part.product == product; });
    (at == out.end() ? out.emplace_back(Part{product, 0}) : *at).amount_minor +=
        amount == no_amount ? 0 : amount;
  });
  if (!out.empty() && complete && of_lines == amount_minor) {
    const Store<Product>& products = context_.book().get<Product>();
    std::sort(out.begin(), out.end(), [&](const Part& a, const Part& b) {
      return products.id(a.product) < products.id(b.product);
    });
    return;
  }
  out.clear();
  const std::vector<std::uint32_t> products = products_of(opportunity);
  if (products.empty()) {
    out.push_back({no_key, amount_minor});
    return;
  }
  const auto count = static_cast<std::int64_t>(products.size());
  for (std::int64_t i = 0; i < count; ++i) {
    const std::int64_t share = amount_minor / count + (i < amount_minor % count ? 1 : 0);
    out.push_back({products[static_cast<std::size_t>(i)], share});
  }
}

std::vector<Cube::Key> Cube::sorted(std::vector<Key> keys) const {
  struct Row {
    Key key;
    std::vector<std::pair<bool, std::string>> labels;  // unset last
  };
  std::vector<Row> rows;
  rows.reserve(keys.size());
  for (const Key& key : keys) {
    Row& row = rows.emplace_back(Row{key, {}});
    for (std::size_t d = 0; d < by_.size(); ++d) {
      const bool unset = key[d] == no_key;
      std::string label = unset                      ? std::string()
                          : by_[d].dimension->by_key ? std::string(1, static_cast<char>(key[d]))
                                                     : by_[d].dimension->label(context_, key[d]);
      row.labels.emplace_back(unset, std::move(label));
    }
  }
  std::sort(rows.begin(), rows.end(),
            [](const Row& a, const Row& b) { return a.labels < b.labels; });
  for (std::size_t i = 0; i < rows.size(); ++i) {
    keys[i] = rows[i].key;
  }
  return keys;
}

std::shared_ptr<Table> Cube::result(std::string name, const std::vector<Key>& keys,
                                    std::size_t repeat, std::size_t own_columns) const {
  auto out = std::make_shared<Table>(std::move(name));
  out->columns().reserve(by_.size() + own_columns);
  for (std::size_t d = 0; d < by_.size(); ++d) {
    TableColumn& column = out->column(std::string(by_[d].dimension->name), ColumnType::text);
    for (const Key& key : keys) {
      const std::string label =
          key[d] == no_key ? std::string() : by_[d].dimension->label(context_, key[d]);
      for (std::size_t i = 0; i < repeat; ++i) {
        column.add_text_or_null(label);
      }
    }
  }
  return out;
}

}  // namespace opportune
