// pipeline: what is open, as of an instant, or as of each of several: they are counted in one pass,
// in which an opportunity is looked at once for each stretch of instants at which it is the same.
#include <algorithm>
#include <deque>

#include "measure/measures.hpp"
#include "measure/median_ages.hpp"
#include "opportune/conflict/detect.hpp"

namespace opportune {
namespace {

struct Sums {
  std::int64_t count = 0;
  std::int64_t amount = 0;
  std::int64_t weighted = 0;
  std::int64_t net = 0;
  std::int64_t overdue = 0;

  void add(const Sums& other, std::int64_t sign = 1) {
    count += sign * other.count;
    amount += sign * other.amount;
    weighted += sign * other.weighted;
    net += sign * other.net;
    overdue += sign * other.overdue;
  }
};

struct PipelineCell {
  std::vector<Sums> changes;  ///< against the instant before; one more than there are instants
  std::vector<OpenStretch> open;

  void add(std::size_t instants, std::uint32_t from, std::uint32_t until, const Sums& sums) {
    changes.resize(instants + 1);
    changes[from].add(sums);
    changes[until].add(sums, -1);
  }
  void merge(const PipelineCell& other) {
    changes.resize(std::max(changes.size(), other.changes.size()));
    for (std::size_t i = 0; i < other.changes.size(); ++i) {
      changes[i].add(other.changes[i]);
    }
    open.insert(open.end(), other.open.begin(), other.open.end());
  }
};
using PipelineCells = CellMap<PipelineCell>;

/// The instants that are asked about, ascending, and what is the same between them.
class Instants {
 public:
  Instants(const MeasureContext& context, const MeasureQuery& query) {
    for (const Date date : query.dates) {
      moments_.emplace_back(context.book(), context.policy, end_of_day(date));
    }
    if (moments_.empty()) {
      moments_.emplace_back(context.book(), context.policy, context.as_of.instant());
    }
    for (std::uint32_t i = 0; i < moments_.size(); ++i) {
      cubes_.emplace_back(at(i), query);
      days_.push_back(at(i).day());
      if (i > 0 && &at(i).groups != &at(i - 1).groups) {
        ownership_.push_back(i);
      }
    }
  }
  [[nodiscard]] std::uint32_t size() const { return static_cast<std::uint32_t>(days_.size()); }
  [[nodiscard]] const MeasureContext& at(std::uint32_t i) const { return moments_[i].context(); }
  [[nodiscard]] const Cube& cube(std::uint32_t i) const { return cubes_[i]; }
  [[nodiscard]] const std::vector<Date>& days() const { return days_; }
  /// The first whose day is the given one or later; size() where none is.
  [[nodiscard]] std::uint32_t from(Date day) const {
    return static_cast<std::uint32_t>(std::lower_bound(days_.begin(), days_.end(), day) -
                                      days_.begin());
  }
  /// Where companies change their groups.
  [[nodiscard]] const std::vector<std::uint32_t>& ownership() const { return ownership_; }
  /// Where the currency's rate is another than before.
  [[nodiscard]] std::vector<std::uint32_t> rates(Currency currency) const {
    std::vector<std::uint32_t> out;
    for (std::uint32_t i = 1; i < size(); ++i) {
      if (!at(i).converter.same_rate(at(i - 1).converter, currency)) {
        out.push_back(i);
      }
    }
    return out;
  }

 private:
  std::deque<MeasureMoment> moments_;
  std::deque<Cube> cubes_;
  std::vector<Date> days_;
  std::vector<std::uint32_t> ownership_;
};

/// Adds up accounts, one after another; one per thread.
class Worker {
 public:
  explicit Worker(const Instants& instants)
      : instants_(instants),
        book_(instants.at(0).book()),
        duplicates_(kind_set(DuplicatePursuit::name)),
        view_(instants.at(0).as_of, instants.at(0).groups) {}

