// process_graph: a process and what histories say of it, in Graphviz's language DOT.
#include <algorithm>
#include <cmath>
#include <string>

#include "io/dot_text.hpp"
#include "io/number_text.hpp"
#include "opportune/model/as_of.hpp"
#include "process/conformance.hpp"

namespace opportune {
namespace {

using dot::escaped;

/// Do they differ in more than the case of ASCII letters?
bool differ(std::string_view a, std::string_view b) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
  return !std::equal(a.begin(), a.end(), b.begin(), b.end(),
                     [&](char x, char y) { return lower(x) == lower(y); });
}

/// With one decimal at most.
void append_short(std::string& out, double value) {
  append_number(out, std::round(value * 10) / 10);
}

class Drawing {
 public:
  Drawing(const Book& book, std::string_view process, const ProcessGraphOptions& options)
      : book_(book),
        process_(process),
        options_(options),
        version_(find_version(book, process, options.version)) {}

  std::string draw() {
    out_ = "digraph process {\n";
    heading();
    out_ += "  rankdir=LR;\n";
    out_ += "  node [shape=box, fontname=Helvetica];\n";
    out_ += "  edge [fontname=Helvetica, fontsize=11];\n";
    stages();
    moves();
    return out_ + "}\n";
  }

 private:
  void heading() {
    const std::uint32_t row = version_.process;
    const std::string_view name =
        row == no_row ? std::string_view() : book_.get<Process>().get<"name">()[row];
    out_ += "  label=\"" + escaped(name.empty() ? process_ : name) + ", version ";
    append_number(out_, version_.number);
    if (options_.histories) {
      const Date day = day_of(options_.as_of);
      out_ += ", as of ";
      out_ += options_.as_of == end_of_day(day) ? to_string(day) : to_string(options_.as_of);
    }
    out_ += "\";\n  labelloc=t;\n  fontname=Helvetica;\n";
  }
  /// How many opportunities stand in each stage.
  [[nodiscard]] std::vector<std::int64_t> standing() const {
    std::vector<std::int64_t> out(version_.count);
    const AsOf as_of(book_, options_.as_of);
    for (std::uint32_t row = 0; row < book_.get<Opportunity>().rows(); ++row) {
      const auto place = static_cast<std::uint16_t>(as_of.stage(row) - version_.first);
      if (place < version_.count && as_of.opened(row)) {
        ++out[place];
      }
    }
    return out;
  }
  void stages() {
    const std::vector<std::int64_t> here =
        options_.histories ? standing() : std::vector<std::int64_t>();
    for (std::uint16_t place = 0; place < version_.count; ++place) {
      const StageDefinition& stage =
          book_.stages()[static_cast<std::uint16_t>(version_.first + place)];
      out_ += "  ";
      node(place);
      out_.append(" [label=\"").append(escaped(stage.name)).append("\\n");
      const std::string& milestone = book_.stages().milestones().name(stage.milestone);
      if (differ(stage.name, milestone)) {
        out_.append(escaped(milestone)).append("\\n");
      }
      append_short(out_, stage.probability_ppm / 10'000.0);
      out_ += " %";
      if (options_.histories) {
        out_ += "\\n";
        append_number(out_, here[place]);
        out_ += " here";
      }
      out_ += stage.closed() ? "\", peripheries=2];\n" : "\"];\n";
    }
  }
  void moves() {
    const Instant at = options_.histories ? options_.as_of : Instant{};
    const std::vector<ProcessEdge> edges = edges_of(book_, version_, at);
    std::int64_t most = 1;
    for (const ProcessEdge& edge : edges) {
      most = std::max(most, std::int64_t{edge.count});
    }
    for (const ProcessEdge& edge : edges) {
      out_ += "  ";
      node(edge.move.from);
      out_ += " -> ";
      node(edge.move.to);
      std::string attributes = options_.histories ? seen(edge, most) : std::string();
      if (!edge.listed) {
        attributes += ", style=dashed, color=red, fontcolor=red";
      }
      out_ += attributes.empty() ? ";\n" : " [" + attributes + "];\n";
    }
  }
  /// How many went and how long they took; the way that most went is the thickest, one that nobody
  /// went is grey.
  static std::string seen(const ProcessEdge& edge, std::int64_t most) {
    std::string out = "label=\"";
    append_number(out, edge.count);
    if (edge.count == 0) {
      return out + "\", color=gray60, fontcolor=gray60";
    }
    out += ", ";
    append_short(out, edge.median_days);
    out += " d\", penwidth=";
    append_short(out, 1 + 3 * static_cast<double>(edge.count) / static_cast<double>(most));
    return out;
  }
  void node(std::uint16_t place) {
    out_ += 's';
    append_number(out_, place);
  }

  const Book& book_;
  std::string_view process_;
  const ProcessGraphOptions& options_;
  StageTable::Version version_;
  std::string out_;
};

}  // namespace

std::string draw_process(const Book& book, std::string_view process,
                         const ProcessGraphOptions& options) {
  return Drawing(book, process, options).draw();
}

}  // namespace opportune
