// Looking back: every conflict that stood on some day of a period.
#include "opportune/conflict/history.hpp"

#include <algorithm>
#include <iterator>
#include <tuple>

#include "conflict/asked.hpp"
#include "conflict/group_history.hpp"
#include "conflict/identity_history.hpp"
#include "opportune/conflict/text.hpp"
#include "opportune/core/parallel.hpp"
#include "questions.hpp"

namespace opportune {
namespace {

[[noreturn]] void refuse(const char* field, Date value, const char* reason) {
  throw InputError(
      Issue{"invalid_period", "conflict_history", Issue::no_row, field, to_string(value), reason});
}

void check_period(const ConflictHistoryQuery& query) {
  if (!query.from.has_value()) {
    refuse("from", query.from, "must be given: the first day of the period");
  }
  for (const auto& [field, day] : {std::pair("from", query.from), std::pair("to", query.to)}) {
    if (day.days < min_days || day.days > max_days) {
      refuse(field, {}, "lies outside the years 1 to 9999");
    }
  }
  if (query.to < query.from) {
    refuse("to", query.to, "is before the first day of the period");
  }
}

/// Follows the groups whose accounts change on one day, each until they change again.
class Pass {
 public:
  using Starts = std::vector<GroupTimeline::Start>;

  Pass(const HistoryAsked& asked, const GroupTimeline& timeline, const RateDays& rates,
       const GroupIndex& groups, Date day, const Starts& starts,
       std::vector<StandingSpans>& standing)
      : asked_(asked),
        timeline_(timeline),
        day_(day),
        starts_(starts),
        standing_(standing),
        history_(asked, rates, groups) {}

  void operator()(std::size_t first, std::size_t last) {
    for (std::size_t i = first; i < last; ++i) {
      const auto [root, stands] = starts_[i];
      if (stands) {
        history_.follow(root, day_, timeline_.until(root, day_), standing_[i]);
      } else {
        end_spans(asked_, day_, standing_[i], history_.ended,
                  [](const ConflictSpan&) { return false; });
      }
    }
  }
  [[nodiscard]] std::vector<ConflictSpan>& ended() noexcept { return history_.ended; }

 private:
  const HistoryAsked& asked_;
  const GroupTimeline& timeline_;
  Date day_;
  const Starts& starts_;
  std::vector<StandingSpans>& standing_;  // of each start; each is touched by one thread
  GroupHistory history_;
};

std::vector<ConflictSpan> find_spans(const HistoryAsked& asked, unsigned threads) {
  constexpr std::size_t chunk = 256;
  const GroupTimeline timeline(asked);
  const RateDays rates(asked.book);
  std::vector<ConflictSpan> out;
  std::map<std::uint32_t, StandingSpans> standing;  // by root
  for (const auto& [day, starts] : timeline.starts()) {
    const std::shared_ptr<const GroupIndex> groups = asked.book.ownership().groups(day);
    std::vector<StandingSpans> of_start(starts.size());
    for (std::size_t i = 0; i < starts.size(); ++i) {
      if (auto node = standing.extract(starts[i].root)) {
        of_start[i] = std::move(node.mapped());
      }
    }
    parallel_chunks(
        starts.size(), chunk, threads,
        [&, day = day, &starts = starts] {
          return Pass(asked, timeline, rates, *groups, day, starts, of_start);
        },
        [&](Pass& pass) {
          std::move(pass.ended().begin(), pass.ended().end(), std::back_inserter(out));
        });
    for (std::size_t i = 0; i < starts.size(); ++i) {
      if (!of_start[i].empty()) {
        standing.emplace(starts[i].root, std::move(of_start[i]));
      }
    }
  }
  for (auto& [root, spans] : standing) {
    for (auto& [id, span] : spans) {
      out.push_back(std::move(span));
    }
  }
  if (asked.kinds[kind_number(SharedIdentity::name)]) {
    find_identity_spans(asked, timeline, out);
  }
  std::sort(out.begin(), out.end(), [](const ConflictSpan& a, const ConflictSpan& b) {
    const auto key = [](const ConflictSpan& span) {
      return std::tuple(span.from, conflict_kinds[span.kind], std::string_view(span.id));
    };
    return key(a) < key(b);
  });
  return out;
}

std::shared_ptr<Table> span_table(const HistoryAsked& asked,
                                  const std::vector<ConflictSpan>& spans) {
  const Book& book = asked.book;
  auto out = std::make_shared<Table>("conflict_span");
  out->columns().reserve(13);
  TableColumn& id = out->column("id", ColumnType::text);
  TableColumn& kind = out->column("kind", ColumnType::text);
  TableColumn& group = out->column("group", ColumnType::text);
  TableColumn& from = out->column("from", ColumnType::date);
  TableColumn& stood_before = out->column("stood_before", ColumnType::boolean);
  TableColumn& to = out->column("to", ColumnType::date);
  TableColumn& days = out->column("days", ColumnType::integer);
  TableColumn& severity = out->column("severity_max", ColumnType::text);
  TableColumn& members = out->column("members_max", ColumnType::integer);
  TableColumn& pairs = out->column("pairs_max", ColumnType::integer);
  TableColumn& value = out->column("value_max_minor", ColumnType::integer);
  TableColumn& currency = out->column("currency", ColumnType::text);
  TableColumn& explanation = out->column("explanation", ColumnType::text);
  for (const ConflictSpan& span : spans) {
    const Date last = span.to.has_value() ? span.to : asked.to;
    id.add_text(span.id);
    kind.add_text(conflict_kinds[span.kind]);
    group.add_text(book.get<Account>().id(span.group));
    from.add(span.from);
    stood_before.add_boolean(span.stood_before);
    to.add(span.to);
    days.add_integer(last.days - span.from.days + 1);
    severity.add_text(to_string(span.severity));
    members.add_integer(static_cast<std::int64_t>(span.members));
    pairs.add_integer(static_cast<std::int64_t>(span.pairs));
    value.add_integer(span.value_minor);
    currency.add_text(book.fx().reporting().code());
    explanation.add_text(span.explanation);
  }
  return out;
}

}  // namespace

std::shared_ptr<Table> find_conflict_history(const Book& book, const Policy& policy,
                                             const ConflictHistoryQuery& query) {
  check_period(query);
  const HistoryAsked asked{book,
                           policy,
                           kinds_for(query.kinds),
                           catalogue_for(query.language),
                           accounts_for(book, query.groups),
                           query.from,
                           query.to};
  return span_table(asked, find_spans(asked, query.threads));
}

}  // namespace opportune
