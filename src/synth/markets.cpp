// The tree of markets, their weekends and holidays, and the dated exchange rates.
#include <algorithm>
#include <iterator>

#include "synth/sheet.hpp"
#include "synth/world.hpp"

namespace opportune::synth {

namespace {

struct Area {
  const char* id;
  const char* name;
  const char* parent;
};
constexpr Area areas[] = {
    {"GLOBAL", "Global", ""},
    {"EMEA", "Europe, Middle East and Africa", "GLOBAL"},
    {"AMERICAS", "Americas", "GLOBAL"},
    {"APAC", "Asia Pacific", "GLOBAL"},
    {"NORDICS", "Nordics", "EMEA"},
    {"DACH", "Germany, Austria and Switzerland", "EMEA"},
    {"WESTERN", "Western Europe", "EMEA"},
    {"SOUTHERN", "Southern Europe", "EMEA"},
    {"CEE", "Central and Eastern Europe", "EMEA"},
    {"MEA", "Middle East and Africa", "EMEA"},
    {"NORTHAM", "North America", "AMERICAS"},
    {"LATAM", "Latin America", "AMERICAS"},
    {"EASTASIA", "East Asia", "APAC"},
    {"SEASIA", "South East Asia", "APAC"},
    {"SOUTHASIA", "South Asia", "APAC"},
    {"ANZ", "Australia and New Zealand", "APAC"},
};

struct Country {
  const char* code;
  const char* name;
  const char* area;
  const char* currency;
  std::int64_t rate_nano;  // EUR per unit, times 10^9: a plausible level, no quotation
  int digits;
  int drift;
  std::uint32_t weight;
  int maturity;   // 0 emerging, 1 growing, 2 mature
  int structure;  // 0 direct, 1 partner, 2 hybrid
  const char* legal_forms;
};
constexpr std::int64_t eur = 1'000'000'000;
constexpr Country countries[] = {
    {"SE", "Sweden", "NORDICS", "SEK", 88'000'000, 2, 0, 22, 2, 0, "AB"},
    {"NO", "Norway", "NORDICS", "NOK", 86'000'000, 2, 0, 16, 2, 0, "AS|ASA"},
    {"DK", "Denmark", "NORDICS", "DKK", 134'000'000, 2, 0, 17, 2, 0, "A/S|ApS"},
    {"FI", "Finland", "NORDICS", "EUR", eur, 2, 0, 14, 2, 0, "Oy|Oyj"},
    {"IS", "Iceland", "NORDICS", "ISK", 6'800'000, 0, 0, 2, 1, 1, "hf.|ehf."},
    {"DE", "Germany", "DACH", "EUR", eur, 2, 0, 60, 2, 0, "GmbH|AG|SE"},
    {"AT", "Austria", "DACH", "EUR", eur, 2, 0, 14, 2, 0, "GmbH|AG"},
    {"CH", "Switzerland", "DACH", "CHF", 1'050'000'000, 2, 0, 18, 2, 0, "AG|GmbH"},
    {"FR", "France", "WESTERN", "EUR", eur, 2, 0, 44, 2, 0, "SAS|SA|SARL"},
    {"NL", "Netherlands", "WESTERN", "EUR", eur, 2, 0, 22, 2, 0, "B.V.|N.V."},
    {"BE", "Belgium", "WESTERN", "EUR", eur, 2, 0, 14, 2, 2, "NV|BV"},
    {"LU", "Luxembourg", "WESTERN", "", eur, 2, 0, 4, 2, 2, "S.A.|S.a r.l."},
    {"IE", "Ireland", "WESTERN", "EUR", eur, 2, 0, 8, 2, 0, "Ltd|DAC"},
    {"GB", "United Kingdom", "WESTERN", "GBP", 1'170'000'000, 2, 0, 50, 2, 0, "Ltd|plc"},
    {"ES", "Spain", "SOUTHERN", "EUR", eur, 2, 0, 26, 2, 2, "S.L.|S.A."},
    {"IT", "Italy", "SOUTHERN", "EUR", eur, 2, 0, 30, 2, 2, "S.r.l.|S.p.A."},
    {"PT", "Portugal", "SOUTHERN", "EUR", eur, 2, 0, 8, 1, 1, "Lda|S.A."},
    {"GR", "Greece", "SOUTHERN", "EUR", eur, 2, 0, 6, 1, 1, "A.E.|E.P.E."},
    {"PL", "Poland", "CEE", "PLN", 232'000'000, 2, 0, 20, 1, 2, "Sp. z o.o.|S.A."},
    {"CZ", "Czechia", "CEE", "CZK", 40'000'000, 2, 0, 10, 1, 2, "s.r.o.|a.s."},
    {"HU", "Hungary", "CEE", "HUF", 2'500'000, 2, -1, 7, 1, 1, "Kft.|Zrt."},
    {"RO", "Romania", "CEE", "RON", 200'000'000, 2, 0, 7, 1, 1, "SRL|SA"},
    {"SK", "Slovakia", "CEE", "", eur, 2, 0, 4, 1, 1, "s.r.o.|a.s."},
    {"EE", "Estonia", "CEE", "EUR", eur, 2, 0, 3, 1, 1, "OU|AS"},
    {"LT", "Lithuania", "CEE", "EUR", eur, 2, 0, 3, 1, 1, "UAB|AB"},
    {"AE", "United Arab Emirates", "MEA", "AED", 250'000'000, 2, 0, 8, 1, 2, "LLC|FZE"},
    {"SA", "Saudi Arabia", "MEA", "SAR", 245'000'000, 2, 0, 7, 1, 1, "LLC|JSC"},
    {"IL", "Israel", "MEA", "ILS", 250'000'000, 2, 0, 6, 1, 2, "Ltd."},
    {"TR", "Turkiye", "MEA", "TRY", 28'000'000, 2, -14, 8, 0, 1, "A.S.|Ltd. Sti."},
    {"EG", "Egypt", "MEA", "EGP", 20'000'000, 2, -8, 4, 0, 1, "S.A.E.|LLC"},
    {"ZA", "South Africa", "MEA", "ZAR", 49'000'000, 2, 0, 8, 1, 2, "(Pty) Ltd|Ltd"},
    {"NG", "Nigeria", "MEA", "NGN", 900'000, 2, -10, 4, 0, 1, "Ltd|Plc"},
    {"KE", "Kenya", "MEA", "KES", 7'000'000, 2, 0, 3, 0, 1, "Ltd"},
    {"KW", "Kuwait", "MEA", "KWD", 3'000'000'000, 3, 0, 2, 0, 1, "W.L.L.|K.S.C."},
    {"US", "United States", "NORTHAM", "USD", 920'000'000, 2, 0, 110, 2, 0, "Inc.|LLC|Corp."},
    {"CA", "Canada", "NORTHAM", "CAD", 680'000'000, 2, 0, 20, 2, 0, "Inc.|Ltd."},
    {"MX", "Mexico", "NORTHAM", "MXN", 51'000'000, 2, 0, 12, 1, 1, "S.A. de C.V."},
    {"BR", "Brazil", "LATAM", "BRL", 170'000'000, 2, 0, 18, 1, 1, "Ltda.|S.A."},
    {"AR", "Argentina", "LATAM", "ARS", 2'000'000, 2, -22, 5, 0, 1, "S.A.|S.R.L."},
    {"CL", "Chile", "LATAM", "CLP", 1'000'000, 0, 0, 5, 1, 1, "SpA|S.A."},
    {"CO", "Colombia", "LATAM", "COP", 220'000, 2, 0, 5, 0, 1, "S.A.S.|S.A."},
    {"PE", "Peru", "LATAM", "PEN", 245'000'000, 2, 0, 3, 0, 1, "S.A.C.|S.A."},
    {"JP", "Japan", "EASTASIA", "JPY", 6'200'000, 0, 0, 34, 2, 1, "K.K.|G.K."},
    {"KR", "South Korea", "EASTASIA", "KRW", 680'000, 0, 0, 16, 1, 1, "Co., Ltd."},
    {"CN", "China", "EASTASIA", "CNY", 128'000'000, 2, 0, 24, 1, 2, "Co., Ltd."},
    {"HK", "Hong Kong", "EASTASIA", "HKD", 118'000'000, 2, 0, 6, 2, 0, "Limited"},
    {"TW", "Taiwan", "EASTASIA", "TWD", 29'000'000, 2, 0, 7, 1, 1, "Co., Ltd."},
    {"SG", "Singapore", "SEASIA", "SGD", 690'000'000, 2, 0, 10, 2, 0, "Pte. Ltd."},
    {"MY", "Malaysia", "SEASIA", "MYR", 200'000'000, 2, 0, 5, 1, 1, "Sdn. Bhd."},
    {"TH", "Thailand", "SEASIA", "THB", 26'000'000, 2, 0, 5, 0, 1, "Co., Ltd."},
    {"VN", "Vietnam", "SEASIA", "VND", 37'000, 0, 0, 4, 0, 1, "JSC|Co., Ltd."},
    {"ID", "Indonesia", "SEASIA", "IDR", 58'000, 2, 0, 6, 0, 1, "PT"},
    {"PH", "Philippines", "SEASIA", "PHP", 16'000'000, 2, 0, 4, 0, 1, "Inc."},
    {"IN", "India", "SOUTHASIA", "INR", 11'000'000, 2, 0, 20, 0, 2, "Pvt. Ltd.|Ltd."},
    {"AU", "Australia", "ANZ", "AUD", 610'000'000, 2, 0, 16, 2, 0, "Pty Ltd|Ltd"},
    {"NZ", "New Zealand", "ANZ", "NZD", 560'000'000, 2, 0, 5, 2, 0, "Limited"},
};
constexpr std::string_view friday_and_saturday[] = {"EG", "IL", "KW", "SA"};

struct Feast {
  const char* market;  // and all below it
  unsigned month;
  unsigned day;
  const char* name;
};
/// Some of those that fall on the same day each year.
constexpr Feast feasts[] = {
    {"GLOBAL", 1, 1, "New Year's Day"},   {"NORDICS", 12, 24, "Christmas Eve"},
    {"NORDICS", 12, 25, "Christmas Day"}, {"DACH", 12, 25, "Christmas Day"},
    {"WESTERN", 12, 25, "Christmas Day"}, {"SOUTHERN", 12, 25, "Christmas Day"},
    {"CEE", 12, 25, "Christmas Day"},     {"AMERICAS", 12, 25, "Christmas Day"},
    {"ANZ", 12, 25, "Christmas Day"},     {"SOUTHERN", 5, 1, "Labour Day"},
    {"CEE", 5, 1, "Labour Day"},          {"LATAM", 5, 1, "Labour Day"},
    {"SE", 6, 6, "National Day"},         {"NO", 5, 17, "Constitution Day"},
    {"DE", 10, 3, "German Unity Day"},    {"FR", 7, 14, "National Day"},
    {"US", 7, 4, "Independence Day"},     {"CA", 7, 1, "Canada Day"},
    {"BR", 9, 7, "Independence Day"},     {"JP", 2, 11, "Foundation Day"},
    {"KR", 8, 15, "Liberation Day"},      {"CN", 10, 1, "National Day"},
    {"IN", 8, 15, "Independence Day"},    {"AU", 1, 26, "Australia Day"},
};
constexpr std::string_view maturities[] = {"emerging", "growing", "mature"};
constexpr std::string_view structures[] = {"direct", "partner", "hybrid"};

Index find(const World& world, std::string_view id) {
  for (Index i = 0; i < world.markets.size(); ++i) {
    if (world.markets[i].id == id) {
      return i;
    }
  }
  return none;
}

void write_holidays(const World& world, Sheets& sheets) {
  const int last = static_cast<int>(civil(world.until).year());
  for (int year = static_cast<int>(civil(world.start).year()); year <= last + 1; ++year) {
    for (const Feast& feast : feasts) {
      sheets.holiday.row()
          .text(feast.market)
          .date(make_date(year, feast.month, feast.day))
          .text(feast.name);
    }
  }
}

void write_rates(const World& world, Sheets& sheets, Random& random) {
  std::vector<std::string_view> currencies;
  std::vector<std::int64_t> rates;
  std::vector<int> drifts;
  for (const Index country : world.countries) {
    const Market& market = world.markets[country];
    bool known = false;
    for (const std::string_view currency : currencies) {
      known = known || currency == market.currency;
    }
    if (!known) {
      currencies.push_back(market.currency);
      rates.push_back(market.rate_nano);
      drifts.push_back(market.drift);
    }
  }
  std::chrono::year_month_day first = civil(world.start);
  std::chrono::year_month month = first.year() / first.month() - std::chrono::months{1};
  for (;; month += std::chrono::months{1}) {
    const Date day =
        make_date(static_cast<int>(month.year()), static_cast<unsigned>(month.month()), 1);
    if (day > world.until) {
      return;
    }
    for (std::size_t i = 0; i < currencies.size(); ++i) {
      // Six significant digits, as published rates have; the quotient is exact IEEE arithmetic.
      sheets.fx_rates.row().date(day).text(currencies[i]).real(static_cast<double>(rates[i]) / 1e9);
      if (currencies[i] != "EUR") {
        rates[i] = rates[i] * (10'000 + drifts[i] * 10 + random.between(-90, 90)) / 10'000;
      }
    }
  }
}

}  // namespace

void make_markets(World& world, Sheets& sheets, Random random) {
  for (const Area& area : areas) {
    Market market{.id = area.id, .name = area.name};
    market.parent = find(world, area.parent);
    market.currency = market.parent == none || market.id == "EMEA" ? "EUR" : "";
    world.markets.push_back(std::move(market));
  }
  for (const Country& country : countries) {
    Market market{.id = country.code, .name = country.name};
    market.parent = find(world, country.area);
    market.country = country.code;
    market.inherits_currency = country.currency[0] == '\0';
    market.currency = market.inherits_currency ? "EUR" : country.currency;
    market.maturity = maturities[country.maturity];
    market.structure = structures[country.structure];
    market.weight = country.weight;
    market.rate_nano = country.rate_nano;
    market.drift = country.drift;
    market.digits = country.digits;
    market.legal_forms = country.legal_forms;
    const Index at = index_of(world.markets.size());
    world.countries.push_back(at);
    world.weighted_countries.insert(world.weighted_countries.end(), country.weight, at);
    world.markets.push_back(std::move(market));
  }
  for (const Market& market : world.markets) {
    const bool other_weekend =
        std::find(std::begin(friday_and_saturday), std::end(friday_and_saturday),
                  std::string_view(market.id)) != std::end(friday_and_saturday);
    sheets.market.row()
        .text(market.id)
        .text(market.name)
        .text(market.parent == none ? std::string_view{} : world.markets[market.parent].id)
        .text(market.country)
        .text(market.inherits_currency ? std::string_view{} : market.currency)
        .text(market.country)
        .text(market.maturity)
        .text(market.structure)
        .null()
        .list(other_weekend ? std::vector<std::string>{"fri", "sat"} : std::vector<std::string>{});
  }
  write_holidays(world, sheets);
  write_rates(world, sheets, random);
}

}  // namespace opportune::synth
