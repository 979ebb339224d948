// Columns that hold their values once: dictionary-encoded and run-end encoded.
#include <algorithm>

#include "io/arrow_column.hpp"

namespace opportune::arrow {

namespace {

template <class Index>
class DictionaryColumn final : public InputColumn {
 public:
  DictionaryColumn(const Source& source, const ArrowArray& dictionary)
      : slice_(source.slice),
        indices_(source.buffer(1)),
        values_(make_column(source.type.dictionary[0], dictionary, 0, dictionary.length,
                            source.place)) {
    check(source, dictionary.length);
    decode(static_cast<std::size_t>(dictionary.length));
  }

  void read(std::size_t first, std::size_t count, Cell* out) const override {
    if (!decoded_.empty()) {
      fill(slice_, first, count, out, [this](std::size_t at) { return decoded_[index(at)]; });
    } else {
      fill(slice_, first, count, out, [this](std::size_t at) { return values_->cell(index(at)); });
    }
  }

 private:
  [[nodiscard]] std::size_t index(std::size_t at) const noexcept {
    return static_cast<std::size_t>(load<Index>(indices_, at));
  }

  void check(const Source& source, std::int64_t values) const {
    for (std::size_t at = slice_.start; at < slice_.start + slice_.count; ++at) {
      // A negative index becomes a very large one, as it should.
      const auto value = static_cast<std::uint64_t>(  // NOLINT(bugprone-signed-char-misuse)
          load<Index>(indices_, at));
      if (value >= static_cast<std::uint64_t>(values) && slice_.valid(at)) {
        source.place.invalid(
            "a dictionary index is not one of the " + std::to_string(values) + " values",
            source.row_of(at));
      }
    }
  }

  /// Many small batches may share one large dictionary: it is decoded only where the rows repay it.
  void decode(std::size_t values) {
    constexpr std::size_t always = 1024;
    if (values <= std::max(slice_.count, always)) {
      decoded_.resize(values);
      values_->read(0, values, decoded_.data());
    }
  }

  Slice slice_;
  const void* indices_;
  Column values_;
  std::vector<Cell> decoded_;
};

template <class End>
class RunEndColumn final : public InputColumn {
 public:
  explicit RunEndColumn(const Source& source) : start_(source.slice.start) {
    const ArrowArray& ends = *source.array.children[0];
    const ArrowArray& values = *source.array.children[1];
    runs_ = static_cast<std::size_t>(ends.length);
    values_ = make_column(source.type.children[1], values, 0, values.length, source.place);
    const bool has_ends = ends.n_buffers == 2 && ends.buffers != nullptr &&
                          ends.buffers[1] != nullptr && ends.null_count <= 0;
    if (!has_ends || runs_ == 0 || values.length < ends.length) {
      source.place.invalid("the run ends are missing, null, or more than the values");
    }
    ends_ = static_cast<const char*>(ends.buffers[1]) +
            static_cast<std::size_t>(ends.offset) * sizeof(End);
    End last = 0;
    bool ascending = true;
    for (std::size_t run = 0; run < runs_; ++run) {
      const auto end = load<End>(ends_, run);
      ascending &= end > last;
      last = end;
    }
    if (!ascending || static_cast<std::size_t>(last) < start_ + source.slice.count) {
      source.place.invalid("the run ends do not ascend or stop before the last row");
    }
  }

  void read(std::size_t first, std::size_t count, Cell* out) const override {
    std::size_t at = start_ + first;
    const std::size_t stop = at + count;
    for (std::size_t run = run_of(at); at < stop; ++run) {
      const std::size_t end = std::min(end_of(run), stop);
      out = std::fill_n(out, end - at, values_->cell(run));
      at = end;
    }
  }

 private:
  [[nodiscard]] std::size_t end_of(std::size_t run) const noexcept {
    return static_cast<std::size_t>(load<End>(ends_, run));
  }
  /// The first run that ends after the position.
  [[nodiscard]] std::size_t run_of(std::size_t at) const noexcept {
    std::size_t low = 0;
    std::size_t high = runs_;
    while (low < high) {
      const std::size_t middle = low + (high - low) / 2;
      end_of(middle) <= at ? low = middle + 1 : high = middle;
    }
    return low;
  }

  std::size_t start_;
  std::size_t runs_ = 0;
  const char* ends_ = nullptr;
  Column values_;
};

}  // namespace

Column make_dictionary(const Source& source) {
  if (source.array.dictionary == nullptr) {
    source.place.invalid("the dictionary is NULL");
  }
  const ArrowArray& dictionary = *source.array.dictionary;
  switch (source.type.kind) {
    case Kind::int8:
      return std::make_unique<DictionaryColumn<std::int8_t>>(source, dictionary);
    case Kind::uint8:
      return std::make_unique<DictionaryColumn<std::uint8_t>>(source, dictionary);
    case Kind::int16:
      return std::make_unique<DictionaryColumn<std::int16_t>>(source, dictionary);
    case Kind::uint16:
      return std::make_unique<DictionaryColumn<std::uint16_t>>(source, dictionary);
    case Kind::int32:
      return std::make_unique<DictionaryColumn<std::int32_t>>(source, dictionary);
    case Kind::uint32:
      return std::make_unique<DictionaryColumn<std::uint32_t>>(source, dictionary);
    case Kind::int64:
      return std::make_unique<DictionaryColumn<std::int64_t>>(source, dictionary);
    default:
      return std::make_unique<DictionaryColumn<std::uint64_t>>(source, dictionary);
  }
}

Column make_run_end(const Source& source) {
  switch (source.type.children[0].kind) {
    case Kind::int16:
      return std::make_unique<RunEndColumn<std::int16_t>>(source);
    case Kind::int32:
      return std::make_unique<RunEndColumn<std::int32_t>>(source);
    default:
      return std::make_unique<RunEndColumn<std::int64_t>>(source);
  }
}

}  // namespace opportune::arrow