  void operator()(std::uint32_t account, PipelineCells& cells) {
    stretches_.clear();
    book_.links().opportunities_of_account.each(account,
                                                [&](std::uint32_t row) { read_stretches(row); });
    if (stretches_.empty()) {
      return;
    }
    find_duplicates(account);
    for (const Stretch& stretch : stretches_) {
      add(stretch, cells);
    }
  }

 private:
  /// An opportunity that is open and the same at the instants [from, until).
  struct Stretch {
    std::uint32_t row = no_row;
    std::uint16_t stage = StageTable::none;
    std::uint32_t from = 0;
    std::uint32_t until = 0;
    bool in_net = true;
  };

  void read_stretches(std::uint32_t row) {
    read_breaks(row);
    const std::vector<std::uint32_t>& rates = rates_of(book_.currency_of_opportunity(row));
    for (std::size_t i = 0; i + 1 < breaks_.size(); ++i) {
      std::uint16_t stage = StageTable::none;
      const std::uint32_t until = breaks_[i + 1];
      if (!instants_.at(breaks_[i]).as_of.open(row, &stage)) {
        continue;
      }
      for (std::uint32_t from = breaks_[i]; from < until;) {
        const std::uint32_t next =
            std::min({until, after(rates, from), after(instants_.ownership(), from)});
        stretches_.push_back({row, stage, from, next, true});
        from = next;
      }
    }
  }
  static std::uint32_t after(const std::vector<std::uint32_t>& list, std::uint32_t from) {
    const auto next = std::upper_bound(list.begin(), list.end(), from);
    return next == list.end() ? no_row : *next;
  }
  /// The instants at which its record is not what it was at the one before.
  void read_breaks(std::uint32_t row) {
    breaks_.assign({0, instants_.size()});
    if (instants_.size() == 1) {
      return;
    }
    const Store<Opportunity>& store = book_.get<Opportunity>();
    const auto at = [&](Date day) {
      if (day.has_value()) {
        breaks_.push_back(instants_.from(day));
      }
    };
    const auto changes = [&](const History& history, const auto& table) {
      for (std::uint32_t change = history.latest(row); change != no_row;
           change = history.earlier(change)) {
        at(day_of(table.template get<"at">()[change]));
      }
    };
    const Links& links = book_.links();
    at(store.get<"opened">()[row]);
    at(store.get<"closed">()[row]);
    changes(links.stage_changes, book_.get<StageChange>());
    changes(links.amount_changes, book_.get<AmountChange>());
    changes(links.close_date_changes, book_.get<CloseDateChange>());
    changes(links.owner_changes, book_.get<OwnerChange>());
    std::sort(breaks_.begin(), breaks_.end());
    breaks_.erase(std::unique(breaks_.begin(), breaks_.end()), breaks_.end());
  }
  const std::vector<std::uint32_t>& rates_of(Currency currency) {
    auto& known = rates_[currency.number];
    if (!known) {
      known = currency.has_value() ? instants_.rates(currency) : std::vector<std::uint32_t>();
    }
    return *known;
  }

