// whitespace: what each group buys where, and where nobody has asked.
#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "measure/measures.hpp"
#include "opportune/process/covers.hpp"

namespace opportune {
namespace {

constexpr std::array<std::string_view, 4> statuses{"sold", "open", "covered", "untouched"};

enum class Place : std::uint8_t { group, market, account };

/// What rows are asked for.
struct Asked {
  Place place = Place::market;
  bool families = true;
  std::vector<std::uint32_t> products;  ///< by id
};

struct WhitespaceRow {
  std::uint32_t group = no_row;
  std::uint32_t place = no_row;
  std::uint32_t product = no_row;
  bool sold = false, open = false;
  std::int64_t sold_minor = 0, open_minor = 0;
  std::int64_t agreements = 0;

  [[nodiscard]] std::string_view status() const {
    return statuses[sold ? 0 : open ? 1 : agreements > 0 ? 2 : 3];
  }
};

/// Keeps ids that a filter names, or that lie below one of them.
bool is_kept(const MeasureContext& context, const MeasureQuery& query, std::string_view dimension,
             std::uint32_t row) {
  return std::all_of(query.where.begin(), query.where.end(), [&](const auto& filter) {
    return filter.dimension != dimension ||
           lies_in(find_dimension(dimension), context, row, [&](const std::string& label) {
             return std::find(filter.values.begin(), filter.values.end(), label) !=
                    filter.values.end();
           });
  });
}

Asked asked_of(const MeasureContext& context, const MeasureQuery& query) {
  Asked out;
  std::vector<std::string> by = query.by;
  if (by.empty()) {
    by = {"group", "market", "family"};
  }
  const auto take = [&](std::string_view name) {
    const bool found = !by.empty() && by.front() == name;
    if (found) {
      by.erase(by.begin());
    }
    return found;
  };
  bool fits = take("group");
  out.place = take("market") ? Place::market : take("account") ? Place::account : Place::group;
  out.families = take("family");
  fits = fits && (out.families || take("product")) && by.empty();
  if (!fits) {
    refuse_query("by", query.by.front(),
                 "whitespace is by group, then market or account or neither, then product or "
                 "family");
  }
  for (const MeasureQuery::Filter& filter : query.where) {
    static_cast<void>(find_dimension(filter.dimension));
    constexpr std::array<std::string_view, 5> known{"group", "market", "account", "product",
                                                    "family"};
    if (std::find(known.begin(), known.end(), filter.dimension) == known.end()) {
      refuse_query("where", filter.dimension,
                   "whitespace is kept by group, market, account, product and family only");
    }
  }
  const Store<Product>& products = context.book().get<Product>();
  for (std::uint32_t row = 0; row < products.rows(); ++row) {
    const std::uint32_t family = family_of(context.book(), row);
    if ((!out.families || family == row) && is_kept(context, query, "product", row) &&
        is_kept(context, query, "family", family)) {
      out.products.push_back(row);
    }
  }
  std::sort(out.products.begin(), out.products.end(),
            [&](std::uint32_t a, std::uint32_t b) { return products.id(a) < products.id(b); });
  return out;
}

/// Reads one group after another; one per thread.
class Worker {
 public:
  Worker(const MeasureContext& context, const MeasureQuery& query, const Asked& asked)
      : context_(context), query_(query), asked_(asked), parts_cube_(context, by_product()) {}

  void operator()(std::size_t first, std::size_t last) {
    for (std::size_t i = first; i < last; ++i) {
      const auto root = static_cast<std::uint32_t>(i);
      if (context_.groups().root(root) == root && is_kept(context_, query_, "group", root)) {
        look(root);
      }
    }
  }
  std::vector<WhitespaceRow> found;

 private:
  using Cell = std::pair<std::uint32_t, std::uint32_t>;  // place, product

  static MeasureQuery by_product() {
    MeasureQuery out;
    out.by = {"product"};
    return out;
  }
  [[nodiscard]] const Book& book() const { return context_.book(); }

  [[nodiscard]] std::uint32_t place_of(std::uint32_t account, std::uint32_t market) const {
    return asked_.place == Place::market    ? market
           : asked_.place == Place::account ? account
                                            : no_row;
  }
  [[nodiscard]] bool keeps(std::uint32_t account, std::uint32_t market) const {
    return is_kept(context_, query_, "account", account) &&
           is_kept(context_, query_, "market", market);
  }

