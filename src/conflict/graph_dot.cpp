// A group's conflict graph drawn, in Graphviz's language DOT: from left to right the accounts by
// country, their agreements and claims, what is pursued, and the conflicts.
#include <array>
#include <map>

#include "conflict/graph_words.hpp"
#include "io/dot_text.hpp"
#include "io/number_text.hpp"

namespace opportune {
namespace {

using dot::Attributes;
using dot::escaped;
using dot::escaped_tooltip;

constexpr std::string_view grey = "#9aa0a6", dark_grey = "#5f6368", green = "#188038";

std::string_view colour_of(Severity severity) noexcept {
  constexpr std::array<std::string_view, 4> colours{"#5f6368", "#1a73e8", "#d56e0c", "#c5221f"};
  return colours[static_cast<std::size_t>(severity)];
}

struct Look {
  std::string_view shape, style, fill;
};
/// How the members of a type look; a customer's account has a fill of its own.
Look look_of(MemberType type) noexcept {
  constexpr std::array<Look, member_types.size()> looks{{
      {"box", "filled", "#fdf3dc"},                 // account
      {"cds", "filled", "#e6f4f1"},                 // activity
      {"note", "filled", "#e8f0fe"},                // agreement
      {"tab", "filled", "#f3e8fd"},                 // claim
      {"house", "filled", "#f1f3f4"},               // group
      {"box", "rounded,filled,dashed", "#ffffff"},  // lead
      {"ellipse", "filled", "#f1f3f4"},             // market
      {"box", "rounded,filled", "#ffffff"},         // opportunity
      {"component", "filled", "#f1f3f4"},           // process
      {"folder", "filled", "#f1f3f4"},              // requirement
  }};
  return looks[static_cast<std::size_t>(type)];
}
constexpr std::string_view customer_fill = "#dff0e2";

std::string label(const GraphWords::Lines& lines, std::size_t longest) {
  std::string out;
  for (const std::string& line : lines) {
    out += (out.empty() ? "" : "\\n") + escaped(dot::cut(line, longest));
  }
  return out;
}

class ConflictDrawing {
 public:
  ConflictDrawing(const GroupView& group, const GraphParts& parts, const Catalogue& catalogue)
      : group_(group), parts_(parts), words_(group, parts, catalogue) {}

  std::string draw(std::size_t limit) {
    out_ = "digraph conflicts {\n  label=\"" + label(words_.title(limit), longest_line) + "\";\n";
    out_ +=
        "  labelloc=t;\n  fontname=Helvetica;\n  rankdir=RL;\n  newrank=true;\n  ranksep=0.6;\n"
        "  nodesep=0.12;\n"
        "  node [fontname=Helvetica, fontsize=11, margin=\"0.12,0.06\"];\n"
        "  edge [fontname=Helvetica, fontsize=10, arrowsize=0.7];\n";
    nodes();
    pursuits_in_one_column();
    for (const GraphEdge& edge : parts_.edges) {
      relation(edge);
    }
    std::vector<std::vector<std::uint32_t>> members(parts_.conflicts.size());
    for (std::uint32_t node = 0; node < parts_.nodes.size(); ++node) {
      for (const std::uint32_t number : parts_.nodes[node].conflicts) {
        members[number].push_back(node);
      }
    }
    for (std::uint32_t number = 0; number < parts_.conflicts.size(); ++number) {
      conflict(number, members[number]);
    }
    return out_ + "}\n";
  }

 private:
  static constexpr std::size_t longest_text = 32, longest_line = 120;  // characters

  void nodes() {
    std::map<std::string, std::vector<std::uint32_t>> by_country;
    for (std::uint32_t node = 0; node < parts_.nodes.size(); ++node) {
      const GraphNode& is = parts_.nodes[node];
      // Markets, processes and requirements belong to no account.
      std::string country = is.account == no_row ? "" : country_of(group_.book(), is);
      if (country.empty()) {
        draw(node, "  ");
      } else {
        by_country[std::move(country)].push_back(node);
      }
    }
    for (const auto& [country, members] : by_country) {
      out_ += "  subgraph cluster_" + country + " {\n    label=" + country + ";\n";
      out_ += "    labeljust=r;\n    style=\"rounded,filled\";\n    color=\"#dadce0\";\n";
      out_ += "    fillcolor=\"#f8f9fa\";\n";
      for (const std::uint32_t node : members) {
        draw(node, "    ");
      }
      out_ += "  }\n";
    }
  }
  void draw(std::uint32_t node, std::string_view indent) {
    const GraphNode& is = parts_.nodes[node];
    const Look look = look_of(is.record.type);
    const bool customer = standing_of(group_, is) == "customer";
    Attributes attributes;
    attributes.set("label", label(words_.of(is), longest_text))
        .set("shape", look.shape)
        .set("style", look.style)
        .set("fillcolor", customer ? customer_fill : look.fill)
        .set("tooltip", escaped_tooltip(words_.type_and_id(is.record)));
    if (is.conflicts.empty()) {
      attributes.set("color", grey);
    } else {
      const Reported& gravest = parts_.conflicts[is.conflicts.front()];
      attributes.set("color", colour_of(gravest.conflict.severity)).set("penwidth", "2");
    }
    out_ += indent;
    name('n', node);
    out_ += attributes.text() + ";\n";
  }
  void pursuits_in_one_column() {
    out_ += "  { rank=same;";
    for (std::uint32_t node = 0; node < parts_.nodes.size(); ++node) {
      const MemberType type = parts_.nodes[node].record.type;
      if (type == MemberType::opportunity || type == MemberType::lead ||
          type == MemberType::activity) {
        out_ += ' ';
        name('n', node);
        out_ += ';';
      }
    }
    out_ += " }\n";
  }

