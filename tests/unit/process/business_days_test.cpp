// Working days: against counts day by day, on random weekends, holidays, market trees and dates.
#include "opportune/process/business_days.hpp"

#include <boost/date_time/gregorian/gregorian_types.hpp>
#include <map>
#include <nlohmann/json.hpp>
#include <random>
#include <set>
#include <string>

#include "model/run_loader.hpp"
#include "opportune/io/json.hpp"
#include "support/catch.hpp"

using namespace opportune;

namespace {

using Random = std::mt19937;
using nlohmann::json;
using Texts = std::vector<std::string>;

std::int32_t below(Random& random, std::int32_t bound) {
  return static_cast<std::int32_t>(random() % static_cast<std::uint32_t>(bound));
}

const Texts week = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};

/// 1970-01-01 was a Thursday.
const std::string& weekday_in_words(Date date) {
  return week[static_cast<std::size_t>(((date.days + 3) % 7 + 7) % 7)];
}

/// Not all seven; sometimes none.
Texts random_weekend(Random& random) {
  std::set<std::string> out;
  for (std::int32_t i = below(random, 5); i > 0; --i) {
    out.insert(week[static_cast<std::size_t>(below(random, 7))]);
  }
  return {out.begin(), out.end()};
}

Weekdays weekdays_of(const Texts& names) {
  Weekdays out;
  for (const std::string& name : names) {
    out.add(*Weekdays::find(name));
  }
  return out;
}

bool works_in_words(const Texts& weekend, const std::set<Date>& holidays, Date day) {
  for (const std::string& name : weekend) {
    if (name == weekday_in_words(day)) {
      return false;
    }
  }
  return holidays.count(day) == 0;
}

std::int32_t between_in_words(const Texts& weekend, const std::set<Date>& holidays, Date from,
                              Date to) {
  std::int32_t out = 0;
  for (Date day{from.days + 1}; day <= to; ++day.days) {
    out += works_in_words(weekend, holidays, day) ? 1 : 0;
  }
  return out;
}

struct OneMarket {
  std::string parent;
  Texts weekend;
  std::set<Date> holidays;
};
using Markets = std::map<std::string, OneMarket>;

Texts weekend_in_words(const Markets& markets, std::string market) {
  for (; !market.empty(); market = markets.at(market).parent) {
    if (!markets.at(market).weekend.empty()) {
      return markets.at(market).weekend;
    }
  }
  return {"sat", "sun"};
}

std::set<Date> holidays_in_words(const Markets& markets, std::string market) {
  std::set<Date> out;
  for (; !market.empty(); market = markets.at(market).parent) {
    out.insert(markets.at(market).holidays.begin(), markets.at(market).holidays.end());
  }
  return out;
}

constexpr std::int32_t first_day = 20'000;  // some days of 2024 and 2025
constexpr std::int32_t day_count = 200;

Date random_day(Random& random) { return Date{first_day + below(random, day_count)}; }

Markets random_markets(Random& random) {
  Markets out;
  Texts ids;
  for (std::int32_t i = 1 + below(random, 7); i > 0; --i) {
    const std::string id = "m" + std::to_string(i);
    OneMarket& market = out[id];
    if (!ids.empty() && below(random, 5) != 0) {
      market.parent = ids[random() % ids.size()];
    }
    if (below(random, 3) == 0) {
      market.weekend = random_weekend(random);
    }
    for (std::int32_t k = below(random, 15); k > 0; --k) {
      market.holidays.insert(random_day(random));
    }
    ids.push_back(id);
  }
  return out;
}

json market_row(const std::string& id, const OneMarket& market) {
  return {{"id", id},
          {"parent", market.parent.empty() ? json() : json(market.parent)},
          {"weekend", market.weekend}};
}
json holiday_row(const std::string& market, Date date) {
  return {{"market", market}, {"date", to_string(date)}};
}

/// Loads (or, with `put`, puts) the rows; the issues that came of it.
std::vector<Issue> give(Book& book, const char* table, const json& rows, const Put* put = nullptr) {
  IssueList issues(100);
  run_loader(book, {read_json_records(rows.dump(), table)}, issues, put);
  return issues.issues();
}

void load(Book& book, const Markets& markets, Random& random) {
  std::vector<json> market_rows, holiday_rows;
  for (const auto& [id, market] : markets) {
    market_rows.push_back(market_row(id, market));
    for (const Date date : market.holidays) {
      holiday_rows.push_back(holiday_row(id, date));
    }
  }
  std::shuffle(market_rows.begin(), market_rows.end(), random);
  std::shuffle(holiday_rows.begin(), holiday_rows.end(), random);
  REQUIRE(give(book, "market", market_rows).empty());
  REQUIRE(give(book, "holiday", holiday_rows).empty());
}

