// Records as rows of input, so that a change of one goes the way of a load.
#include "model/write.hpp"
#include "opportune/model/storage.hpp"
#include "opportune/model/store.hpp"

namespace opportune {
namespace {

/// One value that owns what its cell points to.
class OwnedCell final : public InputColumn {
 public:
  explicit OwnedCell(const std::string& text) : text_(text) {
    cell_ = text_.empty() ? Cell::none() : Cell::of_text(text_);
  }
  explicit OwnedCell(const std::vector<std::string>& texts) {
    for (const std::string& text : texts) {
      items_.push_back(std::make_unique<OwnedCell>(text));
    }
    cell_ = texts.empty() ? Cell::none() : Cell::of_list(list_, 0, items_.size());
  }
  explicit OwnedCell(Date date)
      : cell_(date.has_value() ? Cell::of_date(date.days) : Cell::none()) {}
  explicit OwnedCell(Instant instant)
      : cell_(instant.has_value() ? Cell::of_instant(instant.micros) : Cell::none()) {}
  explicit OwnedCell(double number) : cell_(Cell::of_real(number)) {}
  explicit OwnedCell(std::optional<bool> flag)
      : cell_(flag ? Cell::of_boolean(*flag) : Cell::none()) {}
  explicit OwnedCell(std::optional<std::int64_t> amount_minor)
      : cell_(amount_minor ? Cell::of_integer(*amount_minor) : Cell::none()) {}
  explicit OwnedCell(std::optional<double> number)
      : cell_(number ? Cell::of_real(*number) : Cell::none()) {}

  void read(std::size_t, std::size_t count, Cell* out) const override {
    std::fill_n(out, count, cell_);
  }

 private:
  class Items final : public InputColumn {
   public:
    explicit Items(const std::vector<std::unique_ptr<OwnedCell>>& items) : items_(items) {}
    void read(std::size_t first, std::size_t count, Cell* out) const override {
      for (std::size_t i = 0; i < count; ++i) {
        out[i] = items_[first + i]->cell(0);
      }
    }

   private:
    const std::vector<std::unique_ptr<OwnedCell>>& items_;
  };

  std::string text_;
  std::vector<std::unique_ptr<OwnedCell>> items_;
  Items list_{items_};
  Cell cell_;
};

}  // namespace

InputTable input_of(const AnyRecord& any) {
  return std::visit(
      []<class Record>(const Record& record) {
        InputTable out{std::string(Schema<Record>::table), {}, 1};
        Schema<Record>::Fields::each([&]<class F, std::size_t index>() {
          std::string name(F::name);
          if constexpr (std::is_same_v<typename F::Kind, Amount>) {
            name += "_minor";
          }
          out.columns.push_back({std::move(name), std::make_shared<OwnedCell>(record.*F::member)});
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
