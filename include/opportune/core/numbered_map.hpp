// A map that numbers its keys in the order in which they come.
#pragma once

#include <boost/container/deque.hpp>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace opportune {

/// Values by key, and by the key's number. Values stay where they are. A key is looked for in one
/// table of numbers (open addressing), which holds 32 bits of each key's hash beside its number:
/// few other keys are ever compared. The hash's lowest bits say where a key is looked for first:
/// they must differ between keys. For fewer than 2^31 keys. Threads: one user at a time.
template <class Key, class Value, class Hash, class Equal>
class NumberedMap {
 public:
  NumberedMap() = default;
  NumberedMap(const NumberedMap& other)
      : entries_(other.entries_), last_(other.last_), slots_(other.slots_) {
    places_.reserve(slots_.size() / 2);
    for (Entry& entry : entries_) {
      places_.push_back(&entry);
    }
  }
  NumberedMap(NumberedMap&&) = default;  // a deque's may take memory
  NumberedMap& operator=(const NumberedMap& other) { return *this = NumberedMap(other); }
  NumberedMap& operator=(NumberedMap&&) = default;
  ~NumberedMap() = default;

  /// The value of the key, which is made where there is none.
  Value& operator[](const Key& key) {
    // Often one is asked for several times in a row.
    return last_ < places_.size() && Equal{}(places_[last_]->key, key) ? places_[last_]->value
                                                                       : at(key, hash_of(key));
  }
  /// The same, where the hash is known.
  Value& at(const Key& key, std::uint32_t hash) {
    if (2 * entries_.size() >= slots_.size()) {
      grow();
    }
    Slot* slot = first_of(hash);
    while (slot->next_number != 0 &&
           !(slot->hash == hash && Equal{}(places_[slot->next_number - 1]->key, key))) {
      slot = after(slot);
    }
    if (slot->next_number == 0) {
      places_.push_back(&entries_.emplace_back(Entry{key, Value()}));
      *slot = {hash, static_cast<std::uint32_t>(entries_.size())};
    }
    last_ = slot->next_number - 1;
    return places_[last_]->value;
  }
  [[nodiscard]] static std::uint32_t hash_of(const Key& key) noexcept {
    return static_cast<std::uint32_t>(Hash{}(key));
  }
  /// Where many keys lie far apart, the memory can be asked for one ahead of time: first for its
  /// slot; later, when that has come, for its entry. (Always inlined: a function that does nothing
  /// else counts as one without effect for GCC.)
  [[gnu::always_inline]] void foresee_slot(std::uint32_t hash) const noexcept {
    if (!places_.empty()) {
      __builtin_prefetch(&slots_[hash & (slots_.size() - 1)]);
    }
  }
  [[gnu::always_inline]] void foresee_entry(std::uint32_t hash) const noexcept {
    if (!places_.empty()) {
      const std::uint32_t next_number = slots_[hash & (slots_.size() - 1)].next_number;
      const auto* entry =
          reinterpret_cast<const char*>(places_[next_number == 0 ? 0 : next_number - 1]);
      __builtin_prefetch(entry);
      __builtin_prefetch(entry + sizeof(Entry) - 1);
    }
  }
  /// Of the key that was asked for last.
  [[nodiscard]] std::size_t last_number() const noexcept { return last_; }
  [[nodiscard]] std::size_t size() const noexcept { return entries_.size(); }
  [[nodiscard]] const Key& key(std::size_t number) const { return places_[number]->key; }
  [[nodiscard]] Value& value(std::size_t number) { return places_[number]->value; }
  [[nodiscard]] const Value& value(std::size_t number) const { return places_[number]->value; }

 private:
  struct Entry {
    Key key;
    Value value;
  };
  struct Slot {
    std::uint32_t hash = 0;
    std::uint32_t next_number = 0;  ///< the number after the entry's; 0: it is empty
  };

  [[nodiscard]] Slot* first_of(std::uint32_t hash) noexcept {
    return &slots_[hash & (slots_.size() - 1)];
  }
  [[nodiscard]] Slot* after(Slot* slot) noexcept {
    return slot == &slots_.back() ? slots_.data() : slot + 1;
  }
  void grow() {
    constexpr std::size_t fewest = 64;
    std::vector<Slot> before(slots_.empty() ? fewest : 2 * slots_.size());
    places_.reserve(before.size() / 2);  // an entry that is made has its place
    before.swap(slots_);
    for (const Slot& old : before) {
      if (old.next_number != 0) {
        Slot* slot = first_of(old.hash);
        while (slot->next_number != 0) {
          slot = after(slot);
        }
        *slot = old;
      }
    }
  }

  /// Many in a block of memory: std::deque makes one for each few large ones.
  using ManyInABlock = boost::container::deque_options_t<boost::container::block_size<64U>>;
  boost::container::deque<Entry, void, ManyInABlock> entries_;
  std::vector<Entry*> places_;  ///< by number: a deque would divide to find one
  std::size_t last_ = 0;        ///< the number of the one that was asked for last
  std::vector<Slot> slots_;     ///< as many as a power of two, at most half of them filled
};

}  // namespace opportune
