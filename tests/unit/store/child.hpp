// A process of its own that runs a function, and tells numbers on the way.
#pragma once

#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdint>
#include <utility>
#include <vector>

namespace opportune {

/// Must be made while no other thread runs.
class Child {
 public:
  /// run(tell): what it tells by tell(number) has left the process when tell returns.
  template <class Run>
  explicit Child(const Run& run) {
    int ends[2];
    if (::pipe(ends) != 0) {
      std::abort();
    }
    process_ = ::fork();
    if (process_ == 0) {
      ::close(ends[0]);
      int code = 0;
      try {
        run([&](std::int64_t number) {
          if (::write(ends[1], &number, sizeof number) != sizeof number) {
            ::_exit(3);
          }
        });
      } catch (...) {
        code = 2;
      }
      ::_exit(code);  // nothing of the parent's is cleaned up here
    }
    ::close(ends[1]);
    pipe_ = ends[0];
  }
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;
  Child(Child&& other) noexcept
      : process_(std::exchange(other.process_, 0)), pipe_(std::exchange(other.pipe_, -1)) {}
  ~Child() {
    kill();
    if (pipe_ >= 0) {
      ::close(pipe_);
    }
  }

  /// At any instruction, without a chance to clean up.
  void kill() {
    if (process_ > 0) {
      ::kill(process_, SIGKILL);
      wait();
    }
  }
  /// Until it has ended: 0 where its function returned, 2 where it threw.
  int wait() {
    int status = 0;
    if (process_ > 0) {
      ::waitpid(process_, &status, 0);
      process_ = 0;
    }
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  }
  /// Everything that it has told, until its end of the pipe is closed.
  [[nodiscard]] std::vector<std::int64_t> told() const {
    std::vector<std::int64_t> out;
    std::int64_t number = 0;
    while (::read(pipe_, &number, sizeof number) == sizeof number) {
      out.push_back(number);
    }
    return out;
  }

 private:
  pid_t process_ = 0;
  int pipe_ = -1;
};

}  // namespace opportune
