#include "opportune/admission/decision.hpp"

#include "arguments.hpp"
#include "demands.hpp"
#include "handles.hpp"
#include "issues.hpp"
#include "opportune/workspace.hpp"

using namespace opportune::c;

namespace {

static_assert(static_cast<opp_verdict>(opportune::Verdict::allow) == OPP_ALLOW);
static_assert(static_cast<opp_verdict>(opportune::Verdict::warn) == OPP_WARN);
static_assert(static_cast<opp_verdict>(opportune::Verdict::block) == OPP_BLOCK);
static_assert(static_cast<opp_severity>(opportune::Severity::off) == OPP_SEVERITY_OFF);
static_assert(static_cast<opp_severity>(opportune::Severity::info) == OPP_SEVERITY_INFO);
static_assert(static_cast<opp_severity>(opportune::Severity::warning) == OPP_SEVERITY_WARNING);
static_assert(static_cast<opp_severity>(opportune::Severity::critical) == OPP_SEVERITY_CRITICAL);

opp_decision_info info_out(const opportune::Decision& decision) {
  opp_decision_info out = OPP_DECISION_INFO_INIT;
  out.verdict = static_cast<opp_verdict>(decision.verdict);
  out.group = text_out(decision.group);
  out.conflict_count = decision.conflicts.size();
  out.applies = text_out(decision.process.applies);
  out.runs = text_out(decision.process.runs);
  out.agreement_count = decision.agreements.size();
  out.requirement_count = decision.requirements.size();
  out.participant_count = decision.people.size();
  out.paused_count = decision.paused.size();
  out.suppressor_count = decision.suppressed_by.size();
  out.mismatch = decision.process.mismatch ? 1 : 0;
  return out;
}

opp_predicted_conflict conflict_out(const opportune::PredictedConflict& conflict) {
  opp_predicted_conflict out = OPP_PREDICTED_CONFLICT_INIT;
  out.id = text_out(conflict.id);
  out.kind = text_out(conflict.kind);
  out.severity = static_cast<opp_severity>(conflict.severity);
  out.opens = conflict.opens ? 1 : 0;
  out.group = text_out(conflict.group);
  out.pairs = conflict.pairs;
  out.since = instant_out(conflict.since);
  out.value_minor = conflict.value_minor;
  out.currency = text_out(conflict.currency);
  out.explanation = text_out(conflict.explanation);
  out.related_count = conflict.related.size();
  return out;
}

opp_related related_out(const opportune::PredictedConflict::Member& member) {
  return {0,
          text_out(member.type),
          text_out(member.id),
          text_out(member.market),
          text_out(member.owner),
          instant_out(member.since),
          text_out(member.evidence)};
}

}  // namespace

extern "C" {

opp_status opp_decision_free(opp_decision* decision) noexcept { return free_handle(decision); }

opp_status opp_decision_get(const opp_decision* decision, opp_decision_info* info,
                            opp_error** error) noexcept {
  return guarded(error, [&] {
    constexpr std::size_t least = offsetof(opp_decision_info, conflict_count) + sizeof(size_t);
    const auto answer = use(decision);
    struct_out(struct_place(info, least, "info"), info_out(*answer));
  });
}

opp_status opp_decision_conflict(const opp_decision* decision, size_t index,
                                 opp_predicted_conflict* conflict, opp_error** error) noexcept {
  return guarded(error, [&] {
    constexpr std::size_t least = offsetof(opp_predicted_conflict, related_count) + sizeof(size_t);
    const auto answer = use(decision);
    opp_predicted_conflict& place = struct_place(conflict, least, "conflict");
    struct_out(place, conflict_out(item(answer->conflicts, index, "conflict")));
  });
}

opp_status opp_decision_related(const opp_decision* decision, size_t conflict, size_t index,
                                opp_related* related, opp_error** error) noexcept {
  return guarded(error, [&] {
    constexpr std::size_t least = offsetof(opp_related, evidence) + sizeof(opp_str);
    const auto answer = use(decision);
    opp_related& place = struct_place(related, least, "related");
    const auto& members = item(answer->conflicts, conflict, "conflict").related;
    struct_out(place, related_out(item(members, index, "related record")));
  });
}

opp_status opp_decision_participant(const opp_decision* decision, size_t index,
                                    opp_participant* participant, opp_error** error) noexcept {
  return guarded(error, [&] { participant_out(use(decision)->people, index, participant); });
}

opp_status opp_decision_paused(const opp_decision* decision, size_t index,
                               opp_activity_effect* activity, opp_error** error) noexcept {
  return guarded(error, [&] { activity_out(use(decision)->paused, index, activity); });
}

opp_status opp_decision_json(const opp_decision* decision, opp_text** json,
                             opp_error** error) noexcept {
  return guarded(error, [&] {
    const auto answer = use(decision);
    opp_text*& out = required(json, "json");
    out = NewHandle<opp_text>(opportune::to_json(*answer)).publish();
  });
}

}  // extern "C"
