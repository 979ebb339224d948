// Writes a group's opportunities with their lines, histories and fulfilled requirements.
#include <algorithm>

#include "synth/demand.hpp"
#include "synth/write.hpp"

namespace opportune::synth {

namespace {

constexpr std::array<std::string_view, 4> kinds{"new_business", "new_agreement", "renewal",
                                                "expansion"};
constexpr std::array<std::string_view, 5> buyers{"procurement", "operations", "engineering", "it",
                                                 "finance"};

class Writer {
 public:
  Writer(const Making& making, Sheets& sheets)
      : group_(making.group), world_(making.world), sheets_(sheets) {}

  void write(const Opportunity& opportunity, const Id& id) {
    const Process& process = world_.processes[opportunity.process];
    products_.resize(opportunity.product_count);
    for (Index i = 0; i < opportunity.product_count; ++i) {
      products_[i].assign(world_.products[opportunity.products[i]].id);
    }
    name_.assign(group_.stem).append(" ").append(world_.markets[opportunity.market].id);
    if (opportunity.product_count > 0) {
      name_.append(": ").append(world_.products[opportunity.products[0]].name);
    }
    Row row = sheets_.opportunity.row();
    row.text(id)
        .text(name_)
        .text(Id('A', group_.first.account + opportunity.account + 1))
        .text(world_.markets[opportunity.market].id)
        .text(person(opportunity.owner))
        .text(process.id)
        .text(process.stages[opportunity.stage].id)
        .list(products_);
    if (opportunity.amount_minor < 0) {
      row.null();
    } else {
      row.integer(opportunity.amount_minor);
    }
    row.text(world_.markets[opportunity.market].currency)
        .real(opportunity.discount_tenths / 10.0)
        .text(opportunity.shipping == none ? std::string_view{}
                                           : shipping_terms[opportunity.shipping])
        .date(opportunity.opened)
        .date(opportunity.expected_close)
        .date(opportunity.closed);
    if (opportunity.agreement == none) {
      row.null();
    } else {
      row.text(Id('G', group_.first.agreement + opportunity.agreement + 1));
    }
    row.text(buyers[opportunity.buyer])
        .text(sources[opportunity.source])
        .text(kinds[opportunity.kind]);
    for (Index i = 0; opportunity.lines && i < opportunity.product_count; ++i) {
      sheets_.opportunity_product.row()
          .text(id)
          .text(products_[i])
          .integer(opportunity.quantities[i])
          .integer(opportunity.amounts[i]);
    }
    write_history(opportunity, id, process);
    write_fulfilments(opportunity, id, process);
  }

 private:
  [[nodiscard]] std::string_view person(Index index) const {
    return index == none ? std::string_view{} : world_.people[index].id;
  }

  void write_history(const Opportunity& opportunity, const Id& id, const Process& process) {
    std::string_view from;
    for (Index i = 0; i < opportunity.steps.count; ++i) {
      const Step& step = group_.steps[opportunity.steps.first + i];
      const std::string_view to = process.stages[step.stage].id;
      sheets_.stage_change.row().text(id).text(from).text(to).instant(step.at).text(
          person(opportunity.owner));
      from = to;
    }
    for (Index i = 0; i < opportunity.amount_changes.count; ++i) {
      const auto& change = group_.amount_changes[opportunity.amount_changes.first + i];
      sheets_.amount_change.row()
          .text(id)
          .integer(change.from)
          .integer(change.to)
          .instant(change.at)
          .text(person(opportunity.owner));
    }
    for (Index i = 0; i < opportunity.close_date_changes.count; ++i) {
      const auto& change = group_.close_date_changes[opportunity.close_date_changes.first + i];
      sheets_.close_date_change.row()
          .text(id)
          .date(change.from)
          .date(change.to)
          .instant(change.at)
          .text(person(opportunity.owner));
    }
    for (Index i = 0; i < opportunity.owner_changes.count; ++i) {
      const auto& change = group_.owner_changes[opportunity.owner_changes.first + i];
      sheets_.owner_change.row()
          .text(id)
          .text(person(change.from))
          .text(person(change.to))
          .instant(change.at)
          .text(person(world_.markets[opportunity.market].sales_manager));
    }
  }

  /// Each requirement of the jurisdiction is fulfilled when its milestone is reached.
  void write_fulfilments(const Opportunity& opportunity, const Id& id, const Process& process) {
    if (opportunity.unfulfilled) {
      return;
    }
    for (const Index r : world_.markets[opportunity.market].requirements) {
      const Requirement& requirement = world_.requirements[r];
      if (requirement.family != none && requirement.family != opportunity.family) {
        continue;
      }
      for (Index i = 0; i < opportunity.steps.count; ++i) {
        const Step& step = group_.steps[opportunity.steps.first + i];
        const Milestone milestone = process.stages[step.stage].milestone;
        if (milestone >= requirement.milestone && milestone <= won) {
          sheets_.fulfilment.row()
              .text(id)
              .text(Id('R', r + 1U))
              .instant(step.at)
              .text(person(opportunity.owner));
          break;
        }
      }
    }
  }

  const Group& group_;
  const World& world_;
  Sheets& sheets_;
  std::vector<std::string> products_;
  std::string name_;
};

}  // namespace

void write_pipeline(const Making& making, Sheets& sheets) {
  Writer writer(making, sheets);
  const Group& group = making.group;
  for (Index i = 0; i < group.opportunities.size(); ++i) {
    writer.write(group.opportunities[i], Id('O', group.first.opportunity + i + 1));
  }
}

}  // namespace opportune::synth
