// advance for a table of moves: columns in, columns out, and the memory of one answer for all.
#include <algorithm>
#include <array>
#include <string>

#include "opportune/core/error.hpp"
#include "opportune/core/parse.hpp"
#include "opportune/core/utf8.hpp"
#include "process/commands.hpp"

namespace opportune {
namespace {

constexpr std::size_t block_rows = 1024;
constexpr std::array<std::string_view, 6> column_names = {"opportunity", "to",    "at",
                                                          "by",          "force", "reason"};
enum Place : std::size_t { opportunity, to, at, by, force, reason };

[[noreturn]] void refuse(std::string code, std::int64_t row, std::string_view field,
                         const std::string& value, std::string why) {
  throw InputError(Issue{std::move(code), "advance", row, std::string(field), shown_value(value),
                         std::move(why)});
}

/// Reads the moves of a table a block at a time.
class MoveReader {
 public:
  explicit MoveReader(const InputTable& table) : rows_(table.rows) {
    for (const InputTable::Named& column : table.columns) {
      const auto* name = std::find(column_names.begin(), column_names.end(), column.name);
      if (name == column_names.end()) {
        refuse("unknown_column", Issue::no_row, column.name, "",
               "is unknown; moves have: opportunity, to, at, by, force, reason");
      }
      columns_[static_cast<std::size_t>(name - column_names.begin())] = column.column.get();
    }
    for (const Place needed : {opportunity, to}) {
      if (columns_[needed] == nullptr) {
        refuse("missing_column", Issue::no_row, column_names[needed], "", "is needed");
      }
    }
    for (std::vector<Cell>& cells : cells_) {
      cells.resize(block_rows);
    }
  }

  [[nodiscard]] std::size_t rows() const noexcept { return rows_; }

  /// Rows are read in order.
  void read(std::size_t row, AdvanceRequest& out) {
    const std::size_t place = row % block_rows;
    if (place == 0) {
      for (std::size_t i = 0; i < columns_.size(); ++i) {
        if (columns_[i] != nullptr) {
          columns_[i]->read(row, std::min(block_rows, rows_ - row), cells_[i].data());
        }
      }
    }
    row_ = static_cast<std::int64_t>(row);
    text(opportunity, place, out.opportunity);
    text(to, place, out.to);
    text(by, place, out.by);
    text(reason, place, out.reason);
    for (const Place needed : {opportunity, to}) {
      if (empty(needed, place)) {
        refuse("missing_value", row_, column_names[needed], "", "must be filled");
      }
    }
    out.at = value(at, place, parse_instant_cell).value_or(Instant{});
    out.force = value(force, place, parse_flag).value_or(false);
  }

 private:
  [[nodiscard]] bool empty(Place column, std::size_t place) const {
    const Cell& cell = cells_[column][place];
    return columns_[column] == nullptr || cell.kind == Cell::Kind::null ||
           (cell.kind == Cell::Kind::text && cell.text.empty());
  }
  /// `out`: what the row before it had.
  void text(Place column, std::size_t place, std::string& out) {
    const Cell& cell = cells_[column][place];
    if (empty(column, place)) {
      out.clear();
    } else if (cell.kind != Cell::Kind::text || cell.text != out) {  // most say it again
      Refusal refusal;
      const auto found = parse_text(cell, buffer_, refusal);
      if (!found) {
        refuse(refusal.code, row_, column_names[column], cell_text(cells_[column][place]),
               refusal.reason);
      }
      out.assign(*found);
    }
  }
  template <class Parse>
  auto value(Place column, std::size_t place, Parse&& parse)
      -> decltype(parse(std::declval<const Cell&>(), std::declval<Refusal&>())) {
    if (empty(column, place)) {
      return std::nullopt;
    }
    Refusal refusal;
    const auto found = parse(cells_[column][place], refusal);
    if (!found) {
      refuse(refusal.code, row_, column_names[column], cell_text(cells_[column][place]),
             refusal.reason);
    }
    return found;
  }