  /// Takes all but the largest member (of equals the smallest id) of each duplicate_pursuit
  /// conflict out of the net amounts. Such a conflict lies within one account.
  void find_duplicates(std::uint32_t account) {
    if (!may_be_duplicates()) {
      return;
    }
    split_together();
    for (std::size_t i = 0; i < stretches_.size();) {
      const std::size_t first = i;
      while (i < stretches_.size() && stretches_[i].from == stretches_[first].from) {
        ++i;
      }
      if (i - first > 1) {
        drop_duplicates(account, first, i);
      }
    }
  }
  /// Are there two opportunities whose products overlap? Few accounts have such.
  bool may_be_duplicates() {
    rows_.clear();
    for (const Stretch& stretch : stretches_) {
      if (rows_.empty() || rows_.back() != stretch.row) {
        rows_.push_back(stretch.row);
      }
    }
    constexpr std::size_t many = 32;  // more are left to the components, which are not quadratic
    const auto& products = book_.get<Opportunity>().get<"products">();
    const auto overlap = [&](std::uint32_t a, std::uint32_t b) {
      const SetPool::Range x = products.members(a), y = products.members(b);
      return x.empty() || y.empty() || std::any_of(x.begin(), x.end(), [&](std::uint32_t p) {
               return std::any_of(y.begin(), y.end(), [&](std::uint32_t q) {
                 return book_.products().covers(p, q) || book_.products().covers(q, p);
               });
             });
    };
    for (std::size_t i = 0; i < rows_.size() && rows_.size() <= many; ++i) {
      if (std::any_of(rows_.begin() + static_cast<std::ptrdiff_t>(i) + 1, rows_.end(),
                      [&](std::uint32_t other) { return overlap(rows_[i], other); })) {
        return true;
      }
    }
    return rows_.size() > many;
  }
  /// Cuts the stretches so that any two are either of the same instants or of none in common.
  void split_together() {
    cuts_.clear();
    for (const Stretch& stretch : stretches_) {
      cuts_.push_back(stretch.from);
      cuts_.push_back(stretch.until);
    }
    if (book_.get<Resolution>().rows() > 0) {  // each instant may have its own
      for (std::uint32_t i = 0; i < instants_.size(); ++i) {
        cuts_.push_back(i);
      }
    }
    std::sort(cuts_.begin(), cuts_.end());
    cuts_.erase(std::unique(cuts_.begin(), cuts_.end()), cuts_.end());
    pieces_.clear();
    for (const Stretch& stretch : stretches_) {
      for (auto cut = std::lower_bound(cuts_.begin(), cuts_.end(), stretch.from);
           *cut < stretch.until; ++cut) {
        Stretch& piece = pieces_.emplace_back(stretch);
        piece.from = *cut;
        piece.until = *std::next(cut);
      }
    }
    std::stable_sort(pieces_.begin(), pieces_.end(),
                     [](const Stretch& a, const Stretch& b) { return a.from < b.from; });
    stretches_.swap(pieces_);
  }
  void drop_duplicates(std::uint32_t account, std::size_t first, std::size_t last) {
    const MeasureContext& context = instants_.at(stretches_[first].from);
    view_.at(context.as_of, context.groups);
    view_.look_account(account);
    dropped_.clear();
    detect(view_, policy_, duplicates_, buffers_, [&](const Conflict& conflict) {
      const Member* largest = nullptr;
      std::int64_t most = 0;
      for (const ConflictMember& member : conflict.members) {
        const std::int64_t amount = view_.amount(member.record);
        if (largest == nullptr || amount > most ||
            (amount == most && member.record.id < largest->id)) {
          largest = &member.record;
          most = amount;
        }
      }
      for (const ConflictMember& member : conflict.members) {
        if (&member.record != largest) {
          dropped_.push_back(member.record.row);
        }
      }
    });
    for (std::size_t i = first; i < last && !dropped_.empty(); ++i) {
      stretches_[i].in_net =
          std::find(dropped_.begin(), dropped_.end(), stretches_[i].row) == dropped_.end();
    }
  }

  void add(const Stretch& stretch, PipelineCells& cells) {
    const auto [row, stage, from, until, in_net] = stretch;
    const Cube& cube = instants_.cube(from);
    if (!cube.accepts(row)) {
      return;
    }
    const Int128 ppm = book_.stages()[stage].probability_ppm;
    const Date opened = book_.get<Opportunity>().get<"opened">()[row];
    const Date expected = instants_.at(from).as_of.expected_close(row);
    const std::uint32_t overdue =
        expected.has_value() ? std::max(from, instants_.from(Date{expected.days + 1})) : until;
    cube.parts(row, parts_);
    // The weighted amounts of the parts add up exactly too: they are differences of running totals.
    std::int64_t total = 0, weighted = 0;
    for (Part& part : parts_) {
      total += part.reporting_minor;
      const auto weighted_now = static_cast<std::int64_t>(divide_half_even(total * ppm, 1'000'000));
      part.more_minor[0] = weighted_now - weighted;
      weighted = weighted_now;
    }
    cube.each_counted(row, parts_, [&](const Cube::Key& key, const Part& part) {
      PipelineCell& cell = cells[key];
      cell.add(instants_.size(), from, until,
               {1, part.reporting_minor, part.more_minor[0], in_net ? part.reporting_minor : 0, 0});
      if (overdue < until) {
        cell.add(instants_.size(), overdue, until, {0, 0, 0, 0, 1});
      }
      cell.open.push_back({opened, from, until});
    });
  }

