// Swedish. The ids are those of english.hpp.
#pragma once

#include "opportune/core/message.hpp"

namespace opportune {

inline constexpr Catalogue::Entry swedish_entries[] = {
    {"list.next", ", "},
    {"list.last", " och "},
    {"list.more", "{count} till"},
    {"nobody", "ingen"},
    {"no_market", "ingen marknad"},
    {"person", "{id}"},
    {"date.open", "tills vidare"},
    {"standing.prospect", "prospekt"},
    {"standing.customer", "kund"},
    {"group.prospect", "koncernen är ett prospekt"},

    {"member.account", "konto {id} ({owner}, {market})"},
    {"member.activity", "aktivitet {id} ({owner})"},
    {"member.agreement", "avtal {id} ({owner})"},
    {"member.claim", "anspråk {id} ({owner})"},
    {"member.group", "koncernen {id}"},
    {"member.lead", "lead {id} ({owner}, {market})"},
    {"member.market", "{id}"},
    {"member.opportunity", "{id} ({owner}, {market})"},
    {"member.process", "process {id}"},
    {"member.requirement", "krav {id}"},

    {"products.unspecified", "produkter är inte angivna"},
    {"products.same", "båda gäller produkt {product}"},
    {"products.overlap", "produkt {a} överlappar {b}"},
    {"agreement.coverage", "avtal {agreement} för konto {account}, giltigt från {from} till {to}"},
    {"identity.lei", "båda har LEI {value}"},
    {"identity.duns", "båda har D-U-N-S-nummer {value}"},
    {"identity.tax_id", "båda har skattenummer {value}"},
    {"identity.domain", "båda har domänen {value}"},

    {"recommendation", "{person} bör leda ({rule})."},
    {"recommendation.none", "Ingen regel säger vem som bör leda."},
    {"recommendation.tied", "({rule} står lika mellan {people}.)"},

    {"duplicate_pursuit",
     "{members} gäller samma affär hos konto {account}: ett erbjudande räcker."},
    {"duplicate_pursuit.evidence", "båda är öppna hos konto {account}; {products}"},
    {"cross_market_pursuit.prospect",
     "{members} bearbetar {group}, ett prospekt, från {markets} marknader utan samordning."},
    {"cross_market_pursuit.customer",
     "{members} bearbetar {group}, en kund, för överlappande produkter från {markets} marknader utan "
     "samordning."},
    {"cross_market_pursuit.evidence",
     "marknaderna {a} och {b}, olika ägare, inget gemensamt avtal, inte båda i det globala kundteamet "
     "för sina marknader; {contention}"},
    {"lead_collision",
     "{members} möts hos {group}: ett lead bearbetas där en kollega från en annan marknad är på väg "
     "till avslut."},
    {"lead_collision.evidence",
     "leadet i marknad {lead_market} är aktivt medan affärsmöjligheten i {market} står i {stage} "
     "({milestone}); {contention}"},
    {"marketing_collision",
     "Marknadsföringen hos {group} bör pausas: {activities} skulle nå den medan {opportunities} inte "
     "får störas."},
    {"marketing_collision.evidence",
     "steget {stage} för {opportunity} stoppar aktiviteter av slaget {kind}; den pågår från {start} "
     "till {end}"},
    {"repeated_material", "{members} skickar samma material, {material}, till samma kund."},
    {"repeated_material.evidence",
     "{material} skickades av {earlier} till och med {end}, och skulle skickas igen av {coming} från "
     "{start}"},
    {"agreement_bypass", "{opportunities} säljs utan {agreements}, som täcker affären."},
    {"agreement_bypass.evidence", "{coverage}, täcker den; den anger inget avtal"},
    {"agreement_bypass.evidence.other", "{coverage}, täcker den; den anger {named} i stället"},
    {"agreement_bypass.evidence.won",
     "{coverage}, täckte den {day}, då den vanns utan avtalet"},
    {"terms_mismatch", "{opportunities} följer inte {agreements}, som anges."},
    {"terms_mismatch.evidence", "{facts}"},
    {"terms_mismatch.discount", "rabatten är {given} % där {agreed} % är avtalat"},
    {"terms_mismatch.shipping", "leveransvillkoret är {given} där {agreed} är avtalat"},
    {"terms_mismatch.invalid", "avtalet är inte giltigt: från {from} till {to}"},
    {"terms_mismatch.uncovered", "{coverage}, täcker den inte"},
    {"claim_breach", "{opportunities} gäller det som har registrerats tidigare: {claims}."},
    {"claim_breach.evidence",
     "{person} har registrerat konto {account} från {from} till {until}, och den öppnades {opened}; "
     "{products}"},
    {"scope_breach", "{opportunities} säljs under {agreements} av personer utan delegering."},
    {"scope_breach.evidence.named",
     "den anger avtal {agreement} med ägare {agreement_owner}, och ingen delegering till {owner} "
     "omfattar den i {market}"},
    {"scope_breach.evidence.covers",
     "avtal {agreement} med ägare {agreement_owner} täcker den, och ingen delegering till {owner} "
     "omfattar den i {market}"},
    {"agreement_overlap", "{members} täcker samma affärer hos {group} på olika villkor."},
    {"agreement_overlap.evidence",
     "kontona {a_account} och {b_account} ligger i varandras del av koncernen; {products}; "
     "{differences}"},
    {"agreement_overlap.discount", "rabatterna {a} och {b}"},
    {"agreement_overlap.shipping", "leveransvillkoren {a} och {b}"},
    {"agreement_overlap.owner", "ägarna {a} och {b}"},
    {"process_mismatch", "{opportunities} följer en annan process än {processes}, som gäller."},
    {"process_mismatch.evidence.global",
     "den följer {runs}; {applies} gäller, eftersom koncernen är global"},
    {"process_mismatch.evidence.local", "den följer {runs}; {applies} gäller i {market}"},
    {"coverage_gap.group", "{group}, en global koncern, saknar globalt kundansvarig."},
    {"coverage_gap.markets",
     "{group}, en global koncern, bearbetas utan lokalt kundansvarig i {markets}."},
    {"coverage_gap.both",
     "{group}, en global koncern, saknar globalt kundansvarig och bearbetas utan lokalt kundansvarig "
     "i {markets}."},
    {"coverage_gap.evidence.group", "ingen är globalt kundansvarig i kundteamet för {group}"},
    {"coverage_gap.evidence.market",
     "ingen är kundansvarig för {market} i det globala kundteamet för {group}"},
    {"requirement_gap", "{opportunities} saknar det som lagen kräver: {requirements}."},
    {"requirement_gap.evidence",
     "{jurisdiction} kräver {requirement} från och med {milestone}; den står i {stage}, och kravet är "
     "inte uppfyllt"},
    {"requirement_gap.evidence.text",
     "{jurisdiction} kräver {requirement} från och med {milestone} ({text}); den står i {stage}, och "
     "kravet är inte uppfyllt"},
    {"shared_identity", "{members} kan höra till en och samma koncern."},
    {"shared_identity.evidence", "{shared}"},
    {"shared_identity.merge", "Att slå ihop {groups} skulle avslöja: {conflicts}."},
    {"shared_identity.merge.nothing", "Att slå ihop {groups} skulle inte avslöja någon konflikt."},
    {"shared_identity.merge.count", "{count} {kind}"},
};

inline constexpr Catalogue swedish{"sv", swedish_entries};

}  // namespace opportune
