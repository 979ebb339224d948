#include "admission/draft.hpp"

#include <nlohmann/json.hpp>

#include "io/json_parse.hpp"
#include "io/json_text.hpp"
#include "opportune/core/parse.hpp"
#include "opportune/io/json.hpp"

namespace opportune {
namespace {

using nlohmann::json;

/// Sets members of a record from one row of input.
template <class Record>
class RecordReader {
 public:
  RecordReader(const InputTable& table, Currency currency) : table_(table), currency_(currency) {}

  Record read() {
    Record out;
    Schema<Record>::Fields::each([&]<class F, std::size_t index>() {
      const InputColumn* column = table_.find(F::name);
      constexpr bool is_amount = std::is_same_v<typename F::Kind, Amount>;
      const bool minor = is_amount && column == nullptr;
      if (minor) {
        column = table_.find(std::string(F::name) + "_minor");
      }
      const Cell cell = column == nullptr ? Cell::none() : column->cell(0);
      if (!is_empty(cell)) {
        if constexpr (is_amount) {
          set_amount(out.*F::member, cell, minor ? 0 : currency_.digits());
        } else {
          set(out.*F::member, cell);
        }
        if (!refusal_.code.empty()) {
          throw InputError(Issue{refusal_.code, table_.name, 0, std::string(F::name),
                                 shown_value(cell_text(cell)), refusal_.reason});
        }
      }
    });
    return out;
  }

 private:
  void set(std::string& member, const Cell& cell) {
    if (const auto text = parse_text(cell, buffer_, refusal_)) {
      member = *text;
    }
  }
  void set(Date& member, const Cell& cell) {
    if (const auto date = parse_date_cell(cell, refusal_)) {
      member = *date;
    }
  }
  void set(std::optional<std::int64_t>& member, const Cell& cell) {
    member = parse_decimal(cell, 0, refusal_);
  }
  void set_amount(std::optional<std::int64_t>& member, const Cell& cell, int digits) {
    member = parse_decimal(cell, digits, refusal_);
    if (member && *member < 0) {
      detail::refuse(refusal_, "negative_amount", "must not be negative");
    }
  }
  void set(std::optional<double>& member, const Cell& cell) {
    member = parse_number(cell, refusal_);
  }
  void set(std::vector<std::string>& member, const Cell& cell) {
    if (cell.kind != Cell::Kind::list) {
      set(member.emplace_back(), cell);
      return;
    }
    for (std::size_t i = 0; i < cell.count; ++i) {
      set(member.emplace_back(), cell.items->cell(cell.first + i));
    }
  }

  const InputTable& table_;
  Currency currency_;
  std::string buffer_;
  Refusal refusal_;
};

/// Is it a column of the table? Amounts are given in major or in minor units.
template <class Record>
bool is_member(std::string_view name) {
  bool found = false;
  Schema<Record>::Fields::each([&]<class F, std::size_t index>() {
    constexpr std::string_view minor = "_minor";
    constexpr bool is_amount = std::is_same_v<typename F::Kind, Amount>;
    found = found || name == F::name ||
            (is_amount && name.size() == F::name.size() + minor.size() &&
             name.starts_with(F::name) && name.ends_with(minor));
  });
  return found;
}

template <class Record>
void check_members(const InputTable& table) {
  for (const InputTable::Named& column : table.columns) {
    if (!is_member<Record>(column.name)) {
      std::string known;
      Schema<Record>::Fields::each([&]<class F, std::size_t index>() {
        known += (known.empty() ? "" : ", ") + std::string(F::name);
      });
      throw InputError(Issue{"unknown_column", table.name, Issue::no_row, column.name, "",
                             "is not a field of this table; it has: " + known});
    }
  }
}

std::string text_of(const InputTable& table, std::string_view name) {
  const InputColumn* column = table.find(name);
  return column == nullptr ? std::string() : cell_text(column->cell(0));
}

/// The currency in which a draft's amount is meant, as far as the draft says.
Currency currency_of(const Book& book, const InputTable& table) {
  if (const auto currency = Currency::parse(text_of(table, "currency"))) {
    return *currency;
  }
  std::uint32_t market = book.get<Market>().find(text_of(table, "market"));
  const std::uint32_t account = book.get<Account>().find(text_of(table, "account"));
  if (market == no_row && account != no_row) {
    market = book.get<Account>().get<"market">()[account];
  }
  return market == no_row ? Currency{} : book.of_market<"currency">(market);
}

}  // namespace

std::variant<Opportunity, Lead, Activity> draft_of_json(const Book& book, std::string_view text) {
  const json draft = parse_json(text);
  if (!draft.is_object() || !draft.contains("table") || !draft["table"].is_string() ||
      !draft.contains("record") || !draft["record"].is_object()) {
    throw InputError(Issue{"invalid_draft", "draft", Issue::no_row, "", as_utf8(shown_value(text)),
                           "must be a JSON object {\"table\": \"opportunity\", \"lead\" or "
                           "\"activity\", \"record\": {...}}"});
  }
  const std::string table = draft["table"].get<std::string>();
  const InputTable record = read_json_records(draft["record"].dump(), table);
  if (table == Schema<Opportunity>::table) {
    check_members<Opportunity>(record);
    return RecordReader<Opportunity>(record, currency_of(book, record)).read();
  }
  if (table == Schema<Lead>::table) {
    check_members<Lead>(record);
    return RecordReader<Lead>(record, Currency{}).read();
  }
  if (table == Schema<Activity>::table) {
    check_members<Activity>(record);
    return RecordReader<Activity>(record, Currency{}).read();
  }
  throw InputError(Issue{"unknown_table", "draft", Issue::no_row, "table", shown_value(table),
                         "drafts are checked for: opportunity, lead, activity"});
}

}  // namespace opportune
