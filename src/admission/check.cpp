// Drafts of new records resolved against the Book, and their groups without and with them.
#include <cmath>

#include "admission/answers.hpp"
#include "admission/change.hpp"
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
Member pursuit_of(const Book& book, const Record& draft) {
  Member out;
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

/// What saving the draft of a new record brings at an instant.
Decision decide_new(const Book& book, const Policy& policy, const Drafted& draft, Instant at,
                    const Catalogue& catalogue) {
  const AsOf as_of(book, at);
  const std::shared_ptr<const GroupIndex> groups = book.ownership().groups(as_of.day());
  const std::uint32_t root = groups->root(draft.member.account);
  GroupView after(as_of, *groups), before(as_of, *groups);
  after.look(root);
  if (draft.stands) {
    after.add(draft.member);
  }
  return decide(before, root, after, draft, policy, catalogue);
}

/// The row that the draft would replace; no_row: it is of a new record.
template <class Record>
std::uint32_t stored_row(const Book& book, const Record& draft) {
  return draft.id.empty() ? no_row : book.get<Record>().find(draft.id);
}

/// The number of a choice; the first where the draft says nothing.
template <class Record, Name field>
std::uint8_t choice_of(const std::string& given) {
  using Choices =
      std::remove_cvref_t<decltype(std::declval<Store<Record>>().template get<field>())>;
  const std::uint8_t out = given.empty() ? 0 : Choices::number(given);
  if (out == Choices::none) {
    refuse(Schema<Record>::table, "unknown_choice", std::string(field.view()), given,
           "is not one of the choices (docs/tables.md)");
  }
  return out;
}

SetPool::Members products_of(const Book& book, const Opportunity& draft) {
  SetPool::Members out;
  for (const std::string& id : draft.products) {
    const std::uint32_t product = resolve<Opportunity, Product>(book, "products", id);
    if (product != no_row) {
      out.push_back(product);
    }
  }
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

std::int32_t discount_of(const Opportunity& draft) {
  if (!draft.discount) {
    return Storage<Percent>::unset;
  }
  if (!(*draft.discount >= 0 && *draft.discount <= 100)) {
    refuse("opportunity", "out_of_range", "discount", std::to_string(*draft.discount),
           "must be a percentage from 0 to 100");
  }
  return static_cast<std::int32_t>(std::lround(*draft.discount * Storage<Percent>::unit));
}

DraftTerms terms_of(const Book& book, const Opportunity& draft, std::uint32_t market) {
  DraftTerms out;
  out.discount = discount_of(draft);
  out.shipping_terms = draft.shipping_terms;
  out.process = resolve<Opportunity, Process>(book, "process", draft.process);
  static_cast<void>(choice_of<Opportunity, "kind">(draft.kind));
  out.kind = draft.kind;
  out.amount_minor = draft.amount_minor.value_or(no_amount);
  if (out.amount_minor != no_amount && (out.amount_minor < 0 || out.amount_minor > max_amount)) {
    refuse("opportunity", out.amount_minor < 0 ? "negative_amount" : "out_of_range", "amount",
           std::to_string(out.amount_minor), "must be from 0 to 10^15 minor units");
  }
  out.currency = book.of_market<"currency">(market);
  if (!draft.currency.empty()) {
    const auto parsed = Currency::parse(draft.currency);
    if (!parsed) {
      refuse("opportunity", "unknown_currency", "currency", draft.currency,
             "is not an ISO 4217 currency code");
    }
    out.currency = *parsed;
  }
  return out;
}

/// The version of its process that the draft's stage is one of.
StageTable::Version version_of(const Book& book, const Opportunity& draft,
                               const DraftTerms& terms) {
  if (!draft.process_version) {
    return book.stages().latest(terms.process);
  }
  const std::int64_t number = *draft.process_version;
  const bool possible = number >= 1 && number <= 65'535;
  const auto found = possible
                         ? book.stages().version(terms.process, static_cast<std::uint32_t>(number))
                         : std::nullopt;
  if (!found) {
    refuse("opportunity", possible ? "unknown_version" : "out_of_range", "process_version",
           std::to_string(number),
           "process '" + process_id(book, terms.process) + "' has no such version; its latest is " +
               std::to_string(book.stages().latest(terms.process).number));
  }
  return *found;
}

std::uint16_t stage_of(const Book& book, const Opportunity& draft, const DraftTerms& terms) {
  const StageTable::Version version = version_of(book, draft, terms);
  const std::uint16_t out =
      draft.stage.empty() ? version.first : book.stages().find(version, draft.stage);
  if (out == StageTable::none) {
    refuse("opportunity", "unknown_stage", "stage", draft.stage, "the process has no such stage");
  }
  return out;
}

}  // namespace

Decision check_opportunity(const Book& book, const Policy& policy, const Opportunity& draft,
                           Instant at, const Catalogue& catalogue) {
  if (const std::uint32_t stored = stored_row(book, draft); stored != no_row) {
    return check_change(book, policy, draft, stored, at, catalogue);
  }
  Member pursuit = pursuit_of(book, draft);
  pursuit.agreement = resolve<Opportunity, Agreement>(book, "agreement", draft.agreement);
  const SetPool::Members products = products_of(book, draft);
  pursuit.products = {products.data(), products.data() + products.size()};
  DraftTerms terms = terms_of(book, draft, pursuit.market);
  pursuit.draft = &terms;
  const StageTable& stages = book.stages();
  const std::uint16_t stage = stage_of(book, draft, terms);
  pursuit.opened = draft.opened.has_value() ? draft.opened : day_of(at);
  bool stands = pursuit.opened <= day_of(at);
  if (!stages.closed(stage) && !(draft.closed.has_value() && draft.closed <= day_of(at))) {
    pursuit.stage = stage;
  } else {
    terms.end = draft.closed.has_value() ? draft.closed : day_of(at);
    stands = stands && stages[stage].won() && terms.end <= day_of(at);
  }
  return decide_new(book, policy, {pursuit, stands, pursuit.open_opportunity()}, at, catalogue);
}

Decision check_lead(const Book& book, const Policy& policy, const Lead& draft, Instant at,
                    const Catalogue& catalogue) {
  if (const std::uint32_t stored = stored_row(book, draft); stored != no_row) {
    return check_change(book, policy, draft, stored, at, catalogue);
  }
  Member lead = pursuit_of(book, draft);
  lead.type = MemberType::lead;
  lead.product = resolve<Lead, Product>(book, "product", draft.product);
  lead.opened = draft.created.has_value() ? draft.created : day_of(at);
  constexpr std::uint8_t qualified = 3;
  const std::uint8_t status = choice_of<Lead, "status">(draft.status);
  const bool live = draft.closed.has_value() ? draft.closed > day_of(at) : status < qualified;
  DraftTerms terms;
  lead.draft = &terms;
  return decide_new(book, policy, {lead, live && lead.opened <= day_of(at), live}, at, catalogue);
}

Decision check_activity(const Book& book, const Policy& policy, const Activity& draft, Instant at,
                        const Catalogue& catalogue) {
  if (const std::uint32_t stored = stored_row(book, draft); stored != no_row) {
    return check_change(book, policy, draft, stored, at, catalogue);
  }
  constexpr std::uint8_t marketing = 1, paused = 2;
  Member activity;
  activity.type = MemberType::activity;
  activity.id = draft.id.empty() ? std::string_view("draft") : std::string_view(draft.id);
  activity.account = resolve<Activity, Account>(book, "account", draft.account);
  if (activity.account == no_row) {
    refuse("activity", "missing_value", "account", "", "must be filled");
  }
  if (draft.kind.empty()) {
    refuse("activity", "missing_value", "kind", "", "must be filled");
  }
  activity.market = resolve<Activity, Market>(book, "market", draft.market);
  activity.owner = resolve<Activity, Person>(book, "owner", draft.owner);
  activity.opened = draft.start;
  DraftTerms terms;
  terms.kind = draft.kind;
  terms.material = draft.material;
  terms.status = choice_of<Activity, "status">(draft.status);
  terms.end = draft.end;
  activity.draft = &terms;
  const bool stands = choice_of<Activity, "channel">(draft.channel) == marketing;
  const bool live = terms.status <= paused && !(draft.end.has_value() && draft.end < day_of(at));
  return decide_new(book, policy, {activity, stands, live}, at, catalogue);
}

}  // namespace opportune
