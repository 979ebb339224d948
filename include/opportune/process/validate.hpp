// Validation of a process definition as a graph (domain: one start, every stage reachable, won
// reachable from every open stage, no way out of a closed stage but a reopening, milestones that
// never fall on the way forward). Every fault names its stages.
#pragma once

#include <algorithm>
#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/breadth_first_search.hpp>
#include <boost/graph/reverse_graph.hpp>
#include <string>
#include <vector>

#include "opportune/model/definition.hpp"

namespace opportune {

namespace detail {

/// A process as Boost.Graph sees it: vertex i is stages[i].
class ProcessGraph {
 public:
  using Graph = boost::adjacency_list<boost::vecS, boost::vecS, boost::bidirectionalS>;

  explicit ProcessGraph(const ProcessDefinition& definition)
      : moves_(definition.moves()), graph_(definition.stages.size()) {
    for (const Transition& move : moves_) {
      boost::add_edge(move.from, move.to, graph_);
    }
  }

  [[nodiscard]] const std::vector<Transition>& moves() const noexcept { return moves_; }
  [[nodiscard]] bool nothing_leads_to(std::size_t stage) const {
    return boost::in_degree(stage, graph_) == 0;
  }
  [[nodiscard]] std::vector<bool> reached_from(std::size_t start) const {
    return reached(graph_, start);
  }
  [[nodiscard]] std::vector<bool> reaching(std::size_t goal) const {
    return reached(boost::make_reverse_graph(graph_), goal);
  }

 private:
  template <class G>
  static std::vector<bool> reached(const G& graph, std::size_t start) {
    std::vector<boost::default_color_type> colors(boost::num_vertices(graph));
    boost::breadth_first_visit(graph, start,
                               boost::color_map(boost::make_iterator_property_map(
                                   colors.begin(), boost::get(boost::vertex_index, graph))));
    std::vector<bool> out(colors.size());
    std::transform(colors.begin(), colors.end(), out.begin(),
                   [](boost::default_color_type color) { return color != boost::white_color; });
    return out;
  }

  std::vector<Transition> moves_;
  Graph graph_;
};

}  // namespace detail

/// Everything that is wrong with the definition's graph; empty: nothing. Stages are there, and
/// their ids differ.
[[nodiscard]] inline std::vector<DefinitionFault> graph_faults(const ProcessDefinition& definition,
                                                               const Milestones& milestones = {}) {
  const std::vector<StageDefinition>& stages = definition.stages;
  std::vector<DefinitionFault> out;
  const auto add = [&](std::size_t stage, std::string reason) {
    out.push_back({"stages[" + std::to_string(stage) + "]", std::move(reason)});
  };
  const auto name = [&](std::size_t stage) { return "'" + stages[stage].name + "'"; };
  if (stages.front().closed()) {
    add(0, "stage " + name(0) +
               " comes first, so opportunities start there: its milestone must be an open one");
    return out;
  }
  const detail::ProcessGraph graph(definition);
  const std::vector<bool> from_start = graph.reached_from(0);
  std::vector<bool> to_won(stages.size());
  bool any_won = false;
  for (std::size_t stage = 0; stage < stages.size(); ++stage) {
    if (stages[stage].won()) {
      any_won = true;
      const std::vector<bool> reaching = graph.reaching(stage);
      std::transform(reaching.begin(), reaching.end(), to_won.begin(), to_won.begin(),
                     [](bool a, bool b) { return a || b; });
    }
  }
  if (!any_won) {
    out.push_back({"stages", "no stage has the milestone " + milestones.name(milestones.won())});
  }
  for (std::size_t stage = 0; stage < stages.size(); ++stage) {
    const bool open = !stages[stage].closed();
    if (stage > 0 && open && graph.nothing_leads_to(stage)) {
      add(stage, "stage " + name(stage) + " is a second start beside " + name(0) +
                     ": no transition leads to it");
    } else if (!from_start[stage]) {
      add(stage, "stage " + name(stage) + " cannot be reached from the start, " + name(0));
    }
    if (any_won && open && !to_won[stage]) {
      add(stage, "no won stage can be reached from stage " + name(stage));
    }
  }
  for (const Transition& move : graph.moves()) {
    const StageDefinition &from = stages[move.from], &to = stages[move.to];
    const std::string both = name(move.from) + " to " + name(move.to);
    if (from.closed() && to.closed()) {
      add(move.from, "the transition from " + both +
                         " leaves a closed stage for a closed one: only a reopening may");
    } else if (definition.forward(move) && to.milestone < from.milestone) {
      add(move.from, "on the way forward from " + both + " the milestone falls from " +
                         milestones.name(from.milestone) + " to " + milestones.name(to.milestone));
    }
  }
  return out;
}

}  // namespace opportune
