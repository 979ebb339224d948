// What is behind each type of handle, and how a handle becomes an object and back.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "failure.hpp"
#include "guard.hpp"
#include "opportune/admission/convert.hpp"
#include "opportune/admission/decision.hpp"
#include "opportune/c/opportune.h"
#include "opportune/core/error.hpp"
#include "opportune/model/load.hpp"
#include "opportune/process/advance.hpp"
#include "opportune/workspace.hpp"
#include "registry.hpp"

namespace opportune::c {

/// The type behind a handle, and the handle's name in messages (its address tells kinds apart).
template <class Handle>
struct Behind;
template <>
struct Behind<opp_workspace> {
  using type = Workspace;
  static constexpr char name[] = "opp_workspace";
};
template <>
struct Behind<opp_error> {
  using type = Failure;
  static constexpr char name[] = "opp_error";
};
template <>
struct Behind<opp_text> {
  using type = std::string;
  static constexpr char name[] = "opp_text";
};
template <>
struct Behind<opp_load_report> {
  using type = LoadReport;
  static constexpr char name[] = "opp_load_report";
};
template <>
struct Behind<opp_decision> {
  using type = Decision;
  static constexpr char name[] = "opp_decision";
};
template <>
struct Behind<opp_transitions> {
  using type = std::vector<TransitionResult>;
  static constexpr char name[] = "opp_transitions";
};
template <>
struct Behind<opp_checklist> {
  using type = Checklist;
  static constexpr char name[] = "opp_checklist";
};
template <>
struct Behind<opp_migration> {
  using type = Migration;
  static constexpr char name[] = "opp_migration";
};
template <>
struct Behind<opp_conversion> {
  using type = ConvertResult;
  static constexpr char name[] = "opp_conversion";
};

template <class Handle>
[[nodiscard]] std::uintptr_t number_of(const Handle* handle) noexcept {
  return reinterpret_cast<std::uintptr_t>(handle);
}

/// The object, or nothing. May fail only for want of what a lock needs.
template <class Handle>
[[nodiscard]] std::shared_ptr<typename Behind<Handle>::type> find(const Handle* handle) {
  return std::static_pointer_cast<typename Behind<Handle>::type>(
      Registry::instance().find(Behind<Handle>::name, number_of(handle)));
}

/// The object; CallError with OPP_INVALID_HANDLE otherwise.
template <class Handle>
[[nodiscard]] std::shared_ptr<typename Behind<Handle>::type> use(const Handle* handle) {
  auto object = find(handle);
  if (!object) {
    throw CallError(OPP_INVALID_HANDLE, std::string("the ") + Behind<Handle>::name +
                                            (handle == nullptr ? " is NULL"
                                                               : " is not valid: "
                                                                 "freed, or no handle "
                                                                 "of this type"));
  }
  return object;
}

/// A new handle whose object is still to be filled in; taken back unless it is published. So
/// what can fail is done before anything is changed.
template <class Handle>
class NewHandle {
 public:
  using Object = typename Behind<Handle>::type;

  template <class... Arguments>
  explicit NewHandle(Arguments&&... arguments)
      : object_(std::make_shared<Object>(std::forward<Arguments>(arguments)...)),
        number_(Registry::instance().add(Behind<Handle>::name, object_)) {}
  NewHandle(const NewHandle&) = delete;
  NewHandle& operator=(const NewHandle&) = delete;
  ~NewHandle() {
    if (number_ != 0) {
      Registry::instance().remove(Behind<Handle>::name, number_);
    }
  }
  [[nodiscard]] Object& object() noexcept { return *object_; }
  [[nodiscard]] Handle* publish() noexcept {
    // A handle is a number in a pointer's clothes, so that a stale one is told from a live one.
    return reinterpret_cast<Handle*>(  // NOLINT(performance-no-int-to-ptr)
        std::exchange(number_, 0));
  }

 private:
  std::shared_ptr<Object> object_;
  std::uintptr_t number_;
};

/// Takes a handle out of use. The object goes when the last call that uses it returns.
template <class Handle>
opp_status drop(const Handle* handle) noexcept {
  return guarded_value(opp_status{OPP_INTERNAL_ERROR}, [&]() -> opp_status {
    const auto object = Registry::instance().remove(Behind<Handle>::name, number_of(handle));
    return object ? OPP_OK : OPP_INVALID_HANDLE;
  });
}

/// What every `_free` does.
template <class Handle>
opp_status free_handle(const Handle* handle) noexcept {
  return handle == nullptr ? OPP_OK : drop(handle);
}

}  // namespace opportune::c
