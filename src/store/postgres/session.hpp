// A journal's connection with its settings, made anew where it was lost.
#pragma once

#include <string>

#include "store/postgres/connection.hpp"

namespace opportune::postgres {

/// For as long as a session lives in the server it holds a lock of its own (an advisory one, by a
/// random number). So the next one can wait for its end: a server whose connection is lost goes on
/// with what it was sent before.
class Session {
 public:
  explicit Session(const std::string& url);

  [[nodiscard]] Connection& connection() noexcept { return connection_; }
  /// Makes the connection anew where it was lost.
  void ensure();
  /// The number by which the end of this session can be waited for.
  [[nodiscard]] const std::string& lock() const noexcept { return lock_; }
  /// Waits until an earlier session has ended in the server too. StoreError: it has not within ten
  /// seconds.
  void await_end_of(const std::string& lock);

 private:
  void prepare();

  Connection connection_;
  std::string lock_;  ///< the number
};

}  // namespace opportune::postgres
