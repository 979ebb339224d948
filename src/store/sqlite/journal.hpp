#pragma once

#include <memory>
#include <string>

#include "opportune/store/journal.hpp"

namespace opportune::sqlite {

/// The journal in an SQLite file; made where there is none.
[[nodiscard]] std::unique_ptr<Journal> open_journal(const std::string& path,
                                                    const JournalHead& head);

}  // namespace opportune::sqlite
