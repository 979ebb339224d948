// A conflict as a scan reports it, and the tables that are made of those.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "opportune/conflict/detect.hpp"
#include "opportune/conflict/recommendation.hpp"
#include "opportune/core/table.hpp"

namespace opportune {

/// A conflict with everything that its rows say.
struct Reported {
  Conflict conflict;
  std::string id;
  std::int64_t value_minor = 0;
  std::vector<std::string> resolutions;
  // What Scanner::explain() adds:
  std::vector<std::string> markets;
  MessageList explanation;  ///< sentences
  Recommendation lead;
  struct Pair {
    Member a, b;
    Instant since;
    Message evidence;
  };
  std::vector<Pair> pairs;
};

/// What a conflict is, and who should lead: sentences.
[[nodiscard]] inline MessageList explanation_of(const GroupView& group, const Conflict& conflict,
                                                const Recommendation& lead) {
  MessageList out{sentence(group, conflict)};
  out.insert(out.end(), lead.told.begin(), lead.told.end());
  return out;
}
/// The sentences, one after another.
[[nodiscard]] std::string text_of(const MessageList& sentences, const Catalogue& catalogue);
/// The same as JSON: [{"id": ..., "arguments": {...}}, ...].
[[nodiscard]] std::string json_of(const MessageList& sentences);
[[nodiscard]] std::string json_of(const Message& message);

/// The tables of ConflictTables (conflict/query.hpp), rows in the order of `found`.
[[nodiscard]] std::shared_ptr<Table> conflict_table(const Book& book,
                                                    const std::vector<Reported>& found,
                                                    const Catalogue& catalogue, unsigned threads);
[[nodiscard]] std::shared_ptr<Table> member_table(const Book& book,
                                                  const std::vector<Reported>& found);
[[nodiscard]] std::shared_ptr<Table> pair_table(const std::vector<Reported>& found,
                                                const Catalogue& catalogue);

}  // namespace opportune
