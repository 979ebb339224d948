// Currencies, exact amounts and dated exchange rates. No floating point touches a sum of money.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "opportune/core/calendar.hpp"
#include "opportune/core/error.hpp"
#include "opportune/core/scale.hpp"

namespace opportune {

/// An amount that is not set.
inline constexpr std::int64_t no_amount = std::numeric_limits<std::int64_t>::min();

/// The largest amount of one record, in minor units: ten million million euros. Thousands of such
/// amounts can be summed in 64 bits.
inline constexpr std::int64_t max_amount = 1'000'000'000'000'000;

/// An ISO 4217 currency: a number that stands for its code.
struct Currency {
  static constexpr std::uint8_t none = 255;
  std::uint8_t number = none;

  [[nodiscard]] constexpr bool has_value() const noexcept { return number != none; }
  bool operator==(const Currency&) const = default;

  [[nodiscard]] static std::optional<Currency> parse(std::string_view code) noexcept;
  [[nodiscard]] std::string_view code() const noexcept;
  /// Digits after the decimal point: 2 for EUR, 0 for JPY, 3 for KWD.
  [[nodiscard]] int digits() const noexcept;
};

namespace detail {
/// Codes of ISO 4217 in alphabetical order, each followed by its number of decimal digits.
inline constexpr std::string_view iso_4217 =
    "AED2AFN2ALL2AMD2ANG2AOA2ARS2AUD2AWG2AZN2BAM2BBD2BDT2BGN2BHD3BIF0BMD2BND2BOB2BRL2BSD2BTN2BWP2"
    "BYN2BZD2CAD2CDF2CHF2CLF4CLP0CNY2COP2CRC2CUP2CVE2CYP2CZK2DJF0DKK2DOP2DZD2EEK2EGP2ERN2ETB2EUR2"
    "FJD2FKP2GBP2GEL2GHS2GIP2GMD2GNF0GTQ2GYD2HKD2HNL2HRK2HTG2HUF2IDR2ILS2INR2IQD3IRR2ISK0JMD2JOD3"
    "JPY0KES2KGS2KHR2KMF0KPW2KRW0KWD3KYD2KZT2LAK2LBP2LKR2LRD2LSL2LTL2LVL2LYD3MAD2MDL2MGA2MKD2MMK2"
    "MNT2MOP2MRU2MTL2MUR2MVR2MWK2MXN2MYR2MZN2NAD2NGN2NIO2NOK2NPR2NZD2OMR3PAB2PEN2PGK2PHP2PKR2PLN2"
    "PYG0QAR2RON2RSD2RUB2RWF0SAR2SBD2SCR2SDG2SEK2SGD2SHP2SIT2SKK2SLE2SOS2SRD2SSP2STN2SVC2SYP2SZL2"
    "THB2TJS2TMT2TND3TOP2TRY2TTD2TWD2TZS2UAH2UGX0USD2UYU2UZS2VED2VES2VND0VUV0WST2XAF0XCD2XCG2XOF0"
    "XPF0YER2ZAR2ZMW2ZWG2";
inline constexpr std::size_t currency_count = iso_4217.size() / 4;
static_assert(iso_4217.size() % 4 == 0 && currency_count < Currency::none);
}  // namespace detail

inline std::optional<Currency> Currency::parse(std::string_view code) noexcept {
  if (code.size() != 3) {
    return std::nullopt;
  }
  std::size_t low = 0;
  std::size_t high = detail::currency_count;
  while (low < high) {
    const std::size_t middle = (low + high) / 2;
    const int order = detail::iso_4217.substr(middle * 4, 3).compare(code);
    if (order == 0) {
      return Currency{static_cast<std::uint8_t>(middle)};
    }
    (order < 0 ? low : high) = order < 0 ? middle + 1 : middle;
  }
  return std::nullopt;
}
inline std::string_view Currency::code() const noexcept {
  return has_value() ? detail::iso_4217.substr(std::size_t{number} * 4, 3) : std::string_view{};
}
inline int Currency::digits() const noexcept {
  return has_value() ? detail::iso_4217[std::size_t{number} * 4 + 3] - '0' : 2;
}

/// An exchange rate: units of the reporting currency per unit of the other, times 10^12.
struct Rate {
  static constexpr int digits = 12;
  std::int64_t pico = 0;
};

/// All exchange rates to the reporting currency, by currency and date.
class FxRates {
 public:
  explicit FxRates(Currency reporting = {}) : reporting_(reporting) {}
  [[nodiscard]] Currency reporting() const noexcept { return reporting_; }

  void add(Currency currency, Date date, Rate rate) {
    std::vector<Dated>& dated = by_currency_[currency.number];
    const auto at = std::lower_bound(dated.begin(), dated.end(), date,
                                     [](const Dated& a, Date b) { return a.date < b; });
    if (at != dated.end() && at->date == date) {
      at->rate = rate;
    } else {
      dated.insert(at, {date, rate});
    }
  }
  /// The latest rate on or before the date; 1 for the reporting currency itself.
  [[nodiscard]] std::optional<Rate> find(Currency currency, Date date) const noexcept {
    if (currency == reporting_) {
      return Rate{static_cast<std::int64_t>(power_of_ten(Rate::digits))};
    }
    const std::vector<Dated>& dated = by_currency_[currency.number];
    const auto after = std::upper_bound(dated.begin(), dated.end(), date,
                                        [](Date a, const Dated& b) { return a < b.date; });
    return after == dated.begin() ? std::nullopt : std::optional<Rate>(std::prev(after)->rate);
  }

