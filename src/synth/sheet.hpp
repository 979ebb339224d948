// Writing tables row by row, and the tables of a generated organisation.
#pragma once

#include <charconv>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "opportune/core/table.hpp"

namespace opportune::synth {

/// An id such as "O1234", without an allocation.
class Id {
 public:
  Id(char prefix, std::uint64_t number) {
    text_[0] = prefix;
    end_ = std::to_chars(text_ + 1, text_ + sizeof text_, number).ptr;
  }
  operator std::string_view() const {  // NOLINT(google-explicit-constructor): it is a text
    return {text_, static_cast<std::size_t>(end_ - text_)};
  }

 private:
  char text_[24];
  char* end_;
};

/// Fills one row, column after column in the sheet's order. Empty texts, dates and instants are
/// null.
class Row {
 public:
  explicit Row(TableColumn* first) : at_(first) {}
  Row& text(std::string_view value) {
    (at_++)->add_text_or_null(value);
    return *this;
  }
  Row& list(const std::vector<std::string>& values) {
    (at_++)->add_list(values);
    return *this;
  }
  Row& integer(std::int64_t value) {
    (at_++)->add_integer(value);
    return *this;
  }
  Row& real(double value) {
    (at_++)->add_real(value);
    return *this;
  }
  Row& boolean(bool value) {
    (at_++)->add_boolean(value);
    return *this;
  }
  Row& date(Date value) {
    (at_++)->add(value);
    return *this;
  }
  Row& instant(Instant value) {
    (at_++)->add(value);
    return *this;
  }
  Row& null() {
    (at_++)->add_null();
    return *this;
  }

 private:
  TableColumn* at_;
};

class Sheet {
 public:
  struct Column {
    const char* name;
    ColumnType type;
  };
  Sheet(const char* name, std::initializer_list<Column> columns)
      : table_(std::make_shared<Table>(name)) {
    for (const Column& column : columns) {
      table_->column(column.name, column.type);
    }
  }
  [[nodiscard]] Row row() { return Row(table_->columns().data()); }
  void reserve(std::size_t rows) {
    for (TableColumn& column : table_->columns()) {
      column.reserve(rows);
    }
  }
  [[nodiscard]] const std::shared_ptr<Table>& table() const { return table_; }

 private:
  std::shared_ptr<Table> table_;
};

/// One sheet per table of docs/tables.md, with the columns that the generator fills.
struct Sheets {
  Sheets();
  /// In an order in which references point backwards.
  [[nodiscard]] std::vector<std::shared_ptr<Table>> tables() const;

  Sheet fx_rates, market, holiday, product, person, account, account_parent, team_member, process,
      agreement, delegation, claim, campaign, goal, opportunity, opportunity_product, lead,
      activity, stage_change, amount_change, close_date_change, owner_change, lead_change,
      activity_change, requirement, fulfilment, resolution, planted;
};

}  // namespace opportune::synth
