// Text and binary columns: with offsets, as views, of a fixed width. Bytes are delivered as they
// are; who stores them checks that they are UTF-8.
#include "io/arrow_column.hpp"

namespace opportune::arrow {

namespace {

constexpr char no_bytes[1] = {};

template <class Offset>
class OffsetTextColumn final : public InputColumn {
 public:
  explicit OffsetTextColumn(const Source& source)
      : slice_(source.slice),
        offsets_(source.buffer(1)),
        bytes_(static_cast<const char*>(source.array.buffers[2])) {
    check(source);
    if (bytes_ == nullptr) {
      bytes_ = no_bytes;
    }
  }

  void read(std::size_t first, std::size_t count, Cell* out) const override {
    fill(slice_, first, count, out, [this](std::size_t at) {
      const auto begin = load<Offset>(offsets_, at);
      const auto end = load<Offset>(offsets_, at + 1);
      return Cell::of_text({bytes_ + begin, static_cast<std::size_t>(end - begin)});
    });
  }

 private:
  void check(const Source& source) const {
    const std::size_t end = slice_.start + slice_.count;
    const auto begin_byte = load<Offset>(offsets_, slice_.start);
    Offset last = begin_byte;
    bool ascending = begin_byte >= 0;
    for (std::size_t at = slice_.start + 1; at <= end; ++at) {
      const auto next = load<Offset>(offsets_, at);
      ascending &= next >= last;
      last = next;
    }
    if (!ascending) {
      source.place.invalid("text offsets are negative or go backwards");
    }
    if (bytes_ == nullptr && last > 0) {
      source.place.invalid("the text buffer is NULL, but " + std::to_string(last) +
                           " bytes of it are used");
    }
  }

  Slice slice_;
  const void* offsets_;
  const char* bytes_;
};

/// 16 bytes: the length, then either up to 12 bytes of text, or 4 bytes of prefix, the number of
/// the buffer and the offset in it.
struct View {
  std::int32_t length;
  std::int32_t prefix;
  std::int32_t buffer;
  std::int32_t offset;
};
constexpr std::int32_t longest_inline = 12;

class ViewTextColumn final : public InputColumn {
 public:
  explicit ViewTextColumn(const Source& source)
      : slice_(source.slice),
        views_(static_cast<const char*>(source.buffer(1))),
        buffers_(source.array.buffers + 2) {
    check(source);
  }

  void read(std::size_t first, std::size_t count, Cell* out) const override {
    fill(slice_, first, count, out, [this](std::size_t at) {
      const auto view = load<View>(views_, at);
      const char* bytes = view.length <= longest_inline
                              ? views_ + at * sizeof(View) + sizeof(std::int32_t)
                              : static_cast<const char*>(buffers_[view.buffer]) + view.offset;
      return Cell::of_text({bytes, static_cast<std::size_t>(view.length)});
    });
  }

 private:
  /// The last buffer holds the lengths of those between the views and it.
  void check(const Source& source) const {
    const std::int64_t data_buffers = source.array.n_buffers - 3;
    const void* lengths = source.array.buffers[source.array.n_buffers - 1];
    if (data_buffers > 0 && lengths == nullptr) {
      source.place.invalid("the lengths of the text buffers are NULL");
    }
    for (std::size_t at = slice_.start; at < slice_.start + slice_.count; ++at) {
      const auto view = load<View>(views_, at);
      if (!slice_.valid(at) || (view.length >= 0 && view.length <= longest_inline)) {
        continue;
      }
      const bool known = view.length >= 0 && view.buffer >= 0 && view.buffer < data_buffers &&
                         buffers_[view.buffer] != nullptr;
      if (!known || view.offset < 0 ||
          std::int64_t{view.offset} + view.length >
              load<std::int64_t>(lengths, static_cast<std::size_t>(view.buffer))) {
        source.place.invalid("a text view points outside the buffers", source.row_of(at));
      }
    }
  }

  Slice slice_;
  const char* views_;
  const void** buffers_;
};

class FixedTextColumn final : public InputColumn {
 public:
  explicit FixedTextColumn(const Source& source)
      : slice_(source.slice),
        width_(static_cast<std::size_t>(source.type.width)),
        bytes_(width_ == 0 ? no_bytes : static_cast<const char*>(source.buffer(1))) {}

  void read(std::size_t first, std::size_t count, Cell* out) const override {
    fill(slice_, first, count, out, [this](std::size_t at) {
      return Cell::of_text({bytes_ + at * width_, width_});
    });
  }

 private:
  Slice slice_;
  std::size_t width_;
  const char* bytes_;
};

}  // namespace

Column make_text(const Source& source) {
  switch (source.type.kind) {
    case Kind::text:
      return std::make_unique<OffsetTextColumn<std::int32_t>>(source);
    case Kind::large_text:
      return std::make_unique<OffsetTextColumn<std::int64_t>>(source);
    case Kind::text_view:
      return std::make_unique<ViewTextColumn>(source);
    default:
      return std::make_unique<FixedTextColumn>(source);
  }
}

}  // namespace opportune::arrow
