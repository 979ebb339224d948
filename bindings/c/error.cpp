#include "guard.hpp"
#include "handles.hpp"
#include "issues.hpp"

using namespace opportune::c;

extern "C" {

opp_status opp_error_free(opp_error* error) noexcept {
  return is_shared_error(error) ? OPP_OK : free_handle(error);
}

opp_status opp_error_status(const opp_error* error) noexcept {
  return guarded_value(opp_status{OPP_INVALID_HANDLE}, [&] { return use(error)->status; });
}

opp_str opp_error_code(const opp_error* error) noexcept {
  return guarded_value(no_text, [&] { return text_out(use(error)->code); });
}

opp_str opp_error_message(const opp_error* error) noexcept {
  return guarded_value(no_text, [&] { return text_out(use(error)->message); });
}

size_t opp_error_issue_count(const opp_error* error) noexcept {
  return guarded_value(size_t{0}, [&] { return use(error)->issues.size(); });
}

uint64_t opp_error_issue_total(const opp_error* error) noexcept {
  return guarded_value(uint64_t{0}, [&] { return use(error)->total; });
}

opp_status opp_error_issue(const opp_error* error, size_t index, opp_issue* issue) noexcept {
  return guarded(nullptr, [&] {
    const auto failure = use(error);
    opp_issue& place = struct_place(issue, least_issue_size, "issue");
    struct_out(place, issue_out(item(failure->issues, index, "issue")));
  });
}

}  // extern "C"