  std::size_t rows_;
  std::int64_t row_ = 0;
  std::array<const InputColumn*, column_names.size()> columns_{};
  std::array<std::vector<Cell>, column_names.size()> cells_;
  std::string buffer_;
};

std::shared_ptr<Table> table_of(const char* name,
                                std::initializer_list<std::pair<const char*, ColumnType>> columns) {
  auto out = std::make_shared<Table>(name);
  for (const auto& [column, type] : columns) {
    out->column(column, type);
  }
  return out;
}

/// The answers as tables.
class Answers {
 public:
  explicit Answers(std::size_t moves) {
    for (TableColumn& column : out_.transitions->columns()) {
      column.reserve(moves);
    }
  }
  void add(const TransitionResult& result) {
    std::vector<TableColumn>& columns = out_.transitions->columns();
    columns[0].add_text(result.opportunity);
    columns[1].add_boolean(result.done);
    columns[2].add_text(result.process);
    columns[3].add_integer(result.version);
    columns[4].add_text(result.from);
    columns[5].add_text(result.to);
    columns[6].add(result.at);
    columns[7].add_boolean(result.forced);
    columns[8].add_boolean(result.customer);
    columns[9].add_text_or_null(result.refusal);
    for (const ExitItem& item : result.missing) {
      std::vector<TableColumn>& missing = start(*out_.missing, result);
      missing[2].add_text(to_string(item.kind));
      missing[3].add_text(item.what);
      missing[4].add_integer(item.needed);
      missing[5].add_integer(item.present);
      missing[6].add_text(item.text);
    }
    add(result, "pause", result.pause);
    add(result, "resume", result.resume);
    add(result, "opened", result.opened);
    add(result, "closed", result.closed);
    ++row_;
  }
  [[nodiscard]] TransitionTables take() { return std::move(out_); }

 private:
  /// The first two columns of a table that says more of a row.
  std::vector<TableColumn>& start(Table& table, const TransitionResult& result) {
    std::vector<TableColumn>& columns = table.columns();
    columns[0].add_integer(row_);
    columns[1].add_text(result.opportunity);
    return columns;
  }
  void add(const TransitionResult& result, const char* effect,
           const std::vector<ActivityEffect>& activities) {
    for (const ActivityEffect& activity : activities) {
      std::vector<TableColumn>& columns = start(*out_.activities, result);
      columns[2].add_text(effect);
      columns[3].add_text(activity.activity);
      columns[4].add_text(activity.kind);
      columns[5].add_text(activity.account);
    }
  }
  void add(const TransitionResult& result, const char* effect,
           const std::vector<ConflictEffect>& conflicts) {
    for (const ConflictEffect& conflict : conflicts) {
      std::vector<TableColumn>& columns = start(*out_.conflicts, result);
      columns[2].add_text(effect);
      columns[3].add_text(conflict.id);
      columns[4].add_text(conflict.kind);
      columns[5].add_text(conflict.severity);
      columns[6].add_text(conflict.explanation);
    }
  }

  static constexpr ColumnType text = ColumnType::text, integer = ColumnType::integer,
                              flag = ColumnType::boolean;
  std::int64_t row_ = 0;
  TransitionTables out_{table_of("transitions", {{"opportunity", text},
                                                 {"done", flag},
                                                 {"process", text},
                                                 {"version", integer},
                                                 {"from", text},
                                                 {"to", text},
                                                 {"at", ColumnType::instant},
                                                 {"forced", flag},
                                                 {"customer", flag},
                                                 {"refusal", text}}),
                        table_of("missing", {{"row", integer},
                                             {"opportunity", text},
                                             {"kind", text},
                                             {"what", text},
                                             {"needed", integer},
                                             {"present", integer},
                                             {"text", text}}),
                        table_of("activity_effects", {{"row", integer},
                                                      {"opportunity", text},
                                                      {"effect", text},
                                                      {"activity", text},
                                                      {"kind", text},
                                                      {"account", text}}),
                        table_of("conflict_effects", {{"row", integer},
                                                      {"opportunity", text},
                                                      {"effect", text},
                                                      {"id", text},
                                                      {"kind", text},
                                                      {"severity", text},
                                                      {"explanation", text}})};
};

}  // namespace

TransitionTables advance_table(Advancer& advancer, const InputTable& table, Instant now) {
  MoveReader moves(table);
  Answers answers(moves.rows());
  AdvanceRequest request;
  TransitionResult result;
  for (std::size_t row = 0; row < moves.rows(); ++row) {
    moves.read(row, request);
    if (!request.at.has_value()) {
      request.at = now;
    }
    advancer.advance(request, static_cast<std::int64_t>(row), result);
    answers.add(result);
  }
  return answers.take();
}

}  // namespace opportune
