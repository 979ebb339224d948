#include "io/arrow_type.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>
#include <optional>
#include <utility>

namespace opportune::arrow {

namespace {

constexpr int max_depth = 8;

struct Simple {
  std::string_view format;
  Kind kind;
};

constexpr std::array simple_types{
    Simple{"n", Kind::null},        Simple{"b", Kind::boolean},
    Simple{"c", Kind::int8},        Simple{"C", Kind::uint8},
    Simple{"s", Kind::int16},       Simple{"S", Kind::uint16},
    Simple{"i", Kind::int32},       Simple{"I", Kind::uint32},
    Simple{"l", Kind::int64},       Simple{"L", Kind::uint64},
    Simple{"e", Kind::half},        Simple{"f", Kind::float32},
    Simple{"g", Kind::float64},     Simple{"u", Kind::text},
    Simple{"U", Kind::large_text},  Simple{"z", Kind::text},
    Simple{"Z", Kind::large_text},  Simple{"vu", Kind::text_view},
    Simple{"vz", Kind::text_view},  Simple{"tdD", Kind::date32},
    Simple{"tdm", Kind::date64},    Simple{"+l", Kind::list},
    Simple{"+L", Kind::large_list}, Simple{"+vl", Kind::list_view},
    Simple{"+r", Kind::run_end},    Simple{"+vL", Kind::large_list_view},
};

struct Words {
  std::string_view prefix;
  std::string_view words;
};

// The first that fits wins.
constexpr std::array other_types{
    Words{"tt", "time of day"},   Words{"tD", "duration"},   Words{"ti", "interval"},
    Words{"+s", "struct"},        Words{"+m", "map"},        Words{"+ud", "dense union"},
    Words{"+us", "sparse union"}, Words{"+", "nested type"},
};

std::optional<std::int64_t> parse_number(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) {
    return std::nullopt;
  }
  return value;
}

/// "d:precision,scale[,bits]"
std::optional<Type> parse_decimal(std::string_view parameters) {
  std::array<std::int64_t, 3> numbers{0, 0, 128};
  for (std::size_t i = 0;; ++i) {
    const std::size_t comma = std::min(parameters.find(','), parameters.size());
    const std::optional<std::int64_t> number = parse_number(parameters.substr(0, comma));
    if (!number || i == numbers.size()) {
      return std::nullopt;
    }
    numbers[i] = *number;
    if (comma == parameters.size()) {
      break;
    }
    parameters.remove_prefix(comma + 1);
  }
  const auto [precision, scale, bits] = numbers;
  const bool width_known = bits == 32 || bits == 64 || bits == 128 || bits == 256;
  if (!width_known || precision < 1 || precision > 76 || scale < -76 || scale > 76) {
    return std::nullopt;
  }
  Type type;
  type.kind = Kind::decimal;
  type.scale = static_cast<std::int32_t>(scale);
  type.width = bits / 8;
  return type;
}

std::optional<Type> parse_width(Kind kind, std::string_view number) {
  const std::optional<std::int64_t> width = parse_number(number);
  if (!width || *width < 0 || *width > std::numeric_limits<std::int32_t>::max()) {
    return std::nullopt;
  }
  Type type;
  type.kind = kind;
  type.width = *width;
  return type;
}

std::optional<Type> parse_timestamp(std::string_view format) {
  Type type;
  type.kind = Kind::timestamp;
  switch (format[2]) {
    case 's':
      type.ticks_per_second = 1;
      return type;
    case 'm':
      type.ticks_per_second = 1'000;
      return type;
    case 'u':
      type.ticks_per_second = 1'000'000;
      return type;
    case 'n':
      type.ticks_per_second = 1'000'000'000;
      return type;
    default:
      return std::nullopt;
  }
}

std::optional<Type> parse_format(std::string_view format) {
  for (const Simple& simple : simple_types) {
    if (simple.format == format) {
      Type type;
      type.kind = simple.kind;
      return type;
    }
  }
  if (format.starts_with("ts") && format.size() >= 4 && format[3] == ':') {
    return parse_timestamp(format);
  }
  if (format.starts_with("d:")) {
    return parse_decimal(format.substr(2));
  }
  if (format.starts_with("w:")) {
    return parse_width(Kind::fixed_text, format.substr(2));
  }
  if (format.starts_with("+w:")) {
    return parse_width(Kind::fixed_list, format.substr(3));
  }
  return std::nullopt;
}

[[noreturn]] void unsupported(const Place& place, const std::string& words) {
  place.fail("unsupported_type", "columns of type " + words +
                                     " are not read; give text, a number, a boolean, a date, an "
                                     "instant, or a list of text");
}

Type parse_child(const ArrowSchema& schema, std::int64_t index, const Place& place, int depth) {
  if (schema.children == nullptr || schema.children[index] == nullptr) {
    place.invalid("the schema's child " + std::to_string(index) + " is NULL");
  }
  return parse_type(*schema.children[index], place, depth + 1);
}

void parse_children(Type& type, const ArrowSchema& schema, const Place& place, int depth) {
  const std::int64_t expected = type.kind == Kind::run_end ? 2 : is_list(type.kind) ? 1 : 0;
  if (schema.n_children != expected) {
    place.invalid("the schema has " + std::to_string(schema.n_children) + " children; its type '" +
                  schema.format + "' needs " + std::to_string(expected));
  }
  for (std::int64_t i = 0; i < expected; ++i) {
    type.children.push_back(parse_child(schema, i, place, depth));
  }
  if (is_list(type.kind) && is_list(type.children[0].kind)) {
    unsupported(place, "list of lists");
  }
  if (type.kind == Kind::run_end) {
    const Kind ends = type.children[0].kind;
    if (!type.children[0].dictionary.empty() ||
        (ends != Kind::int16 && ends != Kind::int32 && ends != Kind::int64)) {
      place.invalid("run ends must be int16, int32 or int64");
    }
  }
}

}  // namespace

