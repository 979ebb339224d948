// English. A text may use the arguments of its message: {name}.
#pragma once

#include "opportune/core/message.hpp"

namespace opportune {

inline constexpr Catalogue::Entry english_entries[] = {
    {"list.next", ", "},
    {"list.last", " and "},
    {"list.more", "{count} more"},
    {"nobody", "nobody"},
    {"no_market", "no market"},
    {"person", "{id}"},
    {"date.open", "open"},
    {"standing.prospect", "prospect"},
    {"standing.customer", "customer"},
    {"group.prospect", "the group is a prospect"},

    {"member.account", "account {id} ({owner}, {market})"},
    {"member.activity", "activity {id} ({owner})"},
    {"member.agreement", "agreement {id} ({owner})"},
    {"member.claim", "claim {id} ({owner})"},
    {"member.group", "group {id}"},
    {"member.lead", "lead {id} ({owner}, {market})"},
    {"member.market", "{id}"},
    {"member.opportunity", "{id} ({owner}, {market})"},
    {"member.process", "process {id}"},
    {"member.requirement", "requirement {id}"},

    {"products.unspecified", "products are not specified"},
    {"products.same", "both are for product {product}"},
    {"products.overlap", "product {a} overlaps {b}"},
    {"agreement.coverage", "agreement {agreement} of account {account}, valid from {from} to {to}"},
    {"identity.lei", "both have the LEI {value}"},
    {"identity.duns", "both have the D-U-N-S number {value}"},
    {"identity.tax_id", "both have the tax id {value}"},
    {"identity.domain", "both have the domain {value}"},

    {"recommendation", "{person} should lead ({rule})."},
    {"recommendation.none", "No rule says who should lead."},
    {"recommendation.tied", "({rule} tied between {people}.)"},

    {"duplicate_pursuit",
     "{members} pursue the same business at account {account}: one offer is enough."},
    {"duplicate_pursuit.evidence", "both are open at account {account}; {products}"},
    {"cross_market_pursuit.prospect",
     "{members} pursue {group}, a prospect, from {markets} markets without coordination."},
    {"cross_market_pursuit.customer",
     "{members} pursue {group}, a customer, for overlapping products from {markets} markets "
     "without coordination."},
    {"cross_market_pursuit.evidence",
     "markets {a} and {b}, different owners, no common agreement, not both on the global account "
     "team for their markets; {contention}"},
    {"lead_collision",
     "{members} meet at {group}: a lead is being worked where a colleague of another market is "
     "closing."},
    {"lead_collision.evidence",
     "lead of market {lead_market} is active while the opportunity of {market} stands in {stage} "
     "({milestone}); {contention}"},
    {"marketing_collision",
     "Marketing at {group} should pause: {activities} would reach it while {opportunities} must "
     "not be disturbed."},
    {"marketing_collision.evidence",
     "the stage {stage} of {opportunity} suppresses activities of kind {kind}; it runs from "
     "{start} to {end}"},
    {"repeated_material", "{members} send the same material, {material}, to the same customer."},
    {"repeated_material.evidence",
     "{material} was sent by {earlier} until {end}, and would be sent again by {coming} from "
     "{start}"},
    // What may be of one or of several is no subject of a verb.
    {"agreement_bypass",
     "The business of {opportunities} is covered by {agreements}, and sold without."},
    {"agreement_bypass.evidence", "{coverage}, covers it; it names no agreement"},
    {"agreement_bypass.evidence.other", "{coverage}, covers it; it names {named} instead"},
    {"agreement_bypass.evidence.won",
     "{coverage}, covered it on {day}, when it was won without it"},
    {"terms_mismatch",
     "The business of {opportunities} is not on the terms of {agreements}, under which it is "
     "sold."},
    {"terms_mismatch.evidence", "{facts}"},
    {"terms_mismatch.discount", "the discount is {given}% where {agreed}% is agreed"},
    {"terms_mismatch.shipping", "the shipping terms are {given} where {agreed} is agreed"},
    {"terms_mismatch.invalid", "the agreement is not valid: from {from} to {to}"},
    {"terms_mismatch.uncovered", "{coverage}, does not cover it"},
    {"claim_breach", "The business of {opportunities} was registered before: {claims}."},
    {"claim_breach.evidence",
     "{person} has registered account {account} from {from} until {until}, and it was opened on "
     "{opened}; {products}"},
    {"scope_breach",
     "The business of {opportunities} is sold under {agreements} without a delegation."},
    {"scope_breach.evidence.named",
     "it names agreement {agreement} of {agreement_owner}, of which nothing that holds it in "
     "{market} was delegated to {owner}"},
    {"scope_breach.evidence.covers",
     "agreement {agreement} of {agreement_owner} covers it, and nothing that holds it in {market} "
     "was delegated to {owner}"},
    {"agreement_overlap", "{members} cover the same business of {group} on different terms."},
    {"agreement_overlap.evidence",
     "accounts {a_account} and {b_account} lie in one another's part of the group; {products}; "
     "{differences}"},
    {"agreement_overlap.discount", "discounts {a} and {b}"},
    {"agreement_overlap.shipping", "shipping terms {a} and {b}"},
    {"agreement_overlap.owner", "owners {a} and {b}"},
    {"process_mismatch", "{opportunities} should run {processes}, which applies."},
    {"process_mismatch.evidence.global",
     "it runs {runs}; {applies} applies, because the group is global"},
    {"process_mismatch.evidence.local", "it runs {runs}; {applies} applies in {market}"},
    {"coverage_gap.group", "{group}, a global group, has no global account manager."},
    {"coverage_gap.markets",
     "{group}, a global group, is pursued without a key account manager in {markets}."},
    {"coverage_gap.both",
     "{group}, a global group, has no global account manager, and is pursued without a key "
     "account manager in {markets}."},
    {"coverage_gap.evidence.group",
     "nobody is global account manager on the global account team of {group}"},
    {"coverage_gap.evidence.market",
     "nobody is key account manager for {market} on the global account team of {group}"},
    {"requirement_gap", "What the law asks of {opportunities} is not in place: {requirements}."},
    {"requirement_gap.evidence",
     "{jurisdiction} asks for {requirement} from {milestone} on; it stands in {stage}, and it is "
     "not fulfilled"},
    {"requirement_gap.evidence.text",
     "{jurisdiction} asks for {requirement} from {milestone} on ({text}); it stands in {stage}, "
     "and it is not fulfilled"},
    {"shared_identity", "{members} may belong to one group."},
    {"shared_identity.evidence", "{shared}"},
    {"shared_identity.merge", "To merge {groups} would bring to light: {conflicts}."},
    {"shared_identity.merge.nothing", "To merge {groups} would bring no conflict to light."},
    {"shared_identity.merge.count", "{count} {kind}"},
};

inline constexpr Catalogue english{"en", english_entries};

}  // namespace opportune