 private:
  struct Dated {
    Date date;
    Rate rate;
  };
  Currency reporting_;
  std::array<std::vector<Dated>, detail::currency_count> by_currency_;
};

/// Converts amounts to the reporting currency at the rates of one day. Each amount is rounded to
/// the minor unit, half to even, before anything is summed, so that totals always add up.
class Converter {
 public:
  Converter(const FxRates& rates, Date date) : rates_(rates), date_(date) {
    for (std::size_t i = 0; i < of_currency_.size(); ++i) {
      of_currency_[i] = Factor(rates, Currency{static_cast<std::uint8_t>(i)}, date);
    }
  }
  [[nodiscard]] Currency reporting() const noexcept { return rates_.reporting(); }
  /// Is there a rate?
  [[nodiscard]] bool has(Currency currency) const noexcept {
    return currency == rates_.reporting() ||
           (currency.has_value() && of_currency_[currency.number].is_known());
  }
  /// Is the rate that of another day's too?
  [[nodiscard]] bool same_rate(const Converter& other, Currency currency) const noexcept {
    return of_currency_[currency.number].pico == other.of_currency_[currency.number].pico;
  }
  /// Throws InputError ("missing_rate") naming currency and date where there is no rate.
  [[nodiscard]] std::int64_t operator()(std::int64_t amount_minor, Currency currency) const {
    return currency.has_value()
               ? convert(of_currency_[currency.number], rates_, amount_minor, currency, date_)
               : convert(Factor(), rates_, amount_minor, currency, date_);
  }

 private:
  friend class FewConverter;
  /// What amounts of one currency are multiplied by.
  struct Factor {
    Factor() = default;
    Factor(const FxRates& rates, Currency currency, Date date)
        : pico(rates.find(currency, date).value_or(Rate{-1}).pico) {
      if (is_known()) {
        const int shift = rates.reporting().digits() - currency.digits();
        scale = Scale(pico * power_of_ten(std::max(shift, 0)),
                      power_of_ten(Rate::digits + std::max(-shift, 0)));
      }
    }
    [[nodiscard]] bool is_known() const noexcept { return pico >= 0; }

    std::int64_t pico = -1;
    Scale scale;
  };

  [[nodiscard]] static std::int64_t convert(const Factor& factor, const FxRates& rates,
                                            std::int64_t amount_minor, Currency currency,
                                            Date date) {
    if (currency == rates.reporting() || amount_minor == 0) {
      return amount_minor;
    }
    if (!factor.is_known()) {
      missing(rates, currency, date);
    }
    const Int128 out = factor.scale(amount_minor);
    if (out > max_amount || out < -max_amount) {
      too_large(rates, amount_minor, currency);
    }
    return static_cast<std::int64_t>(out);
  }
  [[noreturn]] static void missing(const FxRates& rates, Currency currency, Date date) {
    throw InputError(Issue{"missing_rate", "fx_rates", Issue::no_row, "currency",
                           std::string(currency.code()),
                           "no rate to " + std::string(rates.reporting().code()) +
                               " on or before " + to_string(date)});
  }
  [[noreturn]] static void too_large(const FxRates& rates, std::int64_t amount_minor,
                                     Currency currency) {
    throw InputError(
        Issue{"out_of_range", "fx_rates", Issue::no_row, "rate",
              std::to_string(amount_minor) + " minor units of " + std::string(currency.code()),
              "is too large an amount in " + std::string(rates.reporting().code())});
  }

  const FxRates& rates_;
  Date date_;
  std::array<Factor, detail::currency_count> of_currency_;
};

/// The same for one thread that meets few currencies: their rates are looked up when they are first
/// asked for.
class FewConverter {
 public:
  FewConverter(const FxRates& rates, Date date) : rates_(&rates), date_(date) {}

  [[nodiscard]] bool has(Currency currency) {
    return currency == rates_->reporting() || (currency.has_value() && factor(currency).is_known());
  }
  [[nodiscard]] std::int64_t operator()(std::int64_t amount_minor, Currency currency) {
    return currency == rates_->reporting() || amount_minor == 0
               ? amount_minor
               : Converter::convert(factor(currency), *rates_, amount_minor, currency, date_);
  }

 private:
  /// Unknown for no currency.
  [[nodiscard]] const Converter::Factor& factor(Currency currency) {
    const auto found = std::find_if(known_.begin(), known_.end(),
                                    [&](const auto& entry) { return entry.first == currency; });
    return found != known_.end()
               ? found->second
               : known_
                     .emplace_back(currency, currency.has_value()
                                                 ? Converter::Factor(*rates_, currency, date_)
                                                 : Converter::Factor())
                     .second;
  }

  const FxRates* rates_;
  Date date_;
  std::vector<std::pair<Currency, Converter::Factor>> known_;
};

}  // namespace opportune
