// Values as bytes, and back: what a class that can be saved asks of where it is saved to. The bytes
// are those of this machine: for a cache of its own, not for others.
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <type_traits>
#include <vector>

namespace opportune {

/// What is read cannot have been written so.
class DamagedBytes : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

template <class Out>
concept ByteSink = requires(Out& out, const void* bytes, std::size_t count) {
  out.put(bytes, count);
};
/// get() throws DamagedBytes where fewer are left().
template <class In>
concept ByteSource = requires(In& in, void* bytes, std::size_t count) {
  in.get(bytes, count);
  { in.left() } -> std::convertible_to<std::uint64_t>;
};

template <ByteSink Out, class Value>
void put_value(Out& out, const Value& value) {
  static_assert(std::is_trivially_copyable_v<Value>);
  out.put(&value, sizeof value);
}
template <class Value, ByteSource In>
[[nodiscard]] Value get_value(In& in) {
  static_assert(std::is_trivially_copyable_v<Value>);
  Value out{};
  in.get(&out, sizeof out);
  return out;
}

template <ByteSink Out>
void put_count(Out& out, std::size_t count) {
  put_value(out, std::uint64_t{count});
}
/// A count of things of which a byte of what follows stands for so many at most: who makes room for
/// them does not make too much.
template <ByteSource In>
[[nodiscard]] std::size_t get_count(In& in, std::uint64_t per_byte = 1) {
  const auto count = get_value<std::uint64_t>(in);
  if (count / per_byte > in.left()) {
    throw DamagedBytes("a count is larger than what follows");
  }
  return static_cast<std::size_t>(count);
}

template <ByteSink Out, class Value>
void put_vector(Out& out, const std::vector<Value>& values) {
  static_assert(std::is_trivially_copyable_v<Value>);
  put_count(out, values.size());
  out.put(values.data(), values.size() * sizeof(Value));
}
template <class Value, ByteSource In>
[[nodiscard]] std::vector<Value> get_vector(In& in) {
  static_assert(std::is_trivially_copyable_v<Value>);
  std::vector<Value> out(get_count(in));
  in.get(out.data(), out.size() * sizeof(Value));
  return out;
}

}  // namespace opportune
