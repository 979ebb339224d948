// Drafts resolved against the Book, and their groups before and after.
#include "opportune/admission/check.hpp"

#include "questions.hpp"

namespace opportune {
namespace {

[[noreturn]] void refuse(std::string_view table, std::string code, std::string field,
                         std::string_view value, std::string reason) {
  throw InputError(Issue{std::move(code), std::string(table), Issue::no_row, std::move(field),
                         shown_value(value), std::move(reason)});
}

/// The row of a reference in a draft; no_row where it is empty.
template <class Record, class Target>
std::uint32_t resolve(const Book& book, const char* field, const std::string& id) {
  if (id.empty()) {
    return no_row;
  }
  const std::uint32_t row = book.get<Target>().find(id);
  if (row == no_row) {
    refuse(Schema<Record>::table, "unknown_reference", field, id,
           "there is no " + std::string(Schema<Target>::table) + " with this id");
  }
  return row;
}

/// What opportunities and leads share.
template <class Record>
Pursuit pursuit_of(const Book& book, const Record& draft) {
  Pursuit out;
  out.id = draft.id.empty() ? std::string_view("draft") : std::string_view(draft.id);
  out.account = resolve<Record, Account>(book, "account", draft.account);
  if (out.account == no_row) {
    refuse(Schema<Record>::table, "missing_value", "account", "", "must be filled");
  }
  out.market = resolve<Record, Market>(book, "market", draft.market);
  if (out.market == no_row) {
    out.market = book.get<Account>().template get<"market">()[out.account];
  }
  if (out.market == no_row) {
    refuse(Schema<Record>::table, "missing_value", "market", "",
           "must be filled: the account has none either");
  }
  out.owner = resolve<Record, Person>(book, "owner", draft.owner);
  return out;
}

Decision decide(const Book& book, const Policy& policy, const Pursuit& draft, bool stands,
                std::uint32_t stored, Instant at, std::int64_t amount, Currency currency) {
  const AsOf as_of(book, at);
  const std::shared_ptr<const GroupIndex> groups = book.ownership().groups(as_of.day());
  const bool is_lead = draft.type == MemberType::lead;
  GroupView after(as_of, *groups);
  const std::uint32_t root = groups->root(draft.account);
  after.look(root, is_lead ? no_row : stored, is_lead ? stored : no_row);
  Decision out;
  if (!stands || after.opportunities().size() + after.leads().size() == 0) {
    out.group = std::string(book.get<Account>().id(root));
    return out;
  }
  GroupView before = after;
  if (stored != no_row) {
    const std::uint32_t account = is_lead ? book.get<Lead>().get<"account">()[stored]
                                          : book.get<Opportunity>().get<"account">()[stored];
    before.look(groups->root(account));
  }
  after.add(draft);
  const auto in_reporting = [&](std::int64_t minor, Currency from) {
    return minor == no_amount || minor == 0 ? 0 : Converter(book.fx(), as_of.day())(minor, from);
  };
  const auto amount_of = [&](const Pursuit& pursuit) {
    return pursuit.row == no_row
               ? in_reporting(amount, currency)
               : in_reporting(as_of.amount(pursuit.row), book.currency_of_opportunity(pursuit.row));
  };
  return difference(before, after, draft.type, stored, policy, amount_of, book.fx().reporting());
}

}  // namespace

Decision check_opportunity(const Book& book, const Policy& policy, const Opportunity& draft,
                           Instant at) {
  Pursuit pursuit = pursuit_of(book, draft);
  pursuit.agreement = resolve<Opportunity, Agreement>(book, "agreement", draft.agreement);
  SetPool::Members products;
  for (const std::string& id : draft.products) {
    const std::uint32_t product = resolve<Opportunity, Product>(book, "products", id);
    if (product != no_row) {
      products.push_back(product);
    }
  }
  std::sort(products.begin(), products.end());
  products.erase(std::unique(products.begin(), products.end()), products.end());
  pursuit.products = {products.data(), products.data() + products.size()};
  const std::uint32_t process = resolve<Opportunity, Process>(book, "process", draft.process);
  pursuit.stage =
      draft.stage.empty() ? book.stages().first(process) : book.stages().find(process, draft.stage);
  if (pursuit.stage == StageTable::none) {
    refuse("opportunity", "unknown_stage", "stage", draft.stage, "the process has no such stage");
  }
  pursuit.opened = draft.opened.has_value() ? draft.opened : day_of(at);
  const bool stands = !book.stages().closed(pursuit.stage) && pursuit.opened <= day_of(at) &&
                      !(draft.closed.has_value() && draft.closed <= day_of(at));
  Currency currency = book.of_market<"currency">(pursuit.market);
  if (!draft.currency.empty()) {
    const auto parsed = Currency::parse(draft.currency);
    if (!parsed) {
      refuse("opportunity", "unknown_currency", "currency", draft.currency,
             "is not an ISO 4217 currency code");
    }
    currency = *parsed;
  }
  const std::int64_t amount = draft.amount_minor.value_or(0);
  if (amount < 0 || amount > max_amount) {
    refuse("opportunity", amount < 0 ? "negative_amount" : "out_of_range", "amount",
           std::to_string(amount), "must be from 0 to 10^15 minor units");
  }
  const std::uint32_t stored = draft.id.empty() ? no_row : book.get<Opportunity>().find(draft.id);
  return decide(book, policy, pursuit, stands, stored, at, draft.amount_minor.value_or(no_amount),
                currency);
}

Decision check_lead(const Book& book, const Policy& policy, const Lead& draft, Instant at) {
  Pursuit pursuit = pursuit_of(book, draft);
  pursuit.type = MemberType::lead;
  pursuit.product = resolve<Lead, Product>(book, "product", draft.product);
  pursuit.opened = draft.created.has_value() ? draft.created : day_of(at);
  using Status =
      Storage<Choice<Need::required, "new", "working", "nurturing", "qualified", "disqualified">>;
  const std::uint8_t status = draft.status.empty() ? 0 : Status::number(draft.status);
  if (status == Status::none) {
    refuse("lead", "unknown_choice", "status", draft.status,
           "must be one of: new, working, nurturing, qualified, disqualified");
  }
  const bool stands =
      pursuit.opened <= day_of(at) &&
      (draft.closed.has_value() ? draft.closed > day_of(at) : status < Status::number("qualified"));
  const std::uint32_t stored = draft.id.empty() ? no_row : book.get<Lead>().find(draft.id);
  return decide(book, policy, pursuit, stands, stored, at, no_amount, Currency{});
}

}  // namespace opportune
