// The questions of the facade, each answered from one state of the Book.
#pragma once

#include <memory>
#include <string_view>

#include "opportune/admission/decision.hpp"
#include "opportune/conflict/graph.hpp"
#include "opportune/conflict/history.hpp"
#include "opportune/conflict/policy.hpp"
#include "opportune/conflict/query.hpp"
#include "opportune/core/message.hpp"
#include "opportune/measure/leakage.hpp"
#include "opportune/measure/query.hpp"
#include "opportune/model/book.hpp"

namespace opportune {

[[nodiscard]] ConflictTables find_conflicts(const Book& book, const Policy& policy,
                                            const ConflictQuery& query);
[[nodiscard]] ConflictGraph find_conflict_graph(const Book& book, const Policy& policy,
                                                const ConflictGraphQuery& query);
/// `to` is set.
[[nodiscard]] std::shared_ptr<Table> find_conflict_history(const Book& book, const Policy& policy,
                                                           const ConflictHistoryQuery& query);
[[nodiscard]] ConflictHistoryQuery history_query_of_json(std::string_view text);
[[nodiscard]] std::shared_ptr<Table> find_leakage(const Book& book, const Policy& policy,
                                                  const LeakageQuery& query);
[[nodiscard]] LeakageQuery leakage_query_of_json(std::string_view text);
[[nodiscard]] Decision check_opportunity(const Book& book, const Policy& policy,
                                         const Opportunity& draft, Instant at,
                                         const Catalogue& catalogue);
[[nodiscard]] Decision check_lead(const Book& book, const Policy& policy, const Lead& draft,
                                  Instant at, const Catalogue& catalogue);
[[nodiscard]] Decision check_activity(const Book& book, const Policy& policy, const Activity& draft,
                                      Instant at, const Catalogue& catalogue);
[[nodiscard]] std::shared_ptr<Table> run_measure(const Book& book, const Policy& policy,
                                                 const MeasureQuery& query);

}  // namespace opportune
