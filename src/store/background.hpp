// A thread that carries tasks out beside the one that gives them.
#pragma once

#include <condition_variable>
#include <deque>
#include <exception>
#include <functional>
#include <mutex>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

namespace opportune {

/// One task after another, in the order in which they were given. Threads: one gives them, and
/// carries them out itself where no other can be started. What a task holds is given back by the
/// thread that made it: memory that goes from one thread to another makes both wait.
class Background {
 public:
  using Task = std::function<void()>;

  Background() = default;
  Background(const Background&) = delete;
  Background& operator=(const Background&) = delete;
  ~Background() { stop(); }

  /// Waits where many are still to be done. Throws what a task before it has thrown.
  void run(Task task) {
    if (!thread_.joinable() && !start()) {
      run_here(task);
      return;
    }
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return tasks_.size() < most || error_ != nullptr; });
    if (error_ != nullptr) {  // until it is stopped
      std::rethrow_exception(error_);
    }
    std::vector<Task> spent;
    spent.reserve(tasks_.size() + 2);  // for all that are to be done, and for one that is
    spent.swap(spent_);
    tasks_.push_back(std::move(task));
    lock.unlock();
    changed_.notify_all();
  }
  /// Waits until all are done. Throws what one has thrown; those after it were left out.
  void finish() {
    end(false);
    if (error_ != nullptr) {
      std::rethrow_exception(std::exchange(error_, nullptr));
    }
  }
  /// Those that were not begun are left out.
  void stop() noexcept {
    end(true);
    error_ = nullptr;
  }

 private:
  static constexpr std::size_t most = 64;

  [[nodiscard]] bool start() {
    try {
      thread_ = std::thread([this] { work(); });
    } catch (const std::system_error&) {
      return false;
    }
    return true;
  }
  /// There is no other thread: all that was given before is done.
  void run_here(const Task& task) {
    if (error_ != nullptr) {
      std::rethrow_exception(error_);
    }
    try {
      task();
    } catch (...) {
      error_ = std::current_exception();
    }
  }
  void end(bool leave_out) noexcept {
    if (!thread_.joinable()) {
      return;
    }
    {
      const std::lock_guard lock(mutex_);
      if (leave_out) {
        tasks_.clear();
      }
      is_ending_ = true;
      changed_.notify_all();
    }
    thread_.join();
    is_ending_ = false;
    spent_.clear();
  }
  void work() {
    std::unique_lock lock(mutex_);
    for (;;) {
      changed_.wait(lock, [&] { return is_ending_ || !tasks_.empty(); });
      if (tasks_.empty()) {
        return;
      }
      Task task = std::move(tasks_.front());
      tasks_.pop_front();
      lock.unlock();
      std::exception_ptr error;
      try {
        task();
      } catch (...) {
        error = std::current_exception();
      }
      lock.lock();
      spent_.push_back(std::move(task));
      if (error != nullptr) {
        error_ = error;
        tasks_.clear();
        changed_.notify_all();
        changed_.wait(lock, [&] { return is_ending_; });
        return;
      }
      changed_.notify_all();
    }
  }

  std::mutex mutex_;  // guards what follows, but the thread
  std::condition_variable changed_;
  std::deque<Task> tasks_;
  std::vector<Task> spent_;  // has room for what may come to it: the other thread makes none
  std::exception_ptr error_;
  bool is_ending_ = false;
  std::thread thread_;
};

}  // namespace opportune