  void look(std::uint32_t root) {
    accounts_.clear();
    cells_.clear();
    std::set<std::uint32_t> places;
    const auto& market_of = book().get<Account>().get<"market">();
    for (std::uint32_t account = root; account != no_row;
         account = context_.groups().next(account)) {
      if (keeps(account, market_of[account])) {
        accounts_.push_back(account);
        places.insert(place_of(account, market_of[account]));
      }
    }
    for (std::uint32_t account = root; account != no_row;
         account = context_.groups().next(account)) {
      book().links().opportunities_of_account.each(account, [&](std::uint32_t row) {
        const std::uint32_t market = book().get<Opportunity>().get<"market">()[row];
        if (context_.as_of.opened(row) && keeps(account, market)) {
          places.insert(place_of(account, market));
          add_opportunity(row, place_of(account, market));
        }
      });
    }
    add_agreements(root);
    for (const std::uint32_t place : places) {
      for (const std::uint32_t product : asked_.products) {
        const auto at = cells_.find({place, product});
        WhitespaceRow& row = found.emplace_back(at == cells_.end() ? WhitespaceRow{} : at->second);
        row.group = root;
        row.place = place;
        row.product = product;
      }
    }
  }

  void add_opportunity(std::uint32_t row, std::uint32_t place) {
    std::uint16_t stage = StageTable::none;
    const bool open = context_.as_of.open(row, &stage);
    if (!open && !context_.as_of.won_on(row).has_value()) {
      return;
    }
    parts_cube_.parts(row, parts_);
    for (const Part& part : parts_) {
      for (std::uint32_t product = part.product; product != no_row;
           product = book().products().parent(product)) {
        WhitespaceRow& cell = cells_[{place, product}];
        (open ? cell.open : cell.sold) = true;
        (open ? cell.open_minor : cell.sold_minor) += part.reporting_minor;
      }
    }
  }

  void add_agreements(std::uint32_t root) {
    const Store<Agreement>& store = book().get<Agreement>();
    const auto& market_of = book().get<Account>().get<"market">();
    for (std::uint32_t holder = root; holder != no_row; holder = context_.groups().next(holder)) {
      book().links().agreements_of_account.each(holder, [&](std::uint32_t agreement) {
        if (!agreement_valid(book(), agreement, context_.day())) {
          return;
        }
        std::set<std::uint32_t> covered;
        for (const std::uint32_t account : accounts_) {
          if (in_account_subtree(book(), account, holder, context_.day()) &&
              holds_market(book().markets(), store.get<"markets">().members(agreement),
                           market_of[account])) {
            covered.insert(place_of(account, market_of[account]));
          }
        }
        const SetPool::Range products = store.get<"products">().members(agreement);
        for (const std::uint32_t product : asked_.products) {
          if (products.empty() || overlaps(products, product)) {
            for (const std::uint32_t place : covered) {
              ++cells_[{place, product}].agreements;
            }
          }
        }
      });
    }
  }
  [[nodiscard]] bool overlaps(SetPool::Range products, std::uint32_t product) const {
    const Forest& forest = book().products();
    return std::any_of(products.begin(), products.end(),
                       [&](std::uint32_t other) { return forest.overlap(other, product); });
  }

  const MeasureContext& context_;
  const MeasureQuery& query_;
  const Asked& asked_;
  Cube parts_cube_;
  std::vector<std::uint32_t> accounts_;
  std::map<Cell, WhitespaceRow> cells_;
  std::vector<Part> parts_;
};

}  // namespace

std::shared_ptr<Table> measure_whitespace(const MeasureContext& context,
                                          const MeasureQuery& query) {
  constexpr std::size_t chunk = 1024;
  const Asked asked = asked_of(context, query);
  std::vector<WhitespaceRow> rows;
  parallel_chunks(
      context.groups().size(), chunk, query.threads, [&] { return Worker(context, query, asked); },
      [&](Worker& worker) { rows.insert(rows.end(), worker.found.begin(), worker.found.end()); });
  const Book& book = context.book();
  const auto account = [&](std::uint32_t row) { return book.get<Account>().id(row); };
  const auto place = [&](std::uint32_t row) {
    return row == no_row                  ? std::string_view()
           : asked.place == Place::market ? book.get<Market>().id(row)
                                          : account(row);
  };
  const auto product = [&](std::uint32_t row) { return book.get<Product>().id(row); };
  std::sort(rows.begin(), rows.end(), [&](const WhitespaceRow& a, const WhitespaceRow& b) {
    const auto key = [&](const WhitespaceRow& row) {
      return std::tuple(account(row.group), row.place == no_row, place(row.place),
                        product(row.product));
    };
    return key(a) < key(b);
  });
  auto out = std::make_shared<Table>("whitespace");
  CellColumns columns(*out, rows);
  columns.text("group", [&](const WhitespaceRow& row) { return account(row.group); });
  if (asked.place != Place::group) {
    columns.text(asked.place == Place::market ? "market" : "account",
                 [&](const WhitespaceRow& row) { return place(row.place); });
  }
  columns
      .text(asked.families ? "family" : "product",
            [&](const WhitespaceRow& row) { return product(row.product); })
      .text("status", [](const WhitespaceRow& row) { return row.status(); })
      .integer("sold_minor", [](const WhitespaceRow& row) { return row.sold_minor; })
      .integer("open_minor", [](const WhitespaceRow& row) { return row.open_minor; })
      .currency(context.converter.reporting())
      .integer("agreements", [](const WhitespaceRow& row) { return row.agreements; });
  return out;
}

}  // namespace opportune
