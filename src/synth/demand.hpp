// The values of leads and activities by their index in the drafts.
#pragma once

#include <array>
#include <string_view>

namespace opportune::synth {

enum LeadStatus : std::uint8_t { lead_new, working, nurturing, lead_qualified, disqualified };
inline constexpr std::array<std::string_view, 5> lead_statuses{"new", "working", "nurturing",
                                                               "qualified", "disqualified"};
enum ActivityStatus : std::uint8_t { planned, active, paused, done, cancelled };
inline constexpr std::array<std::string_view, 5> activity_statuses{"planned", "active", "paused",
                                                                   "done", "cancelled"};
/// The first four belong to sales.
inline constexpr std::array<std::string_view, 9> activity_kinds{
    "meeting", "call", "demo", "workshop", "email", "webinar", "event", "mailing", "advertising"};
inline constexpr std::uint32_t sales_kinds = 4;
inline constexpr std::array<std::string_view, 6> sources{"website",  "partner",  "event",
                                                         "referral", "campaign", "tender"};

}  // namespace opportune::synth
