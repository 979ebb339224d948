// smarketing: what became of the leads that were created in a period.
#include "measure/outcomes.hpp"

namespace opportune {
namespace {

struct SmarketingCell {
  std::int64_t leads = 0;
  std::array<std::int64_t, 3> status{};  ///< active, qualified, disqualified
  std::vector<std::uint32_t> named;      ///< opportunities
  Outcomes outcomes;                     ///< of these, each once; those that are open too
  std::vector<std::int32_t> days_to_opportunity, days_to_won;

  void merge(const SmarketingCell& other) {
    leads += other.leads;
    for (std::size_t i = 0; i < status.size(); ++i) {
      status[i] += other.status[i];
    }
    const auto append = [](auto& to, const auto& from) {
      to.insert(to.end(), from.begin(), from.end());
    };
    append(named, other.named);
    append(days_to_opportunity, other.days_to_opportunity);
    append(days_to_won, other.days_to_won);
  }
  [[nodiscard]] std::int64_t opportunities() const { return outcomes.count[0] + outcomes.closed(); }
};

/// Adds leads, one after another; one per thread.
class Worker {
 public:
  Worker(const MeasureContext& context, const MeasureQuery& query, const Cube& cube)
      : context_(context), query_(query), cube_(cube), leads_(context.book().get<Lead>()) {}

  void operator()(std::uint32_t lead, CellMap<SmarketingCell>& cells) {
    const Date created = leads_.get<"created">()[lead];
    if (!(created <= context_.day()) || !in_period(query_, created) || !cube_.accepts(lead)) {
      return;
    }
    Part part;
    part.product = leads_.get<"product">()[lead];
    cube_.each_cell(lead, part, [&](const Cube::Key& key) { add(lead, created, cells[key]); });
  }

 private:
  void add(std::uint32_t lead, Date created, SmarketingCell& cell) const {
    constexpr std::uint8_t qualified = 3;
    const AsOf& as_of = context_.as_of;
    const std::uint8_t status = as_of.lead_status(lead);
    ++cell.leads;
    ++cell.status[status < qualified ? 0 : status == qualified ? 1 : 2];
    const std::uint32_t opportunity = leads_.get<"opportunity">()[lead];
    if (opportunity == no_row || !as_of.opened(opportunity)) {
      return;
    }
    cell.named.push_back(opportunity);
    const Date opened = context_.book().get<Opportunity>().get<"opened">()[opportunity];
    cell.days_to_opportunity.push_back(opened.days - created.days);
    if (const Date won = as_of.won_on(opportunity); won.has_value()) {
      cell.days_to_won.push_back(won.days - created.days);
    }
  }

  const MeasureContext& context_;
  const MeasureQuery& query_;
  const Cube& cube_;
  const Store<Lead>& leads_;
};

}  // namespace

std::shared_ptr<Table> measure_smarketing(const MeasureContext& context,
                                          const MeasureQuery& query) {
  const Cube cube(context, query, Cube::Subject::leads);
  auto [keys, cells] =
      gather_cells<SmarketingCell>(cube, context.book().get<Lead>().rows(), records_at_once,
                                   query.threads, [&] { return Worker(context, query, cube); });
  for (SmarketingCell& cell : cells) {
    std::sort(cell.named.begin(), cell.named.end());
    cell.named.erase(std::unique(cell.named.begin(), cell.named.end()), cell.named.end());
    for (const std::uint32_t row : cell.named) {
      cell.outcomes.add(context.book().stages()[context.as_of.stage(row)].outcome,
                        context.in_reporting(row, context.as_of.amount(row)));
    }
  }
  const auto count = [](Outcome outcome) {
    return [outcome](const SmarketingCell& cell) {
      return cell.outcomes.count[static_cast<std::size_t>(outcome)];
    };
  };
  std::shared_ptr<Table> out = cube.result("smarketing", keys);
  CellColumns(*out, cells)
      .integer("leads", [](const SmarketingCell& cell) { return cell.leads; })
      .integer("active", [](const SmarketingCell& cell) { return cell.status[0]; })
      .integer("qualified", [](const SmarketingCell& cell) { return cell.status[1]; })
      .integer("disqualified", [](const SmarketingCell& cell) { return cell.status[2]; })
      .integer("opportunities", [](const SmarketingCell& cell) { return cell.opportunities(); })
      .integer("open", count(Outcome::open))
      .integer("won", count(Outcome::won))
      .integer("lost", count(Outcome::lost))
      .integer("abandoned", count(Outcome::abandoned))
      .real("qualified_rate",
            [](const SmarketingCell& cell) { return ratio(cell.status[1], cell.leads); })
      .real("opportunity_rate",
            [](const SmarketingCell& cell) { return ratio(cell.opportunities(), cell.leads); })
      .real("won_rate",
            [](const SmarketingCell& cell) { return ratio(cell.outcomes.won(), cell.leads); })
      .integer("amount_minor",
               [](const SmarketingCell& cell) {
                 return cell.outcomes.amount[0] + cell.outcomes.closed_amount();
               })
      .integer("won_amount_minor",
               [](const SmarketingCell& cell) { return cell.outcomes.won_amount(); })
      .currency(context.converter.reporting())
      .real("median_days_to_opportunity",
            [](SmarketingCell& cell) { return median_of(cell.days_to_opportunity); })
      .real("median_days_to_won", [](SmarketingCell& cell) { return median_of(cell.days_to_won); });
  return out;
}

}  // namespace opportune
