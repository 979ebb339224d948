// data_quality: how far records can be trusted, and the records behind the numbers.
#include <algorithm>
#include <tuple>

#include "measure/measures.hpp"
#include "measure/quality_checks.hpp"

namespace opportune {
namespace {

constexpr std::int32_t looked_back_days = 365;

struct QualityCell {
  std::int64_t records = 0;
  std::array<std::int64_t, quality_parts.size()> checked{}, passed{};
  std::array<std::int64_t, quality_check_count> failing{};

  void merge(const QualityCell& other) {
    records += other.records;
    for (std::size_t i = 0; i < checked.size(); ++i) {
      checked[i] += other.checked[i];
      passed[i] += other.passed[i];
    }
    for (std::size_t i = 0; i < failing.size(); ++i) {
      failing[i] += other.failing[i];
    }
  }
  [[nodiscard]] std::optional<double> score() const {
    double sum = 0;
    int parts = 0;
    for (std::size_t i = 0; i < checked.size(); ++i) {
      if (const auto share = ratio(passed[i], checked[i])) {
        sum += *share;
        ++parts;
      }
    }
    return parts == 0 ? std::nullopt : std::optional(100 * sum / parts);
  }
};

/// Checks the opportunities of groups, one group after another; for one thread.
class Inspector {
 public:
  Inspector(const MeasureContext& context, const Cube& cube)
      : context_(context), cube_(cube), days_(context.book()) {}

  /// Calls visit(Checked) for each opportunity that counts, of the group with this root.
  template <class Visit>
  void each(std::uint32_t root, Visit&& visit) {
    const Book& book = context_.book();
    std::optional<bool> global;
    for (std::uint32_t account = root; account != no_row;
         account = context_.groups().next(account)) {
      book.links().opportunities_of_account.each(account, [&](std::uint32_t row) {
        if (!context_.as_of.opened(row)) {
          return;
        }
        const Date closed = context_.as_of.closed_on(row);
        if ((closed.has_value() && closed.days < context_.day().days - looked_back_days) ||
            !cube_.accepts(row)) {
          return;
        }
        if (!global) {
          global = global_group(book, context_.groups(), root);
        }
        visit(
            Checked{context_, days_, row, context_.as_of.stage(row), !closed.has_value(), *global});
      });
    }
  }

 private:
  const MeasureContext& context_;
  const Cube& cube_;
  StageDays days_;
};

QualityCell cell_of(const Checked& checked) {
  QualityCell out;
  out.records = 1;
  for (std::size_t i = 0; i < quality_check_count; ++i) {
    const QualityCheck& check = quality_checks()[i];
    if (check.applies(checked)) {
      const bool passes = check.passes(checked);
      const auto part = static_cast<std::size_t>(check.part);
      ++out.checked[part];
      out.passed[part] += passes ? 1 : 0;
      out.failing[i] += passes ? 0 : 1;
    }
  }
  return out;
}

struct Fault {
  std::string_view opportunity;
  std::uint32_t market;
  const QualityCheck* check;
  std::string detail;
};

}  // namespace

std::shared_ptr<Table> measure_data_quality(const MeasureContext& context,
                                            const MeasureQuery& query) {
  constexpr std::size_t chunk = 8192;
  const Cube cube(context, query);
  auto [keys, cells] =
      gather_cells<QualityCell>(cube, context.groups().size(), chunk, query.threads, [&] {
        return [&, inspector = Inspector(context, cube), parts = std::vector<Part>()](
                   std::uint32_t account, CellMap<QualityCell>& into) mutable {
          if (context.groups().root(account) != account) {
            return;
          }
          inspector.each(account, [&](const Checked& checked) {
            const QualityCell one = cell_of(checked);
            cube.parts_of(checked.row, 0, parts);
            cube.each_counted(checked.row, parts,
                              [&](const Cube::Key& key, const Part&) { into[key].merge(one); });
          });
        };
      });
  std::shared_ptr<Table> out = cube.result("data_quality", keys);
  CellColumns columns(*out, cells);
  columns.integer("records", [](const QualityCell& cell) { return cell.records; });
  for (std::size_t i = 0; i < quality_parts.size(); ++i) {
    columns.real(std::string(quality_parts[i]),
                 [i](const QualityCell& cell) { return ratio(cell.passed[i], cell.checked[i]); });
  }
  columns.real("score", [](const QualityCell& cell) { return cell.score(); });
  for (std::size_t i = 0; i < quality_check_count; ++i) {
    columns.integer(std::string(quality_checks()[i].name),
                    [i](const QualityCell& cell) { return cell.failing[i]; });
  }
  return out;
}

std::shared_ptr<Table> measure_data_quality_records(const MeasureContext& context,
                                                    const MeasureQuery& query) {
  if (!query.by.empty()) {
    refuse_query("by", query.by.front(), "data_quality_records has a row for each record's fault");
  }
  const Cube cube(context, query);
  const Book& book = context.book();
  std::vector<Fault> faults;
  Inspector inspector(context, cube);
  for (std::uint32_t account = 0; account < context.groups().size(); ++account) {
    if (context.groups().root(account) != account) {
      continue;
    }
    inspector.each(account, [&](const Checked& checked) {
      for (const QualityCheck& check : quality_checks()) {
        if (check.applies(checked) && !check.passes(checked)) {
          faults.push_back({book.get<Opportunity>().id(checked.row),
                            checked.store().get<"market">()[checked.row], &check,
                            check.detail(checked)});
        }
      }
    });
  }
  std::sort(faults.begin(), faults.end(), [](const Fault& a, const Fault& b) {
    return std::tie(a.opportunity, a.check->name) < std::tie(b.opportunity, b.check->name);
  });
  auto out = std::make_shared<Table>("data_quality_records");
  CellColumns(*out, faults)
      .text("opportunity", [](const Fault& fault) { return fault.opportunity; })
      .text("market", [&](const Fault& fault) { return id_of<Market>(book, fault.market); })
      .text("part",
            [](const Fault& fault) {
              return quality_parts[static_cast<std::size_t>(fault.check->part)];
            })
      .text("check", [](const Fault& fault) { return fault.check->name; })
      .text("detail", [](const Fault& fault) { return std::string_view(fault.detail); });
  return out;
}

}  // namespace opportune
