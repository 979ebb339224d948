// Being told of what changes.
#pragma once

#include <cstdint>
#include <exception>
#include <functional>

#include "opportune/live/effects.hpp"

namespace opportune {

/// Called with what each change did, after it has been made, in the order of the changes, from the
/// thread of some writer, one call at a time; only where a conflict came, altered or went. It may call
/// the workspace, and end its own subscription. What it throws goes to its error function, and
/// hinders nobody.
using Subscriber = std::function<void(const Effects&)>;
using SubscriberError = std::function<void(std::exception_ptr)>;

/// Names a subscription of one workspace; 0 names none.
using SubscriptionId = std::uint64_t;

}  // namespace opportune
