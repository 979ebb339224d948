#include "live/live.hpp"

#include <utility>

#include "live/merge.hpp"
#include "opportune/conflict/kinds.hpp"

namespace opportune {
namespace {

/// Is there a rate of a day in (from, to]?
bool new_rates(const Book& book, Date from, Date to) {
  const auto& dates = book.get<FxRate>().get<"date">();
  for (std::uint32_t row = 0; row < book.get<FxRate>().rows(); ++row) {
    if (dates[row] > from && dates[row] <= to) {
      return true;
    }
  }
  return false;
}

}  // namespace

void Live::run(const Book& book) {
  if (!runs_) {
    clock_.move(clock_.now());
    runs_ = true;
  }
  if (!agenda_.made()) {
    agenda_.make(book, policy_, day_of(clock_.passed()));
  }
}

void Live::pass(const Book& book, Instant to) {
  const Instant from = clock_.passed();
  clock_.move(to);
  if (!agenda_.made()) {
    agenda_.make(book, policy_, day_of(from));
  }
  TouchedAccounts touched;
  agenda_.due(day_of(to), touched);
  touched.all = severities_ask_for_values(policy_) && new_rates(book, day_of(from), day_of(to));
  if (from == to || (touched.accounts.empty() && !touched.all)) {
    return;
  }
  Effects passed = compare({book, policy_, from}, {book, policy_, to}, touched);
  subscribers_.post(passed);
  merge(pending_, std::move(passed));
}

Instant Live::begin(const Book& book) {
  const Instant now = clock_.now();
  if (runs_) {
    pass(book, now);
  }
  return now;
}

Effects Live::advance(const Book& book, Instant to) {
  run(book);
  pass(book, to.has_value() ? to : clock_.now());
  Effects out = std::exchange(pending_, {});
  out.as_of = clock_.passed();
  return out;
}

Effects Live::changed(const Book& before, const Book& after, const TouchedAccounts& touched,
                      Instant now) {
  Effects change = compare({before, policy_, now}, {after, policy_, now}, touched);
  if (agenda_.made()) {
    touched.all ? agenda_.forget() : agenda_.add(after, policy_, touched);
  }
  subscribers_.post(change);
  Effects out = std::exchange(pending_, {});
  merge(out, std::move(change));
  return out;
}

void Live::told_of(const Book& before, const Book& after, const TouchedAccounts& touched,
                   Instant now) {
  if (agenda_.made()) {
    agenda_.add(after, policy_, touched);
  }
  if (subscribers_.any()) {
    subscribers_.post(compare({before, policy_, now}, {after, policy_, now}, touched));
  }
}

void Live::loaded(const Book& before, const Book& after, Instant now) {
  agenda_.forget();
  if (subscribers_.any()) {
    TouchedAccounts touched;
    touched.all = true;
    subscribers_.post(compare({before, policy_, now}, {after, policy_, now}, touched));
  }
}

}  // namespace opportune
