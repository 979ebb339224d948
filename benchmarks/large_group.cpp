// Is anything quadratic in a large group? One group with so many open opportunities on one product,
// in 50 markets, with agreements, claims, marketing and requirements for all of them: how long a
// scan takes, kind by kind, and how it grows. One JSON object on standard output.
//
//   large_group [largest = 100000]
#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <map>
#include <string>
#include <vector>

#include "opportune/model/conflict_names.hpp"
#include "opportune/workspace.hpp"

namespace {

using namespace opportune;

constexpr std::size_t markets = 50;
constexpr std::size_t people = 200;

/// A table of texts, row by row.
class Sheet {
 public:
  Sheet(std::string name, std::vector<std::string> columns)
      : table_(std::make_shared<Table>(std::move(name))) {
    table_->columns().reserve(columns.size());
    for (std::string& column : columns) {
      table_->column(std::move(column), ColumnType::text);
    }
  }
  void add(const std::vector<std::string>& row) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      table_->columns()[i].add_text_or_null(row[i]);
    }
  }
  [[nodiscard]] InputTable input() const { return as_input(table_); }

 private:
  std::shared_ptr<Table> table_;
};

std::string name(char letter, std::size_t number) { return letter + std::to_string(number); }

std::vector<InputTable> one_group(std::size_t opportunities) {
  Sheet market("market", {"id", "currency", "country", "jurisdiction"});
  Sheet person("person", {"id"}), product("product", {"id"});
  Sheet account("account", {"id", "parent", "market"});
  Sheet process("process", {"id", "definition"});
  Sheet requirement("requirement", {"id", "jurisdiction", "milestone"});
  Sheet agreement("agreement", {"id", "account", "owner", "discount"});
  Sheet delegation("delegation", {"agreement", "person"});
  Sheet claim("claim", {"id", "person", "account", "from"});
  Sheet activity("activity",
                 {"id", "account", "kind", "channel", "material", "status", "start", "end"});
  Sheet opportunity("opportunity", {"id", "account", "market", "owner", "process", "stage",
                                    "products", "amount_minor", "opened", "agreement"});
  for (std::size_t i = 0; i < markets; ++i) {
    market.add({name('m', i), "EUR", i % 2 == 0 ? "SE" : "DK", "EU"});
    account.add({name('a', i), i == 0 ? "" : "a0", name('m', i)});
  }
  for (std::size_t i = 0; i < people; ++i) {
    person.add({name('p', i)});
  }
  product.add({"crm"});
  process.add({"own", R"({"stages":[{"id":"a","milestone":"qualified","suppress":["mailing"]},)"
                      R"({"id":"n","milestone":"negotiation","suppress":["*"]},)"
                      R"({"id":"w","milestone":"won"},{"id":"l","milestone":"lost"}]})"});
  requirement.add({"r0", "EU", "negotiation"});
  for (std::size_t i = 0; i < 10; ++i) {
    agreement.add({name('g', i), name('a', i), name('p', i), "10"});
    delegation.add({name('g', i), name('p', i + 1)});
    claim.add({name('c', i), name('p', i), name('a', i), "2025-01-01"});
  }
  for (std::size_t i = 0; i < opportunities; ++i) {
    opportunity.add({name('o', i), name('a', i % markets), name('m', i % markets),
                     name('p', i % people), "own", i % 3 == 0 ? "n" : "a", "crm", "1000",
                     "2026-01-01", i % 5 == 0 ? "g1" : ""});
    activity.add({name('x', i), name('a', i % markets), i % 2 == 0 ? "mailing" : "event",
                  "marketing", "brochure", i % 2 == 0 ? "planned" : "done",
                  i % 2 == 0 ? "2026-03-05" : "2026-01-05",
                  i % 2 == 0 ? "2026-03-20" : "2026-01-20"});
  }
  std::vector<InputTable> out;
  for (const Sheet* sheet : {&market, &person, &product, &account, &process, &requirement,
                             &agreement, &delegation, &claim, &activity, &opportunity}) {
    out.push_back(sheet->input());
  }
  return out;
}

std::int64_t peak_kib() {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with("VmHWM:")) {
      return std::strtoll(line.c_str() + 6, nullptr, 10);
    }
  }
  return 0;
}

/// Of one kind; "": of all at once.
double seconds_of(const Workspace& workspace, const std::string& kind) {
  using Clock = std::chrono::steady_clock;
  ConflictQuery query;
  query.as_of = end_of_day(*parse_date("2026-03-01"));
  if (!kind.empty()) {
    query.kinds = {kind};
  }
  query.policy = "{}";  // so that it is answered from nothing that was kept
  double best = 1e9;
  for (int repeat = 0; repeat < 3; ++repeat) {
    const Clock::time_point start = Clock::now();
    (void)workspace.conflicts(query);
    best = std::min(best, std::chrono::duration<double>(Clock::now() - start).count());
  }
  return best;
}

}  // namespace

int main(int argc, char** argv) {
  const std::size_t largest = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 100'000;
  std::map<std::string, std::vector<std::pair<std::size_t, double>>> times;
  std::vector<std::string> peaks;
  for (std::size_t size = 1000; size <= largest; size *= 10) {
    Workspace workspace;
    workspace.load(one_group(size));
    for (const std::string_view kind : conflict_kinds) {
      times[std::string(kind)].emplace_back(size, seconds_of(workspace, std::string(kind)));
    }
    times["all"].emplace_back(size, seconds_of(workspace, ""));
    peaks.push_back("\"" + std::to_string(size) + "\": " + std::to_string(peak_kib()));
  }
  std::cout << "{\"kinds\": {";
  bool first = true;
  for (const auto& [kind, points] : times) {
    std::cout << (first ? "" : ", ") << "\"" << kind << "\": {";
    first = false;
    for (const auto& [size, seconds] : points) {
      std::cout << "\"" << size << "\": " << seconds << ", ";
    }
    // The exponent between the two largest sizes: 1 is linear, 2 quadratic.
    const auto& a = points[points.size() > 1 ? points.size() - 2 : 0];
    const auto& b = points.back();
    const double exponent = points.size() < 2 ? 0 : std::log10(b.second / a.second);
    std::cout << "\"exponent\": " << exponent << "}";
  }
  std::cout << "}, \"peak_kib\": {";
  for (std::size_t i = 0; i < peaks.size(); ++i) {
    std::cout << (i == 0 ? "" : ", ") << peaks[i];
  }
  std::cout << "}}\n";
}
