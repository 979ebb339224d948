// The table of leaking deals.
#include <iterator>
#include <optional>
#include <set>
#include <tuple>

#include "conflict/asked.hpp"
#include "measure/leaks.hpp"
#include "opportune/core/parallel.hpp"
#include "opportune/measure/dimension.hpp"
#include "opportune/measure/leakage.hpp"
#include "questions.hpp"

namespace opportune {
namespace {

using Discount = Storage<Percent>;

std::string reason_of(const Leak& leak) {
  const TermsBreach& breach = leak.breach;
  std::string out = leak.bypass ? "bypass" : "";
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
    if (!within(query_.from, won, query_.to)) {
      return;
    }
    const Book& book = context_.book();
    const Store<Opportunity>& store = book.get<Opportunity>();
    if (!roots_.empty() &&
        !roots_.contains(context_.groups().root(store.get<"account">()[opportunity]))) {
      return;
    }
    find_leaks(context_, opportunity, won, found);
  }

  const MeasureContext& context_;
  const LeakageQuery& query_;
  const std::set<std::uint32_t>& roots_;  // empty: all
};

std::vector<Leak> all_leaks(const MeasureContext& context, const LeakageQuery& query) {
  constexpr std::size_t chunk = 16'384;
  const Book& book = context.book();
  std::set<std::uint32_t> roots;
  for (const std::uint32_t account : accounts_for(book, query.groups)) {
    roots.insert(context.groups().root(account));
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
    add_id<Account>(group, book, context.groups().root(store.get<"account">()[row]));
    add_id<Market>(market, book, store.get<"market">()[row]);
    add_id<Person>(owner, book, context.as_of.owner(row));
    won_on.add(leak.won);
    add(amount_minor, amount);
    currency.add_text_or_null(book.currency_of_opportunity(row).code());
    add(reporting_minor, converted);
    reporting.add_text(book.fx().reporting().code());
    add_percent(discount_given, given);
    add_percent(discount_agreed, agreed);
    reason.add_text(reason_of(leak));
    add(difference_minor, converted ? leaked(book, leak, *converted) : std::nullopt);
  }
  return out;
}

}  // namespace

std::shared_ptr<Table> find_leakage(const Book& book, const Policy& policy,
                                    const LeakageQuery& query) {
  if (query.from.has_value() && query.to.has_value() && query.to < query.from) {
    throw InputError(Issue{"invalid_period", "leakage", Issue::no_row, "to", to_string(query.to),
                           "is before the first day of the period"});
  }
  const MeasureMoment moment(book, policy, query.as_of);
  return leak_table(moment.context(), all_leaks(moment.context(), query));
}

}  // namespace opportune