void Place::fail(std::string code, std::string reason, std::int64_t row) const {
  throw InputError(Issue{std::move(code),
                         table,
                         row == Issue::no_row ? row : first_row + row,
                         field,
                         {},
                         std::move(reason)});
}

void Place::invalid(const std::string& reason, std::int64_t row) const {
  fail("invalid_arrow", "not a valid Arrow array: " + reason, row);
}

bool is_list(Kind kind) noexcept {
  return kind == Kind::list || kind == Kind::large_list || kind == Kind::fixed_list ||
         kind == Kind::list_view || kind == Kind::large_list_view;
}

bool is_integer(Kind kind) noexcept { return kind >= Kind::int8 && kind <= Kind::uint64; }

std::string type_in_words(std::string_view format) {
  for (const Words& other : other_types) {
    if (format.starts_with(other.prefix)) {
      return std::string(other.words) + " (Arrow format '" + shown_value(format) + "')";
    }
  }
  return "unknown to this library (Arrow format '" + shown_value(format) + "')";
}

Type parse_type(const ArrowSchema& schema, const Place& place, int depth) {
  if (schema.release == nullptr) {
    place.invalid("the schema was released");
  }
  if (schema.format == nullptr) {
    place.invalid("the schema's format is NULL");
  }
  if (depth > max_depth) {
    unsupported(place, "nested more than " + std::to_string(max_depth) + " levels deep");
  }
  std::optional<Type> type = parse_format(schema.format);
  if (!type) {
    unsupported(place, type_in_words(schema.format));
  }
  if (schema.dictionary != nullptr) {
    if (!is_integer(type->kind)) {
      place.invalid("dictionary indices must be integers, not '" + std::string(schema.format) +
                    "'");
    }
    type->dictionary.push_back(parse_type(*schema.dictionary, place, depth + 1));
  }
  parse_children(*type, schema, place, depth);
  return *std::move(type);
}

}  // namespace opportune::arrow
