#include "live/subscribers.hpp"

#include <algorithm>
#include <utility>

namespace opportune {

SubscriptionId Subscribers::add(Subscriber tell, SubscriberError error) {
  const std::lock_guard lock(mutex_);
  entries_.push_back(
      std::make_shared<Entry>(Entry{++last_, std::move(tell), std::move(error), true}));
  return last_;
}

bool Subscribers::remove(SubscriptionId id) {
  std::unique_lock lock(mutex_);
  const auto at = std::find_if(entries_.begin(), entries_.end(),
                               [id](const auto& entry) { return entry->id == id; });
  if (at == entries_.end()) {
    return false;
  }
  (*at)->active = false;
  entries_.erase(at);
  if (by_ != std::this_thread::get_id()) {
    told_.wait(lock, [&] { return now_ != id; });
  }
  return true;
}

bool Subscribers::any() const {
  const std::lock_guard lock(mutex_);
  return !entries_.empty();
}

void Subscribers::post(const Effects& effects) {
  if (effects.opened.empty() && effects.changed.empty() && effects.closed.empty()) {
    return;
  }
  const std::lock_guard lock(mutex_);
  if (!entries_.empty()) {
    queue_.push_back(std::make_shared<const Effects>(effects));
  }
}

void Subscribers::tell(const std::shared_ptr<Entry>& entry, const Effects& effects) {
  try {
    entry->tell(effects);
  } catch (...) {
    try {
      if (entry->error) {
        entry->error(std::current_exception());
      }
    } catch (...) {  // nobody is left to be told
    }
  }
}

void Subscribers::deliver() {
  std::unique_lock lock(mutex_);
  if (delivering_) {
    return;
  }
  delivering_ = true;
  by_ = std::this_thread::get_id();
  while (!queue_.empty()) {
    const std::shared_ptr<const Effects> effects = std::move(queue_.front());
    queue_.pop_front();
    const std::vector<std::shared_ptr<Entry>> entries = entries_;
    for (const std::shared_ptr<Entry>& entry : entries) {
      if (!entry->active) {
        continue;
      }
      now_ = entry->id;
      lock.unlock();
      tell(entry, *effects);
      lock.lock();
      now_ = 0;
      told_.notify_all();
    }
  }
  delivering_ = false;
  by_ = {};
}

}  // namespace opportune
