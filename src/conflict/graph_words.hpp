// The words in the picture of a group's conflict graph, in one language.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "conflict/graph_parts.hpp"

namespace opportune {

class GraphWords {
 public:
  using Lines = std::vector<std::string>;

  GraphWords(const GroupView& group, const GraphParts& parts, const Catalogue& catalogue)
      : group_(group), parts_(parts), catalogue_(catalogue) {}

  /// Whose it is and of when, how many conflicts there are, and what the limit left out.
  [[nodiscard]] Lines title(std::size_t limit) const;
  [[nodiscard]] Lines of(const GraphNode& node) const;
  /// The kind and the severity; how many of its members are drawn, where not all are.
  [[nodiscard]] Lines of(const Reported& conflict, std::size_t drawn) const;
  /// "opportunity O-1"
  [[nodiscard]] std::string type_and_id(const Member& record) const;
  /// The text of a message without arguments.
  [[nodiscard]] std::string said(std::string_view id) const { return said(Message{id, {}}); }

 private:
  [[nodiscard]] std::string said(const Message& message) const {
    return render(message, catalogue_);
  }
  [[nodiscard]] std::string conflict_counts() const;
  [[nodiscard]] std::string left_out(std::size_t limit) const;
  void add_details(const GraphNode& node, Lines& out) const;
  [[nodiscard]] std::string owner_of(const Member& record) const;
  [[nodiscard]] std::string span(Date from, Date to) const;
  [[nodiscard]] std::string money(std::int64_t minor) const;

  const GroupView& group_;
  const GraphParts& parts_;
  const Catalogue& catalogue_;
};

}  // namespace opportune
