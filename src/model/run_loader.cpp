#include "model/run_loader.hpp"

#include <utility>

#include "model/json_hooks.hpp"
#include "opportune/model/loader.hpp"

namespace opportune {

void run_loader(Book& book, const std::vector<InputTable>& tables, IssueList& issues,
                const Put* put, TableProgress progress) {
  Loader loader(book, json_hooks(), issues, put);
  loader.progress = std::move(progress);
  loader.load(tables);
}

}  // namespace opportune
