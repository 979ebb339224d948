#include "store/checkpoint/parts.hpp"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

#include "model/json_hooks.hpp"
#include "opportune/core/archive.hpp"
#include "opportune/model/rules.hpp"
#include "opportune/version.hpp"

namespace opportune::checkpoint {
namespace {

/// To be raised when something is stored in another way of which layout_text() says nothing.
constexpr int format = 2;

/// The definition of a version of a process.
std::string_view definition_of(const Book& book, const StageTable::Version& version,
                               std::uint32_t latest) {
  const auto require = [](bool is_there) {
    if (!is_there) {
      throw DamagedBytes("a version of a process is missing");
    }
  };
  if (version.number == latest) {
    const Store<Process>& processes = book.get<Process>();
    require(version.process < processes.rows());
    return processes.get<"definition">()[version.process];
  }
  const Store<ProcessVersion>& earlier = book.get<ProcessVersion>();
  std::uint32_t row = 0;
  while (row < earlier.rows() && (earlier.get<"process">()[row] != version.process ||
                                  earlier.get<"version">()[row] != version.number)) {
    ++row;
  }
  require(row < earlier.rows());
  return earlier.get<"definition">()[row];
}

void complete_stages(Book& book, const std::vector<StageTable::Version>& versions) {
  for (const StageTable::Version& version : versions) {
    if (version.process == no_row) {  // the built-in process: it is there
      continue;
    }
    std::uint32_t latest = 0;
    for (const StageTable::Version& other : versions) {
      latest = other.process == version.process ? std::max(latest, other.number) : latest;
    }
    std::vector<DefinitionFault> faults;
    ProcessDefinition definition = json_hooks().definition(definition_of(book, version, latest),
                                                           book.stages().milestones(), faults);
    if (!faults.empty() || !book.edit_stages().add(version.process, std::move(definition)) ||
        book.stages().latest(version.process).number != version.number) {
      throw DamagedBytes("a version of a process cannot be read");
    }
  }
}

template <class Record>
Forest tree(const Book& book) {
  const Store<Record>& store = book.get<Record>();
  return Forest(store.rows(), [&](std::size_t row) { return store.template get<"parent">()[row]; });
}

/// For tables whose rules keep nothing but what is not among the parts.
template <class Record>
void link_rows(Book& book) {
  for (std::uint32_t row = 0; row < book.get<Record>().rows(); ++row) {
    Rules<Record>::linked(book, row, {}, nullptr);
  }
}

}  // namespace

Outline Outline::of(const Book& book) {
  Outline out;
  each_record([&]<class Record>() { out.rows.push_back(book.get<Record>().rows()); });
  out.versions = book.stages().versions();
  return out;
}

void complete(Book& book, const Outline& outline) {
  std::size_t table = 0;
  each_record([&]<class Record>() {
    Store<Record>& store = book.edit<Record>();
    const std::uint64_t rows = outline.rows.at(table++);
    if (rows >= no_row || (Store<Record>::has_ids && store.ids().size() != rows)) {
      throw DamagedBytes("a table has another number of rows");
    }
    store.resize(static_cast<std::size_t>(rows));
  });
  book.set_markets(tree<Market>(book));
  book.set_products(tree<Product>(book));
  complete_stages(book, outline.versions);
  Rules<Account>::linked_all(book);
  link_rows<AccountParent>(book);
  link_rows<FxRate>(book);
}

std::string layout_text() {
  std::string out = "opportune " + std::string(library_version()) + ' ' + std::to_string(format) +
                    ' ' + std::to_string(TextIndex::hash_mark());
  each_record([&]<class Record>() {
    out += '\n' + std::string(Schema<Record>::table);
    Schema<Record>::Fields::each([&]<class F, std::size_t index>() {
      out += ' ' + std::string(F::name) + ' ' + std::to_string(sizeof(Storage<typename F::Kind>));
    });
  });
  return out + '\n' + std::to_string(sizeof(Links)) + ' ' + std::to_string(sizeof(Book));
}

}  // namespace opportune::checkpoint
