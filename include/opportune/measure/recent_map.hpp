// A map that finds again quickly what was asked for lately.
#pragma once

#include <array>
#include <cstddef>
#include <unordered_map>

namespace opportune {

/// Values by key. Those that were asked for lately are found without a search: opportunities next
/// to each other often fall into the same few cells. Threads: one user at a time.
template <class Key, class Value, class Hash, class Equal>
class RecentMap {
  using Map = std::unordered_map<Key, Value, Hash, Equal>;

 public:
  RecentMap() = default;
  RecentMap(const RecentMap&) = delete;
  RecentMap& operator=(const RecentMap&) = delete;
  RecentMap(RecentMap&&) = default;
  RecentMap& operator=(RecentMap&&) = default;
  ~RecentMap() = default;

  /// The value of the key, which is made where there is none.
  Value& operator[](const Key& key) {
    typename Map::value_type*& recent = recent_[Hash{}(key) % recent_.size()];
    if (recent == nullptr || !Equal{}(recent->first, key)) {
      recent = &*values_.try_emplace(key).first;
    }
    return recent->second;
  }
  [[nodiscard]] std::size_t size() const noexcept { return values_.size(); }
  [[nodiscard]] auto begin() const noexcept { return values_.begin(); }
  [[nodiscard]] auto end() const noexcept { return values_.end(); }

 private:
  Map values_;
  std::array<typename Map::value_type*, 256> recent_{};  // places in values_, which stay
};

}  // namespace opportune
