// What the tests of policies share.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "opportune/conflict/kinds.hpp"
#include "support/catch.hpp"

namespace policy_check {

using namespace opportune;

template <class Kind>
KindPolicy severity_in(const Policy& policy) {
  KindPolicy out;
  each_kind([&]<class Other, std::size_t index>() {
    if (Other::name == Kind::name) {
      out = severities<Other, index>(policy);
    }
  });
  return out;
}

/// The issue of a policy that is refused.
inline Issue refused(std::string_view json) {
  INFO("policy " << json);
  try {
    static_cast<void>(parse_policy(json));
  } catch (const InputError& error) {
    REQUIRE(error.issues().size() == 1);
    CHECK(error.code() == "invalid_policy");
    CHECK(error.issues()[0].table == "policy");
    return error.issues()[0];
  }
  FAIL("it was not refused");
  return {};
}

struct Bad {
  const char* json;
  const char* path;
  const char* reason;  ///< a part of it
};

inline void check_refused(const std::vector<Bad>& all) {
  for (const Bad& bad : all) {
    const Issue issue = refused(bad.json);
    INFO("policy " << bad.json << ": " << issue.reason);
    CHECK(issue.field == bad.path);
    CHECK(issue.reason.find(bad.reason) != std::string::npos);
  }
}

inline bool same(const SeverityWhen& a, const SeverityWhen& b) {
  return a.prospect == b.prospect && a.milestone == b.milestone && a.value_minor == b.value_minor &&
         a.severity == b.severity;
}
inline bool same(const KindPolicy& a, const KindPolicy& b) {
  return a.prospect == b.prospect && a.customer == b.customer &&
         std::equal(a.when.begin(), a.when.end(), b.when.begin(), b.when.end(),
                    [](const SeverityWhen& x, const SeverityWhen& y) { return same(x, y); });
}

}  // namespace policy_check
