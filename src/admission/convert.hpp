// convert, as the facade calls it.
#pragma once

#include "opportune/admission/convert.hpp"
#include "opportune/conflict/policy.hpp"
#include "opportune/model/book.hpp"

namespace opportune {

/// Qualifies a lead, or says why not. Works on the Book, which is whole and changed only where the
/// result is done: the caller drops it otherwise. `request.at` is filled.
[[nodiscard]] ConvertResult convert_lead(Book& book, const Policy& policy,
                                         const ConvertRequest& request);

}  // namespace opportune
