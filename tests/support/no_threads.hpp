// That no thread can be started, for tests of what is done then.
#pragma once

#include <pthread.h>

#include <cstddef>

#ifdef __GLIBC__  // elsewhere there is no way to take the room for threads away

namespace opportune {

/// As long as it lives no thread can be started: none has room for such a stack.
class NoThreads {
 public:
  NoThreads() {
    pthread_getattr_default_np(&before_);
    pthread_attr_t huge;
    pthread_attr_init(&huge);
    pthread_attr_setstacksize(&huge, std::size_t{1} << 47U);
    refused_ = pthread_setattr_default_np(&huge) != 0;
    pthread_attr_destroy(&huge);
  }
  ~NoThreads() {
    pthread_setattr_default_np(&before_);
    pthread_attr_destroy(&before_);
  }
  NoThreads(const NoThreads&) = delete;
  NoThreads& operator=(const NoThreads&) = delete;

  [[nodiscard]] bool refused() const noexcept { return refused_; }

 private:
  pthread_attr_t before_{};
  bool refused_ = false;
};

}  // namespace opportune

#endif
