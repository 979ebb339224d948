// leakage: deals won outside of an agreement that covered them, or under other terms than agreed.
#include "opportune/measure/leakage.hpp"

#include <iterator>
#include <optional>
#include <set>
#include <tuple>

#include "conflict/asked.hpp"
#include "opportune/conflict/terms.hpp"
#include "opportune/core/parallel.hpp"
#include "opportune/measure/dimension.hpp"
#include "questions.hpp"

namespace opportune {
namespace {

using Discount = Storage<Percent>;

/// One deal and one agreement.
struct Leak {
  std::uint32_t opportunity = no_row;
  std::uint32_t agreement = no_row;
  Date won;
  std::string reason;
};

std::string reason_of(const TermsBreach& breach) {
  std::string out;
  const auto add = [&](bool holds, const char* name) {
    out.append(holds && !out.empty() ? ";" : "").append(holds ? name : "");
  };
  add(breach.discount, "discount");
  add(breach.shipping, "shipping_terms");
  add(breach.invalid, "not_valid");
  add(breach.uncovered, "not_covered");
  return out;
}

/// Looks at opportunities; one per thread.
class Worker {
 public:
  Worker(const MeasureContext& context, const LeakageQuery& query,
         const std::set<std::uint32_t>& roots)
      : context_(context), query_(query), roots_(roots) {}

  void operator()(std::size_t first, std::size_t last) {
    for (std::size_t row = first; row < last; ++row) {
      look(static_cast<std::uint32_t>(row));
    }
  }
  std::vector<Leak> found;

 private:
  void look(std::uint32_t opportunity) {
    const Date won = context_.as_of.won_on(opportunity);
    if (!won.has_value() || (query_.from.has_value() && won < query_.from) ||
        (query_.to.has_value() && won > query_.to)) {
      return;
    }
    const Book& book = context_.book();
    const Store<Opportunity>& store = book.get<Opportunity>();
    if (!roots_.empty() &&
        !roots_.contains(context_.groups.root(store.get<"account">()[opportunity]))) {
      return;
    }
    const Business business = business_of(book, opportunity);
    const std::uint32_t named = store.get<"agreement">()[opportunity];
    each_covering(book, won, business, [&](std::uint32_t agreement) {
      if (agreement != named) {
        found.push_back({opportunity, agreement, won, "bypass"});
      }
    });
    if (named != no_row) {
      const std::uint32_t shipping = store.get<"shipping_terms">()[opportunity];
      const TermsBreach breach =
          terms_breach(book, named,
                       {store.get<"discount">()[opportunity],
                        shipping == no_row ? std::string_view{} : book.symbols()[shipping]},
                       business, won,
                       in_account_subtree(book, business.account,
                                          book.get<Agreement>().get<"account">()[named], won));
      if (breach.any()) {
        found.push_back({opportunity, named, won, reason_of(breach)});
      }
    }
  }

