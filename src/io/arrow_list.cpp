// Lists: with offsets, as views (offset and size), of a fixed number of items.
#include "io/arrow_column.hpp"

namespace opportune::arrow {

namespace {

Column make_items(const Source& source) {
  const ArrowArray& items = *source.array.children[0];
  return make_column(source.type.children[0], items, 0, items.length, source.place);
}

std::int64_t item_count(const Source& source) { return source.array.children[0]->length; }

template <class Offset>
class OffsetListColumn final : public InputColumn {
 public:
  explicit OffsetListColumn(const Source& source)
      : slice_(source.slice), offsets_(source.buffer(1)), items_(make_items(source)) {
    const std::size_t end = slice_.start + slice_.count;
    auto last = load<Offset>(offsets_, slice_.start);
    bool ascending = last >= 0;
    for (std::size_t at = slice_.start + 1; at <= end; ++at) {
      const auto next = load<Offset>(offsets_, at);
      ascending &= next >= last;
      last = next;
    }
    if (!ascending || last > item_count(source)) {
      source.place.invalid("list offsets are negative, go backwards or end after the " +
                           std::to_string(item_count(source)) + " items");
    }
  }

  void read(std::size_t first, std::size_t count, Cell* out) const override {
    fill(slice_, first, count, out, [this](std::size_t at) {
      const auto begin = static_cast<std::size_t>(load<Offset>(offsets_, at));
      const auto end = static_cast<std::size_t>(load<Offset>(offsets_, at + 1));
      return Cell::of_list(*items_, begin, end - begin);
    });
  }

 private:
  Slice slice_;
  const void* offsets_;
  Column items_;
};

template <class Offset>
class ListViewColumn final : public InputColumn {
 public:
  explicit ListViewColumn(const Source& source)
      : slice_(source.slice),
        offsets_(source.buffer(1)),
        sizes_(source.buffer(2)),
        items_(make_items(source)) {
    for (std::size_t at = slice_.start; at < slice_.start + slice_.count; ++at) {
      const auto begin = load<Offset>(offsets_, at);
      const auto size = load<Offset>(sizes_, at);
      if (slice_.valid(at) &&
          (begin < 0 || size < 0 || begin > item_count(source) - std::int64_t{size})) {
        source.place.invalid("a list lies outside the items", source.row_of(at));
      }
    }
  }

  void read(std::size_t first, std::size_t count, Cell* out) const override {
    fill(slice_, first, count, out, [this](std::size_t at) {
      return Cell::of_list(*items_, static_cast<std::size_t>(load<Offset>(offsets_, at)),
                           static_cast<std::size_t>(load<Offset>(sizes_, at)));
    });
  }

 private:
  Slice slice_;
  const void* offsets_;
  const void* sizes_;
  Column items_;
};

class FixedListColumn final : public InputColumn {
 public:
  explicit FixedListColumn(const Source& source)
      : slice_(source.slice),
        width_(static_cast<std::size_t>(source.type.width)),
        items_(make_items(source)) {
    const auto end = static_cast<std::int64_t>(slice_.start + slice_.count);
    if (source.type.width > 0 && end > item_count(source) / source.type.width) {
      source.place.invalid(std::to_string(end) + " lists of " + std::to_string(width_) +
                           " items, but only " + std::to_string(item_count(source)) + " items");
    }
  }

  void read(std::size_t first, std::size_t count, Cell* out) const override {
    fill(slice_, first, count, out,
         [this](std::size_t at) { return Cell::of_list(*items_, at * width_, width_); });
  }

 private:
  Slice slice_;
  std::size_t width_;
  Column items_;
};

}  // namespace

Column make_list(const Source& source) {
  switch (source.type.kind) {
    case Kind::list:
      return std::make_unique<OffsetListColumn<std::int32_t>>(source);
    case Kind::large_list:
      return std::make_unique<OffsetListColumn<std::int64_t>>(source);
    case Kind::list_view:
      return std::make_unique<ListViewColumn<std::int32_t>>(source);
    case Kind::large_list_view:
      return std::make_unique<ListViewColumn<std::int64_t>>(source);
    default:
      return std::make_unique<FixedListColumn>(source);
  }
}

}  // namespace opportune::arrow
