// The conflicts of one group, as a command tells of them.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "opportune/conflict/detect.hpp"
#include "opportune/process/advance.hpp"

namespace opportune {

/// Those that an opportunity is a member of, by id.
[[nodiscard]] std::vector<ConflictEffect> conflicts_with(const AsOf& as_of,
                                                         const GroupIndex& groups,
                                                         const Policy& policy,
                                                         std::uint32_t opportunity);

/// Compares a group before moves and after them. Made once and asked often, it keeps its memory.
/// Few conflicts come or go, and only these are put into words.
class MoveConflicts {
 public:
  explicit MoveConflicts(const Policy& policy) : policy_(policy) {}

  /// Looks at some kinds in a group before opportunities of it move. `alone`: the one that does,
  /// where its move alters nothing else of the group, such as that it has no customer yet.
  void before(const AsOf& as_of, const GroupIndex& groups, std::uint32_t root, const KindSet& kinds,
              std::optional<std::uint32_t> alone);
  /// Looks at the same after that, and adds what came and went, by id.
  void after(const AsOf& as_of, const GroupIndex& groups, std::vector<ConflictEffect>& opened,
             std::vector<ConflictEffect>& closed);

 private:
  /// What the id of a conflict is made of beside its group: those with the same are one.
  struct Name {
    std::size_t kind;
    std::string_view first;  ///< the id of its first member
    auto operator<=>(const Name&) const = default;
  };
  struct Found {
    Name name;
    Conflict conflict;
    /// Where it may go, and only the state before the move can tell of it.
    std::string words;
  };
  void look(const AsOf& as_of, const GroupIndex& groups, std::vector<Found>& out);
  /// Adds to what came or went.
  void tell(const Found& found, std::vector<ConflictEffect>& out) const;

  const Policy& policy_;
  std::optional<GroupView> view_;
  DetectBuffers buffers_;
  std::uint32_t root_ = no_row;
  KindSet kinds_;
  std::vector<Found> stood_, stands_;
};

}  // namespace opportune