void compare(const Book& book, const Markets& markets, Random& random) {
  StageDays days_in_stage(book);
  const StageDefinition calendar_stage;
  StageDefinition business_stage;
  business_stage.days = DaysUnit::business;
  for (const auto& [id, market] : markets) {
    const std::uint32_t row = book.get<Market>().find(id);
    const Texts weekend = weekend_in_words(markets, id);
    const std::set<Date> holidays = holidays_in_words(markets, id);
    const BusinessCalendar calendar = business_calendar(book, row);
    for (std::int32_t i = 0; i < day_count; ++i) {
      const Date day{first_day + i};
      REQUIRE(calendar.works(day) == works_in_words(weekend, holidays, day));
    }
    for (int i = 0; i < 20; ++i) {
      const Date from = random_day(random), to = random_day(random);
      INFO(id << " " << to_string(from) << " " << to_string(to));
      REQUIRE(days_in_stage(business_stage, row, from, to) ==
              between_in_words(weekend, holidays, from, to));
      REQUIRE(days_in_stage(calendar_stage, row, from, to) == to.days - from.days);
    }
  }
}

}  // namespace

TEST_CASE("business days: the day of the week of every date") {
  std::size_t wrong = 0;
  for (std::int32_t days = min_days; days <= max_days; ++days) {
    wrong += Weekdays::names[weekday_of(Date{days})] == weekday_in_words(Date{days}) ? 0U : 1U;
  }
  CHECK(wrong == 0);
  const boost::gregorian::date first(1400, 1, 1), last(9999, 12, 31);
  for (boost::gregorian::date day = first; day <= last - boost::gregorian::days(97);
       day += boost::gregorian::days(97)) {
    const Date date =
        make_date(static_cast<int>(day.year()), static_cast<unsigned>(day.month().as_number()),
                  static_cast<unsigned>(day.day().as_number()));
    wrong += weekday_of(date) == day.day_of_week().as_enum() ? 0U : 1U;
  }
  CHECK(wrong == 0);
  CHECK(weekday_of(make_date(1969, 7, 20)) == boost::date_time::Sunday);  // the first on the moon
  CHECK(weekday_of(make_date(1582, 10, 15)) ==
        boost::date_time::Friday);  // the first Gregorian day
}

TEST_CASE("business days: counts are those of walking day by day") {
  Random random(1);
  for (int round = 0; round < 400; ++round) {
    const Texts weekend = random_weekend(random);
    std::vector<Date> given;
    for (std::int32_t i = below(random, 60); i > 0; --i) {
      given.push_back(random_day(random));
    }
    const std::set<Date> holidays(given.begin(), given.end());
    const BusinessCalendar calendar(weekdays_of(weekend), given);
    for (int i = 0; i < 50; ++i) {
      // Also from before the first holiday, to after the last, and backwards.
      const Date from{first_day - 30 + below(random, day_count + 60)};
      const Date to{first_day - 30 + below(random, day_count + 60)};
      INFO(to_string(from) << " " << to_string(to));
      REQUIRE(calendar.between(from, to) == between_in_words(weekend, holidays, from, to));
      REQUIRE(calendar.works(from) == works_in_words(weekend, holidays, from));
    }
  }
}

TEST_CASE("business days: from the first date to the last") {
  const BusinessCalendar calendar({boost::date_time::Friday}, {Date{0}, Date{min_days}});
  CHECK(calendar.between(Date{min_days}, Date{max_days}) ==
        between_in_words({"fri"}, {Date{0}}, Date{min_days}, Date{max_days}));
  CHECK(calendar.between(Date{max_days}, Date{min_days}) == 0);
  CHECK(calendar.between(Date{5}, Date{5}) == 0);
}

TEST_CASE("business days: a market has the weekend of the nearest, the holidays of all above it") {
  Random random(2);
  for (int round = 0; round < 150; ++round) {
    Markets markets = random_markets(random);
    Book book(*Currency::parse("EUR"));
    load(book, markets, random);
    compare(book, markets, random);

    // Then holidays one by one, and markets that move in the tree or change their weekend.
    const Put put;
    for (int i = 0; i < 5; ++i) {
      auto at = markets.begin();
      std::advance(at, below(random, static_cast<std::int32_t>(markets.size())));
      auto& [id, market] = *at;
      const Date day = random_day(random);
      const bool is_new = market.holidays.insert(day).second;
      Book after = book;
      const std::vector<Issue> issues = give(after, "holiday", {holiday_row(id, day)}, &put);
      if (is_new) {
        REQUIRE(issues.empty());
        book = after;
      } else {
        REQUIRE(issues.size() == 1);
        REQUIRE(issues[0].code == "duplicate_id");
      }
      market.weekend = random_weekend(random);
      market.parent.clear();
      REQUIRE(give(book, "market", {market_row(id, market)}, &put).empty());
    }
    compare(book, markets, random);
  }
}

TEST_CASE("business days: without a market, Saturday and Sunday and no holidays") {
  const Book book(*Currency::parse("EUR"));
  Random random(3);
  StageDefinition stage;
  stage.days = DaysUnit::business;
  for (int i = 0; i < 200; ++i) {
    const Date from = random_day(random), to = random_day(random);
    CHECK(StageDays(book)(stage, no_row, from, to) ==
          between_in_words({"sat", "sun"}, {}, from, to));
  }
}
