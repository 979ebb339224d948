#pragma once

#include <memory>
#include <string>

#include "opportune/store/journal.hpp"

namespace opportune::postgres {

/// The journal in the schema "opportune" of a PostgreSQL database; made where there is none.
[[nodiscard]] std::unique_ptr<Journal> open_journal(const std::string& url,
                                                    const JournalHead& head);

}  // namespace opportune::postgres
