// The loader, compiled once.
#pragma once

#include <cstdint>
#include <functional>
#include <string_view>
#include <vector>

#include "opportune/core/cell.hpp"
#include "opportune/model/book.hpp"
#include "opportune/model/issues.hpp"
#include "opportune/model/rules/put.hpp"

namespace opportune {

using TableProgress = std::function<void(std::string_view table, std::uint64_t rows)>;

/// Reads the tables into the Book, which is whole afterwards only where no issue was added.
void run_loader(Book& book, const std::vector<InputTable>& tables, IssueList& issues,
                const Put* put = nullptr, TableProgress progress = {});

}  // namespace opportune
