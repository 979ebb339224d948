// Members of the requests that come as JSON, and what answers have in common.
#pragma once

#include <algorithm>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "io/json_parse.hpp"
#include "opportune/core/error.hpp"
#include "opportune/core/parse.hpp"
#include "opportune/process/advance.hpp"

namespace opportune {

using nlohmann::json;

inline std::string shown(const json& value) {
  return value.dump(-1, ' ', false, json::error_handler_t::replace);
}

/// Reads the members of one request; refuses those that it is not asked for.
class Members {
 public:
  Members(std::string command, const json& object, std::int64_t index)
      : command_(std::move(command)), object_(object), index_(index) {
    if (!object.is_object()) {
      refuse("", shown(object), "must be an object");
    }
  }
  void text(const char* name, std::string& out, bool needed = false) {
    if (const json* value = find(name)) {
      if (!value->is_string()) {
        refuse(name, shown(*value), "must be a text");
      }
      out = value->get<std::string>();
    }
    if (needed && out.empty()) {
      refuse(name, "", "must be filled");
    }
  }
  void instant(const char* name, Instant& out) {
    std::string at;
    text(name, at);
    const auto parsed = parse_instant(at);
    if (!at.empty() && !parsed) {
      refuse(name, at, "is not an instant such as 2026-01-31T10:20:30Z");
    }
    out = parsed.value_or(Instant{});
  }
  /// An instant, or a date: its end.
  void as_of(const char* name, Instant& out) {
    std::string given;
    text(name, given);
    const auto date = parse_date(given);
    const auto instant = date ? std::optional(end_of_day(*date)) : parse_instant(given);
    if (!given.empty() && !instant) {
      refuse(name, given, "is neither a date (2026-01-31) nor an instant (2026-01-31T10:20:30Z)");
    }
    out = instant.value_or(Instant{});
  }
  void date(const char* name, Date& out) {
    std::string given;
    text(name, given);
    const auto parsed = parse_date(given);
    if (!given.empty() && !parsed) {
      refuse(name, given, "is not a date such as 2026-01-31");
    }
    out = parsed.value_or(Date{});
  }
  void flag(const char* name, bool& out) {
    if (const json* value = find(name)) {
      if (!value->is_boolean()) {
        refuse(name, shown(*value), "must be true or false");
      }
      out = value->get<bool>();
    }
  }
  void number(const char* name, std::uint32_t& out) {
    if (const json* value = find(name)) {
      if (!value->is_number_unsigned() || *value < 1 || *value > 65'535) {
        refuse(name, shown(*value), "must be a whole number from 1 to 65535");
      }
      out = value->get<std::uint32_t>();
    }
  }
  void texts(const char* name, std::optional<std::vector<std::string>>& out) {
    if (const json* value = find(name)) {
      if (!value->is_array()) {
        refuse(name, shown(*value), "must be a list of texts");
      }
      out.emplace();
      for (const json& item : *value) {
        if (!item.is_string()) {
          refuse(name, shown(item), "must be a text");
        }
        out->push_back(item.get<std::string>());
      }
    }
  }
  void texts(const char* name, std::vector<std::string>& out) {
    std::optional<std::vector<std::string>> given;
    texts(name, given);
    out = std::move(given).value_or(std::vector<std::string>{});
  }
  /// An object, as JSON.
  void object(const char* name, std::string& out) {
    if (const json* value = find(name)) {
      if (!value->is_object()) {
        refuse(name, shown(*value), "must be an object");
      }
      out = shown(*value);
    }
  }
  /// An object whose members are texts: calls add(member, text) for each.
  template <class Add>
  void mapping(const char* name, Add&& add) {
    if (const json* value = find(name)) {
      if (!value->is_object()) {
        refuse(name, shown(*value), "must be an object of texts");
      }
      for (const auto& [key, item] : value->items()) {
        if (!item.is_string()) {
          refuse(std::string(name).append(".").append(key), shown(item), "must be a text");
        }
        add(key, std::string(item));
      }
    }
  }
  /// After all have been read: the others are unknown.
  void finish() const {
    for (const auto& [key, value] : object_.items()) {
      if (std::find(known_.begin(), known_.end(), key) == known_.end()) {
        std::string list;
        for (const std::string& name : known_) {
          list.append(list.empty() ? "" : ", ").append(name);
        }
        refuse(key, shown(value), "is unknown; known here: " + list);
      }
    }
  }

 private:
  [[noreturn]] void refuse(std::string field, const std::string& value, std::string reason) const {
    throw InputError(Issue{"invalid_" + command_, command_, index_, std::move(field),
                           shown_value(value), std::move(reason)});
  }
  const json* find(const char* name) {
    known_.emplace_back(name);
    const auto at = object_.find(name);
    return at == object_.end() || at->is_null() ? nullptr : &*at;
  }

  std::string command_;
  const json& object_;
  std::int64_t index_;
  std::vector<std::string> known_;
};

/// The document; InputError where it is not JSON.
inline json parsed(std::string_view text, const char* command) {
  json out = parse_json(text);
  if (out.is_discarded()) {
    throw InputError(
        Issue{"invalid_json", command, Issue::no_row, "", shown_value(text), not_json});
  }
  return out;
}

inline json text_or_null(const std::string& text) { return text.empty() ? json() : json(text); }

inline json json_of(const std::vector<Participant>& people) {
  json out = json::array();
  for (const Participant& participant : people) {
    out.push_back({{"role", participant.role},
                   {"person", text_or_null(participant.person)},
                   {"why", participant.why}});
  }
  return out;
}

inline json json_of(const std::vector<AgreementTerms>& agreements) {
  json out = json::array();
  for (const AgreementTerms& terms : agreements) {
    out.push_back({{"agreement", terms.agreement},
                   {"named", terms.named},
                   {"discount", terms.discount < 0 ? json() : json(terms.discount)},
                   {"shipping_terms", text_or_null(terms.shipping_terms)}});
  }
  return out;
}

inline json json_of(const std::vector<ActivityEffect>& effects) {
  json out = json::array();
  for (const ActivityEffect& effect : effects) {
    out.push_back(
        {{"activity", effect.activity}, {"kind", effect.kind}, {"account", effect.account}});
  }
  return out;
}

inline json json_of(const std::vector<ConflictEffect>& effects) {
  json out = json::array();
  for (const ConflictEffect& effect : effects) {
    out.push_back({{"id", effect.id},
                   {"kind", effect.kind},
                   {"severity", effect.severity},
                   {"explanation", effect.explanation}});
  }
  return out;
}

}  // namespace opportune