  const Instants& instants_;
  const Book& book_;
  Policy policy_;  // the default: net counts duplicates even where a policy does not show them
  KindSet duplicates_;
  GroupView view_;
  DetectBuffers buffers_;
  std::array<std::optional<std::vector<std::uint32_t>>, 256> rates_;  // by currency
  std::vector<std::uint32_t> rows_, breaks_, cuts_, dropped_;
  std::vector<Stretch> stretches_, pieces_;
  std::vector<Part> parts_;
};

struct PipelineRow {
  std::uint32_t instant = 0;
  Sums sums;
  std::optional<double> median_age;
};

/// The rows of each instant, one after another, and their keys.
std::vector<PipelineRow> rows_of(const Instants& instants, SortedCells<PipelineCell>& found,
                                 bool even_empty, std::vector<Cube::Key>& keys) {
  std::vector<std::vector<PipelineRow>> of_instant(instants.size());
  std::vector<std::vector<Cube::Key>> keys_of_instant(instants.size());
  for (std::size_t c = 0; c < found.cells.size(); ++c) {
    PipelineCell& cell = found.cells[c];
    cell.changes.resize(instants.size() + 1);
    const auto ages = median_ages(instants.days(), cell.open);
    Sums sums;
    for (std::uint32_t i = 0; i < instants.size(); ++i) {
      sums.add(cell.changes[i]);
      if (sums.count > 0 || even_empty) {
        of_instant[i].push_back({i, sums, ages[i]});
        keys_of_instant[i].push_back(found.keys[c]);
      }
    }
  }
  std::vector<PipelineRow> out;
  for (std::uint32_t i = 0; i < instants.size(); ++i) {
    out.insert(out.end(), of_instant[i].begin(), of_instant[i].end());
    keys.insert(keys.end(), keys_of_instant[i].begin(), keys_of_instant[i].end());
  }
  return out;
}

}  // namespace

std::shared_ptr<Table> measure_pipeline(const MeasureContext& context, const MeasureQuery& query) {
  constexpr std::size_t chunk = 8192;
  const Instants instants(context, query);
  const Cube& cube = instants.cube(0);
  auto found = gather_cells<PipelineCell>(cube, context.book().get<Account>().rows(), chunk,
                                          query.threads, [&] { return Worker(instants); });
  std::vector<Cube::Key> keys;
  std::vector<PipelineRow> rows = rows_of(instants, found, query.by.empty(), keys);
  const std::shared_ptr<Table> dimensions = cube.result("pipeline", keys);
  auto out = std::make_shared<Table>("pipeline");
  CellColumns columns(*out, rows);
  if (!query.dates.empty()) {
    columns.date("date", [&](const PipelineRow& row) { return instants.days()[row.instant]; });
  }
  std::move(dimensions->columns().begin(), dimensions->columns().end(),
            std::back_inserter(out->columns()));
  columns.integer("count", [](const PipelineRow& row) { return row.sums.count; })
      .integer("amount_minor", [](const PipelineRow& row) { return row.sums.amount; })
      .integer("weighted_minor", [](const PipelineRow& row) { return row.sums.weighted; })
      .integer("net_minor", [](const PipelineRow& row) { return row.sums.net; })
      .real("median_age_days", [](const PipelineRow& row) { return row.median_age; })
      .integer("overdue_count", [](const PipelineRow& row) { return row.sums.overdue; })
      .currency(context.converter.reporting());
  return out;
}

}  // namespace opportune
