#include "io/arrow_column.hpp"

#include <algorithm>
#include <limits>

namespace opportune::arrow {

namespace {

class NullColumn final : public InputColumn {
 public:
  void read(std::size_t /*first*/, std::size_t count, Cell* out) const override {
    std::fill(out, out + count, Cell::none());
  }
};

class MaskedColumn final : public InputColumn {
 public:
  MaskedColumn(Column inner, Slice slice) : inner_(std::move(inner)), slice_(slice) {}

  void read(std::size_t first, std::size_t count, Cell* out) const override {
    inner_->read(first, count, out);
    for (std::size_t i = 0; i < count; ++i) {
      if (!slice_.valid(slice_.start + first + i)) {
        out[i] = Cell::none();
      }
    }
  }

 private:
  Column inner_;
  Slice slice_;
};

/// Validity and the buffers of the type; text views have any number from three on.
std::int64_t buffer_count(const Type& type) {
  switch (type.kind) {
    case Kind::null:
    case Kind::run_end:
      return 0;
    case Kind::fixed_list:
      return 1;
    case Kind::text:
    case Kind::large_text:
    case Kind::text_view:
    case Kind::list_view:
    case Kind::large_list_view:
      return 3;
    default:
      return 2;
  }
}

void check_buffers(const Type& type, const ArrowArray& array, const Place& place) {
  const std::int64_t expected = buffer_count(type);
  const bool any_more = type.kind == Kind::text_view || expected == 0;
  if (array.n_buffers < expected || (array.n_buffers > expected && !any_more)) {
    place.invalid(std::to_string(array.n_buffers) + " buffers; the type needs " +
                  std::to_string(expected));
  }
  if (expected > 0 && array.buffers == nullptr) {
    place.invalid("the list of buffers is NULL");
  }
}

void check_children(const Type& type, const ArrowArray& array, const Place& place) {
  const auto expected = static_cast<std::int64_t>(type.children.size());
  if (array.n_children != expected) {
    place.invalid(std::to_string(array.n_children) + " children; the schema has " +
                  std::to_string(expected));
  }
  for (std::int64_t i = 0; i < expected; ++i) {
    if (array.children == nullptr || array.children[i] == nullptr) {
      place.invalid("child " + std::to_string(i) + " is NULL");
    }
    check_array(*array.children[i], place);
  }
}

Column make_by_kind(const Source& source) {
  if (!source.type.dictionary.empty()) {
    return make_dictionary(source);
  }
  switch (source.type.kind) {
    case Kind::null:
      return std::make_unique<NullColumn>();
    case Kind::text:
    case Kind::large_text:
    case Kind::text_view:
    case Kind::fixed_text:
      return make_text(source);
    case Kind::decimal:
      return make_decimal(source);
    case Kind::list:
    case Kind::large_list:
    case Kind::fixed_list:
    case Kind::list_view:
    case Kind::large_list_view:
      return make_list(source);
    case Kind::run_end:
      return make_run_end(source);
    default:
      return make_scalar(source);
  }
}

}  // namespace

const void* Source::buffer(std::int64_t index) const {
  const void* found = array.buffers[index];
  if (found == nullptr) {
    place.invalid("buffer " + std::to_string(index) + " is NULL, with " +
                  std::to_string(array.length) + " rows");
  }
  return found;
}

void check_array(const ArrowArray& array, const Place& place) {
  if (array.release == nullptr) {
    place.invalid("the array was released");
  }
  if (array.length < 0 || array.offset < 0 ||
      array.length > std::numeric_limits<std::int64_t>::max() / 64 - array.offset) {
    place.invalid("length " + std::to_string(array.length) + " with offset " +
                  std::to_string(array.offset));
  }
  if (array.n_buffers < 0 || array.n_children < 0 || array.null_count < -1 ||
      array.null_count > array.length) {
    place.invalid(std::to_string(array.n_buffers) + " buffers, " +
                  std::to_string(array.n_children) + " children and " +
                  std::to_string(array.null_count) + " nulls in " + std::to_string(array.length) +
                  " rows");
  }
}

const std::uint8_t* validity_of(const ArrowArray& array, const Place& place) {
  if (array.null_count == 0 || array.n_buffers == 0 || array.buffers == nullptr) {
    return nullptr;
  }
  if (array.buffers[0] == nullptr && array.null_count > 0) {
    place.invalid(std::to_string(array.null_count) + " nulls, but the validity buffer is NULL");
  }
  return static_cast<const std::uint8_t*>(array.buffers[0]);
}

Column make_column(const Type& type, const ArrowArray& array, std::int64_t first,
                   std::int64_t count, const Place& place) {
  check_array(array, place);
  if (first < 0 || count < 0 || first > array.length || count > array.length - first) {
    place.invalid("rows " + std::to_string(first) + " to " + std::to_string(first + count) +
                  " are needed of an array of " + std::to_string(array.length));
  }
  if (count == 0) {
    return std::make_unique<NullColumn>();
  }
  check_buffers(type, array, place);
  check_children(type, array, place);
  const bool has_validity = type.kind != Kind::null && type.kind != Kind::run_end;
  const Slice slice{has_validity ? validity_of(array, place) : nullptr,
                    static_cast<std::size_t>(array.offset + first),
                    static_cast<std::size_t>(count)};
  return make_by_kind(Source{type, array, slice, place});
}

Column make_masked(Column inner, const void* validity, std::int64_t start) {
  return std::make_unique<MaskedColumn>(std::move(inner),
                                        Slice{static_cast<const std::uint8_t*>(validity),
                                              static_cast<std::size_t>(start), std::size_t{0}});
}

}  // namespace opportune::arrow
