// Who is told of effects. Writers post them in the order of their changes and deliver them when they
// hold no lock, so that who is told may call the workspace.
#pragma once

#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "opportune/live/subscription.hpp"

namespace opportune {

class Subscribers {
 public:
  SubscriptionId add(Subscriber tell, SubscriberError error);
  /// Returns when the subscriber is not being told, and never will be again; at once where it is
  /// the subscriber itself who asks. False: there is no such subscription.
  bool remove(SubscriptionId id);
  [[nodiscard]] bool any() const;
  /// To be called in the order of the changes.
  void post(const Effects& effects);
  /// Tells of all that was posted, unless another thread (or a caller further up) is at it.
  void deliver();

 private:
  struct Entry {
    SubscriptionId id = 0;
    Subscriber tell;
    SubscriberError error;
    bool active = true;
  };
  void tell(const std::shared_ptr<Entry>& entry, const Effects& effects);

  mutable std::mutex mutex_;
  std::condition_variable told_;
  SubscriptionId last_ = 0;
  std::vector<std::shared_ptr<Entry>> entries_;
  std::deque<std::shared_ptr<const Effects>> queue_;
  bool delivering_ = false;
  std::thread::id by_;      // who delivers
  SubscriptionId now_ = 0;  // who is being told
};

}  // namespace opportune
