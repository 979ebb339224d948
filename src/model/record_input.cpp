// Records as rows of input, so that a change of one goes the way of a load.
#include <algorithm>
#include <array>

#include "model/write.hpp"
#include "opportune/model/storage.hpp"
#include "opportune/model/store.hpp"

namespace opportune {
namespace {

/// The items of a list.
class ListItems final : public InputColumn {
 public:
  void refer_to(const std::vector<std::string>& items) noexcept { items_ = &items; }
  void read(std::size_t first, std::size_t count, Cell* out) const override {
    for (std::size_t i = 0; i < count; ++i) {
      const std::string& item = (*items_)[first + i];
      out[i] = item.empty() ? Cell::none() : Cell::of_text(item);
    }
  }

 private:
  const std::vector<std::string>* items_ = nullptr;
};

/// One value of a record, to which it refers.
class FieldCell final : public InputColumn {
 public:
  void refer_to(const std::string& text) noexcept {
    cell_ = text.empty() ? Cell::none() : Cell::of_text(text);
  }
  void refer_to(const std::vector<std::string>& texts) noexcept {
    list_.refer_to(texts);
    cell_ = texts.empty() ? Cell::none() : Cell::of_list(list_, 0, texts.size());
  }
  void refer_to(Date date) noexcept {
    cell_ = date.has_value() ? Cell::of_date(date.days) : Cell::none();
  }
  void refer_to(Instant instant) noexcept {
    cell_ = instant.has_value() ? Cell::of_instant(instant.micros) : Cell::none();
  }
  void refer_to(double number) noexcept { cell_ = Cell::of_real(number); }
  void refer_to(std::optional<bool> flag) noexcept {
    cell_ = flag ? Cell::of_boolean(*flag) : Cell::none();
  }
  void refer_to(std::optional<std::int64_t> number) noexcept {
    cell_ = number ? Cell::of_integer(*number) : Cell::none();
  }
  void refer_to(std::optional<double> number) noexcept {
    cell_ = number ? Cell::of_real(*number) : Cell::none();
  }

  void read(std::size_t, std::size_t count, Cell* out) const override {
    std::fill_n(out, count, cell_);
  }

 private:
  Cell cell_;
  ListItems list_;
};

}  // namespace

InputTable input_of(const AnyRecord& any) {
  return std::visit(
      []<class Record>(const Record& record) {
        using Fields = typename Schema<Record>::Fields;
        const auto cells = std::make_shared<std::array<FieldCell, Fields::size>>();
        InputTable out{std::string(Schema<Record>::table), {}, 1};
        out.columns.reserve(Fields::size);
        Fields::each([&]<class F, std::size_t index>() {
          std::string name(F::name);
          if constexpr (std::is_same_v<typename F::Kind, Amount>) {
            name += "_minor";
          }
          FieldCell& cell = (*cells)[index];
          cell.refer_to(record.*F::member);
          out.columns.push_back(
              {std::move(name), std::shared_ptr<const InputColumn>(cells, &cell)});
        });
        return out;
      },
      any);
}

RowChange row_of(const Change& change) { return {input_of(change.record), change.at, change.by}; }

std::vector<RowChange> rows_of(const std::vector<Change>& changes) {
  std::vector<RowChange> out;
  out.reserve(changes.size());
  for (const Change& change : changes) {
    out.push_back(row_of(change));
  }
  return out;
}

}  // namespace opportune
