#include "admission/draft.hpp"

#include <optional>

#include "io/json_plain.hpp"
#include "io/json_text.hpp"
#include "opportune/core/parse.hpp"
#include "opportune/io/json.hpp"
#include "opportune/model/loader/columns.hpp"

namespace opportune {
namespace {

/// Sets members of a record from one row of input.
template <class Record>
class RecordReader {
 public:
  RecordReader(const InputTable& table, const detail::FieldColumns<Record>& columns,
               Currency currency)
      : table_(table), columns_(columns), currency_(currency) {}

  Record read() {
    Record out;
    Schema<Record>::Fields::each([&]<class F, std::size_t index>() {
      const InputColumn* column = columns_.column[index];
      const Cell cell = column == nullptr ? Cell::none() : column->cell(0);
      if (!is_empty(cell)) {
        if constexpr (detail::is_amount<typename F::Kind>) {
          set_amount(out.*F::member, cell, columns_.is_major[index] ? currency_.digits() : 0);
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
  const detail::FieldColumns<Record>& columns_;
  Currency currency_;
  std::string buffer_;
  Refusal refusal_;
};

template <class Record>
void check_members(const InputTable& table, const detail::FieldColumns<Record>& columns) {
  if (columns.unknown == nullptr) {
    return;
  }
  std::string known;
  Schema<Record>::Fields::each([&]<class F, std::size_t index>() {
    known += (known.empty() ? "" : ", ") + std::string(F::name);
  });
  throw InputError(Issue{"unknown_column", table.name, Issue::no_row, columns.unknown->name, "",
                         "is not a field of this table; it has: " + known});
}

/// The draft in one row of input.
template <class Record>
Record read_draft(const InputTable& table, Currency currency = {}) {
  const detail::FieldColumns<Record> columns(table);
  check_members(table, columns);
  return RecordReader<Record>(table, columns, currency).read();
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
  const std::optional<JsonSlice> draft = JsonSlice::of(text);
  std::optional<JsonSlice> named, given, other;
  if (draft && draft->is_object()) {
    draft->each_member([&](const std::string& name, const JsonSlice& value) {
      (name == "table" ? named : name == "record" ? given : other) = value;
    });
  }
  if (!named || !named->is_text() || !given || !given->is_object()) {
    throw InputError(Issue{"invalid_draft", "draft", Issue::no_row, "", as_utf8(shown_value(text)),
                           "must be a JSON object {\"table\": \"opportunity\", \"lead\" or "
                           "\"activity\", \"record\": {...}}"});
  }
  const std::string table = named->text();
  std::optional<InputTable> plain = read_plain_record(*given, table);
  const InputTable record = plain ? *std::move(plain) : read_json_records(given->json(), table);
  if (table == Schema<Opportunity>::table) {
    return read_draft<Opportunity>(record, currency_of(book, record));
  }
  if (table == Schema<Lead>::table) {
    return read_draft<Lead>(record);
  }
  if (table == Schema<Activity>::table) {
    return read_draft<Activity>(record);
  }
  throw InputError(Issue{"unknown_table", "draft", Issue::no_row, "table", shown_value(table),
                         "drafts are checked for: opportunity, lead, activity"});
}

}  // namespace opportune
