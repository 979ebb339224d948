// Linking records with those that they refer to: the indexes and trees of the Book.
#pragma once

#include <cstddef>
#include <type_traits>
#include <utility>
#include <vector>

#include "opportune/core/error.hpp"
#include "opportune/model/book.hpp"
#include "opportune/model/issues.hpp"
#include "opportune/model/loader/placed.hpp"
#include "opportune/model/loader/trees.hpp"
#include "opportune/model/rules.hpp"

namespace opportune::detail {

template <class Record>
concept HasLinks = requires {
  typename Rules<Record>::Before;
};
struct Nothing {};
template <class Record>
struct BeforeType {
  using type = Nothing;
};
template <HasLinks Record>
struct BeforeType<Record> {
  using type = typename Rules<Record>::Before;
};

template <class Record>
using BeforeOf = typename BeforeType<Record>::type;

/// What the rules have to know of each record that a row is about to replace.
template <class Record>
std::vector<BeforeOf<Record>> before_links(const Book& book, const InputTable& table,
                                           const Placed& here, const Put* put) {
  std::vector<BeforeOf<Record>> before;
  if constexpr (HasLinks<Record>) {
    if (put != nullptr) {
      before.reserve(table.rows);
      for (std::size_t i = 0; i < table.rows; ++i) {
        const bool replaces = here.rows[i] != no_row && !here.is_new[i];
        before.push_back(replaces ? Rules<Record>::before(book, here.rows[i]) : BeforeOf<Record>{});
      }
    }
  }
  return before;
}

/// Links the records that were read with those that they refer to. `put`: see Loader.
template <class Record>
void link(Book& book, const InputTable& table, const Placed& here,
          const std::vector<BeforeOf<Record>>& before, const Put* put, IssueList& issues) {
  if constexpr (HasLinks<Record>) {
    for (std::size_t i = 0; i < table.rows; ++i) {
      try {
        if (put == nullptr) {
          Rules<Record>::linked(book, here.rows[i], {}, nullptr);
        } else {
          Put with = *put;
          with.is_new = here.is_new[i];
          Rules<Record>::linked(book, here.rows[i], before[i], &with);
        }
      } catch (const InputError& error) {
        Issue issue = error.issues().front();
        issue.row = here.input_row(i);
        issues.add(std::move(issue));
      }
    }
  }
  if constexpr (std::is_same_v<Record, Account>) {
    Rules<Account>::linked_all(book);
  } else if constexpr (std::is_same_v<Record, Market>) {
    book.set_markets(settled_tree<Market>(book, issues));
  } else if constexpr (std::is_same_v<Record, Product>) {
    book.set_products(settled_tree<Product>(book, issues));
  }
}

/// Is it a table of changes of other records, which in a load alter nothing but their own history?
template <class Record>
inline constexpr bool is_history = [] {
  using Fields = typename Schema<Record>::Fields;
  return Fields::index_of("at") < Fields::size && Fields::index_of("from") < Fields::size &&
         Fields::index_of("to") < Fields::size;
}();

/// Notes the opportunities that the records are, or whose histories they belong to.
template <class Record>
void note_revisions(Book& book, const Placed& here) {
  for (const std::uint32_t row : here.rows) {
    if constexpr (std::is_same_v<Record, Opportunity>) {
      book.edit_revisions().touch(row);
    } else if constexpr (requires { Rules<Record>::of_opportunity; }) {
      book.edit_revisions().touch(book.get<Record>().template get<"opportunity">()[row]);
    }
  }
}

}  // namespace opportune::detail
