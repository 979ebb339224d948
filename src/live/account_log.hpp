// Which accounts the changes of a workspace have touched, one change after another: so that what
// was worked out from an earlier state is kept up, not made anew.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <utility>
#include <vector>

#include "live/standing.hpp"

namespace opportune {

/// Every state of a workspace has a version, from 0 on. Threads: one user at a time.
class AccountLog {
 public:
  [[nodiscard]] std::uint64_t version() const noexcept { return version_; }
  /// From now on it is noted what is touched.
  void begin() noexcept { is_kept_ = true; }
  /// There is a new state.
  void note(const TouchedAccounts& touched) {
    ++version_;
    if (!is_kept_ || touched.all || touched.elsewhere ||
        (touched.accounts.empty() && touched.also.empty())) {
      forget();
      return;
    }
    std::vector<std::uint32_t> accounts(touched.also);
    for (const auto& [account, kinds] : touched.accounts) {
      accounts.push_back(account);
    }
    size_ += accounts.size();
    changes_.emplace_back(version_, std::move(accounts));
    while (size_ > most) {
      size_ -= changes_.front().second.size();
      known_after_ = changes_.front().first;
      changes_.pop_front();
    }
  }
  /// By the changes after one version up to another, some more than once; nothing: any may be.
  [[nodiscard]] std::optional<std::vector<std::uint32_t>> between(std::uint64_t from,
                                                                  std::uint64_t to) const {
    if (from < known_after_) {
      return std::nullopt;
    }
    std::vector<std::uint32_t> out;
    for (const auto& [version, accounts] : changes_) {
      if (version > from && version <= to) {
        out.insert(out.end(), accounts.begin(), accounts.end());
      }
    }
    return out;
  }

 private:
  static constexpr std::size_t most = 100'000;

  void forget() {
    changes_.clear();
    size_ = 0;
    known_after_ = version_;
  }

  std::uint64_t version_ = 0;
  std::uint64_t known_after_ = 0;
  bool is_kept_ = false;
  std::deque<std::pair<std::uint64_t, std::vector<std::uint32_t>>> changes_;
  std::size_t size_ = 0;
};

}  // namespace opportune