  const MeasureContext& context_;
  const LeakageQuery& query_;
  const std::set<std::uint32_t>& roots_;  // empty: all
};

std::vector<Leak> find_leaks(const MeasureContext& context, const LeakageQuery& query) {
  constexpr std::size_t chunk = 16'384;
  const Book& book = context.book();
  std::set<std::uint32_t> roots;
  for (const std::uint32_t account : accounts_for(book, query.groups)) {
    roots.insert(context.groups.root(account));
  }
  std::vector<Leak> out;
  parallel_chunks(
      book.get<Opportunity>().rows(), chunk, query.threads,
      [&] { return Worker(context, query, roots); },
      [&](Worker& worker) {
        std::move(worker.found.begin(), worker.found.end(), std::back_inserter(out));
      });
  std::sort(out.begin(), out.end(), [&](const Leak& a, const Leak& b) {
    const auto key = [&](const Leak& leak) {
      return std::tuple(leak.won, book.get<Opportunity>().id(leak.opportunity),
                        book.get<Agreement>().id(leak.agreement));
    };
    return key(a) < key(b);
  });
  return out;
}

/// What was paid above the price at the agreed discount; nothing where no list price gives the
/// amount at the given one, or where the figure is larger than an amount may be. A discount that is
/// not set is none.
std::optional<std::int64_t> difference(std::int64_t amount, std::int32_t given,
                                       std::int32_t agreed) {
  constexpr std::int64_t whole = std::int64_t{100} * Discount::unit;
  const auto kept = [](std::int32_t discount) {
    return whole - (discount == Discount::unset ? 0 : discount);
  };
  if (kept(given) == 0) {
    return std::nullopt;
  }
  const Int128 price = divide_half_even(Int128{amount} * kept(agreed), kept(given));
  const Int128 out = amount - price;
  return out > max_amount || out < -max_amount ? std::nullopt
                                               : std::optional(static_cast<std::int64_t>(out));
}

void add(TableColumn& column, std::optional<std::int64_t> amount) {
  amount ? column.add_integer(*amount) : column.add_null();
}
void add_percent(TableColumn& column, std::int32_t discount) {
  discount == Discount::unset ? column.add_null()
                              : column.add_real(discount / static_cast<double>(Discount::unit));
}
template <class Record>
void add_id(TableColumn& column, const Book& book, std::uint32_t row) {
  column.add_text_or_null(row == no_row ? std::string_view{} : book.get<Record>().id(row));
}

std::shared_ptr<Table> leak_table(const MeasureContext& context, const std::vector<Leak>& leaks) {
  const Book& book = context.book();
  const Store<Opportunity>& store = book.get<Opportunity>();
  auto out = std::make_shared<Table>("leakage");
  out->columns().reserve(15);
  TableColumn& opportunity = out->column("opportunity", ColumnType::text);
  TableColumn& agreement = out->column("agreement", ColumnType::text);
  TableColumn& account = out->column("account", ColumnType::text);
  TableColumn& group = out->column("group", ColumnType::text);
  TableColumn& market = out->column("market", ColumnType::text);
  TableColumn& owner = out->column("owner", ColumnType::text);
  TableColumn& won_on = out->column("won_on", ColumnType::date);
  TableColumn& amount_minor = out->column("amount_minor", ColumnType::integer);
  TableColumn& currency = out->column("currency", ColumnType::text);
  TableColumn& reporting_minor = out->column("amount_reporting_minor", ColumnType::integer);
  TableColumn& reporting = out->column("reporting_currency", ColumnType::text);
  TableColumn& discount_given = out->column("discount_given", ColumnType::real);
  TableColumn& discount_agreed = out->column("discount_agreed", ColumnType::real);
  TableColumn& reason = out->column("reason", ColumnType::text);
  TableColumn& difference_minor = out->column("difference_minor", ColumnType::integer);
  for (const Leak& leak : leaks) {
    const std::uint32_t row = leak.opportunity;
    const std::int32_t given = store.get<"discount">()[row];
    const std::int32_t agreed = book.get<Agreement>().get<"discount">()[leak.agreement];
    std::optional<std::int64_t> amount, converted;
    if (const std::int64_t minor = context.as_of.amount(row); minor != no_amount) {
      amount = minor;
      converted = context.in_reporting(row, minor);
    }
    add_id<Opportunity>(opportunity, book, row);
    add_id<Agreement>(agreement, book, leak.agreement);
    add_id<Account>(account, book, store.get<"account">()[row]);
    add_id<Account>(group, book, context.groups.root(store.get<"account">()[row]));
    add_id<Market>(market, book, store.get<"market">()[row]);
    add_id<Person>(owner, book, context.as_of.owner(row));
    won_on.add(leak.won);
    add(amount_minor, amount);
    currency.add_text_or_null(book.currency_of_opportunity(row).code());
    add(reporting_minor, converted);
    reporting.add_text(book.fx().reporting().code());
    add_percent(discount_given, given);
    add_percent(discount_agreed, agreed);
    reason.add_text(leak.reason);
    add(difference_minor, converted ? difference(*converted, given, agreed) : std::nullopt);
  }
  return out;
}

}  // namespace

std::shared_ptr<Table> find_leakage(const Book& book, const LeakageQuery& query) {
  if (query.from.has_value() && query.to.has_value() && query.to < query.from) {
    throw InputError(Issue{"invalid_period", "leakage", Issue::no_row, "to", to_string(query.to),
                           "is before the first day of the period"});
  }
  const AsOf as_of(book, query.as_of);
  const std::shared_ptr<const GroupIndex> groups = book.ownership().groups(as_of.day());
  const Converter converter(book.fx(), as_of.day());
  const MeasureContext context{as_of, *groups, converter};
  return leak_table(context, find_leaks(context, query));
}

}  // namespace opportune