  void relation(const GraphEdge& edge) {
    switch (edge.relation) {
      case GraphRelation::belongs_to:
        line('n', edge.from, 'n', edge.to,
             Attributes().set("arrowhead", "none").set("color", grey));
        break;
      case GraphRelation::owned_by:
        line('n', edge.from, 'n', edge.to,
             Attributes().set("arrowhead", "empty").set("color", dark_grey));
        break;
      case GraphRelation::names:
        line('n', edge.from, 'n', edge.to, green_line("relation.names"));
        break;
      case GraphRelation::covers:
        // Where it is named as well, that line says enough.
        if (parts_.nodes[edge.to].record.agreement != parts_.nodes[edge.from].record.row) {
          line('n', edge.to, 'n', edge.from,
               green_line("relation.covers").set("dir", "back").set("style", "dashed"));
        }
        break;
      default:
        break;  // see conflict()
    }
  }
  [[nodiscard]] Attributes green_line(std::string_view message) const {
    return Attributes()
        .set("label", escaped(words_.said(message)))
        .set("color", green)
        .set("fontcolor", green);
  }

  /// A box, with a line to each member. Who is related to whom is in the table of edges: lines
  /// between all of them would hide one another.
  void conflict(std::uint32_t number, const std::vector<std::uint32_t>& drawn) {
    if (drawn.empty()) {
      return;
    }
    const Reported& reported = parts_.conflicts[number];
    const std::string_view colour = colour_of(reported.conflict.severity);
    out_ += "  ";
    name('c', number);
    out_ += Attributes()
                .set("label", label(words_.of(reported, drawn.size()), longest_text))
                .set("shape", "box")
                .set("style", "filled")
                .set("color", colour)
                .set("fillcolor", colour)
                .set("fontcolor", "white")
                .set("tooltip", escaped_tooltip(reported.id))
                .text() +
            ";\n";
    for (const std::uint32_t node : drawn) {
      member_line(number, node);
    }
  }
  void member_line(std::uint32_t number, std::uint32_t node) {
    // Each kind has its own line and its own mark at the member, in the order of the list of kinds.
    constexpr std::array<std::string_view, 3> styles{"solid", "dashed", "dotted"};
    constexpr std::array<std::string_view, 5> marks{"none", "dot", "odot", "diamond", "odiamond"};
    const Reported& reported = parts_.conflicts[number];
    const std::size_t kind = reported.conflict.kind;
    const Severity severity = reported.conflict.severity;
    const std::string_view mark = marks[kind / styles.size() % marks.size()];
    Attributes attributes;
    attributes.set("style", styles[kind % styles.size()])
        .set("color", colour_of(severity))
        .set("penwidth", severity == Severity::critical ? "2.5" : "1.5")
        .set("tooltip", escaped_tooltip(reported.id));
    const MemberType type = parts_.nodes[node].record.type;
    if (of_all_groups(type)) {  // what is lacking stands right of the conflict
      line('n', node, 'c', number, attributes.set("dir", "back").set("arrowtail", mark));
    } else {
      line('c', number, 'n', node, attributes.set("arrowhead", mark));
    }
  }

  void line(char from_letter, std::uint32_t from, char to_letter, std::uint32_t to,
            const Attributes& attributes) {
    out_ += "  ";
    name(from_letter, from);
    out_ += " -> ";
    name(to_letter, to);
    out_ += attributes.text() + ";\n";
  }
  void name(char letter, std::uint32_t number) {
    out_ += letter;
    append_number(out_, number);
  }

  const GroupView& group_;
  const GraphParts& parts_;
  GraphWords words_;
  std::string out_;
};

}  // namespace

std::string draw_conflicts(const GroupView& group, const GraphParts& parts, std::size_t limit,
                           const Catalogue& catalogue) {
  return ConflictDrawing(group, parts, catalogue).draw(limit);
}

}  // namespace opportune
