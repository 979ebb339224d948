#include "opportune/core/money.hpp"

#include "opportune/core/parse.hpp"
#include "support/catch.hpp"

using namespace opportune;

namespace {

Currency currency(std::string_view code) {
  const auto parsed = Currency::parse(code);
  REQUIRE(parsed.has_value());
  return *parsed;
}

}  // namespace

TEST_CASE("currencies know their codes and digits") {
  CHECK(currency("EUR").digits() == 2);
  CHECK(currency("JPY").digits() == 0);
  CHECK(currency("KWD").digits() == 3);
  CHECK(currency("CLF").digits() == 4);
  CHECK(currency("SEK").code() == "SEK");
  CHECK_FALSE(Currency::parse("EURO").has_value());
  CHECK_FALSE(Currency::parse("eur").has_value());
  CHECK_FALSE(Currency::parse("XYZ").has_value());
  for (std::size_t i = 1; i < detail::currency_count; ++i) {  // sorted, as the search needs
    CHECK(detail::iso_4217.substr((i - 1) * 4, 3) < detail::iso_4217.substr(i * 4, 3));
  }
}

TEST_CASE("ties round to the even neighbour, on both sides of zero") {
  CHECK(divide_half_even(5, 10) == 0);
  CHECK(divide_half_even(15, 10) == 2);
  CHECK(divide_half_even(25, 10) == 2);
  CHECK(divide_half_even(-15, 10) == -2);
  CHECK(divide_half_even(-25, 10) == -2);
  CHECK(divide_half_even(26, 10) == 3);
  CHECK(divide_half_even(-26, 10) == -3);
}

TEST_CASE("the latest rate on or before the day holds") {
  FxRates rates(currency("EUR"));
  rates.add(currency("SEK"), Date{200}, Rate{90'000'000'000});   // 0.09
  rates.add(currency("SEK"), Date{100}, Rate{100'000'000'000});  // 0.10
  CHECK_FALSE(rates.find(currency("SEK"), Date{99}).has_value());
  CHECK(Converter(rates, Date{199})(1'000, currency("SEK")) == 100);
  CHECK(Converter(rates, Date{200})(1'000, currency("SEK")) == 90);
  CHECK(Converter(rates, Date{50})(123, currency("EUR")) == 123);
}

TEST_CASE("minor units differ between currencies") {
  FxRates rates(currency("EUR"));
  rates.add(currency("JPY"), Date{0}, Rate{6'000'000'000});      // 0.006
  rates.add(currency("KWD"), Date{0}, Rate{3'000'000'000'000});  // 3
  const Converter convert(rates, Date{0});
  CHECK(convert(1'000, currency("JPY")) == 600);  // 1000 yen are 6.00 EUR
  CHECK(convert(1'500, currency("KWD")) == 450);  // 1.500 dinar are 4.50 EUR
}

TEST_CASE("a missing rate is an error that names currency and day") {
  const FxRates rates(currency("EUR"));
  try {
    static_cast<void>(Converter(rates, make_date(2026, 1, 31))(1, currency("SEK")));
    FAIL("no error");
  } catch (const InputError& error) {
    CHECK(error.code() == "missing_rate");
    CHECK(error.issues().front().value == "SEK");
    CHECK(std::string(error.what()).find("2026-01-31") != std::string::npos);
  }
}

TEST_CASE("rates that are looked up when they are asked for are those of the day") {
  FxRates rates(currency("EUR"));
  rates.add(currency("SEK"), Date{100}, Rate{100'000'000'000});
  rates.add(currency("SEK"), Date{200}, Rate{90'000'000'000});
  rates.add(currency("JPY"), Date{150}, Rate{6'000'000'000});
  for (const int day : {99, 100, 150, 199, 200, 300}) {
    const Converter all(rates, Date{day});
    FewConverter few(rates, Date{day});
    for (const char* code : {"EUR", "SEK", "JPY", "USD", "SEK"}) {
      const Currency asked = currency(code);
      REQUIRE(few.has(asked) == all.has(asked));
      CHECK(few(0, asked) == 0);
      if (all.has(asked)) {
        CHECK(few(12'345, asked) == all(12'345, asked));
      } else {
        CHECK_THROWS_AS(static_cast<void>(few(1, asked)), InputError);
      }
    }
    CHECK_FALSE(few.has(Currency{}));
    CHECK_THROWS_AS(static_cast<void>(few(1, Currency{})), InputError);
  }
}

TEST_CASE("amounts are read exactly, or refused") {
  Refusal refusal;
  CHECK(parse_decimal(Cell::of_text("1234.50"), 2, refusal) == 123'450);
  CHECK(parse_decimal(Cell::of_text("1e3"), 2, refusal) == 100'000);
  CHECK(parse_decimal(Cell::of_text("-0.05"), 2, refusal) == -5);
  CHECK(parse_decimal(Cell::of_decimal(1'234'500, 3), 2, refusal) == 123'450);
  CHECK(parse_decimal(Cell::of_real(0.1 + 0.2), 2, refusal) == 30);
  CHECK(parse_decimal(Cell::of_integer(7), 3, refusal) == 7'000);
  CHECK(refusal.code.empty());
  CHECK_FALSE(parse_decimal(Cell::of_text("1.005"), 2, refusal).has_value());
  CHECK(refusal.code == "too_many_decimals");
  CHECK_FALSE(parse_decimal(Cell::of_text("12,5"), 2, refusal).has_value());
  CHECK(refusal.code == "wrong_type");
  CHECK_FALSE(parse_decimal(Cell::of_text("99999999999999999999"), 2, refusal).has_value());
  CHECK(refusal.code == "out_of_range");
}
