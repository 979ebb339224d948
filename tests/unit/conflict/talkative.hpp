// An organisation in which everything that conflicts can say is said: every kind, every wording of
// its evidence, every rule of engagement.
#pragma once

#include <nlohmann/json.hpp>

#include "opportune/workspace.hpp"

namespace talkative {

inline const opportune::Date day = opportune::make_date(2026, 3, 31);

/// One record a line: the table, and what it holds. Each group of accounts says a few things.
inline constexpr const char* records = R"([
["market", {"id": "se", "country": "SE", "currency": "EUR", "jurisdiction": "sweden"}],
["market", {"id": "dk", "country": "DK", "currency": "EUR"}],
["person", {"id": "ann"}], ["person", {"id": "bo"}], ["person", {"id": "cat"}], ["person", {"id": "dan"}],
["person", {"id": "eva"}], ["person", {"id": "gina"}], ["person", {"id": "hans"}], ["person", {"id": "kai"}],
["product", {"id": "crm"}], ["product", {"id": "sub", "parent": "crm"}], ["product", {"id": "laptop"}],
["process", {"id": "swede", "definition": {"markets": ["se"], "stages": [
  {"id": "talk", "milestone": "qualified"}, {"id": "quiet", "milestone": "negotiation", "suppress": ["mailing"]},
  {"id": "won", "milestone": "won"}]}}],
["process", {"id": "globe", "definition": {"scope": "global", "stages": [
  {"id": "talk", "milestone": "qualified"}, {"id": "won", "milestone": "won"}]}}],
["requirement", {"id": "dpa", "jurisdiction": "sweden", "milestone": "negotiation", "kind": "clause"}],
["requirement", {"id": "tax", "jurisdiction": "sweden", "milestone": "negotiation", "kind": "clause", "text": "a tax form"}],

["account", {"id": "alfa", "market": "se"}], ["account", {"id": "alfa-dk", "parent": "alfa", "market": "dk"}],
["opportunity", {"id": "a1", "account": "alfa", "owner": "ann", "stage": "negotiation", "products": ["crm"], "opened": "2026-01-05"}],
["opportunity", {"id": "a2", "account": "alfa-dk", "owner": "bo", "stage": "qualified", "products": ["crm"], "opened": "2026-01-06"}],
["lead", {"id": "al", "account": "alfa-dk", "market": "dk", "status": "working", "created": "2026-02-01"}],

["account", {"id": "beta", "market": "se", "customer_since": "2020-01-01"}],
["account", {"id": "beta-dk", "parent": "beta", "market": "dk"}],
["team_member", {"account": "beta", "person": "gina", "role": "global_account_manager"}],
["opportunity", {"id": "b1", "account": "beta", "owner": "ann", "stage": "qualified", "products": ["crm"], "opened": "2026-01-05"}],
["opportunity", {"id": "b2", "account": "beta-dk", "owner": "bo", "stage": "qualified", "products": ["sub"], "opened": "2026-01-06"}],

["account", {"id": "ceta", "market": "dk", "global": true, "customer_since": "2020-01-01"}],
["team_member", {"account": "ceta", "person": "kai", "role": "key_account_manager"}],
["opportunity", {"id": "c1", "account": "ceta", "owner": "ann", "stage": "qualified", "opened": "2026-01-05"}],
["opportunity", {"id": "c2", "account": "ceta", "owner": "bo", "stage": "qualified", "products": ["crm"], "opened": "2026-01-06"}],

["account", {"id": "delta", "market": "dk", "customer_since": "2020-01-01"}],
["opportunity", {"id": "d1", "account": "delta", "owner": "ann", "stage": "proposal", "products": ["crm"], "opened": "2026-01-05"}],
["opportunity", {"id": "d2", "account": "delta", "owner": "bo", "stage": "qualified", "products": ["crm"], "opened": "2026-01-06"}],
["opportunity", {"id": "d3", "account": "delta", "stage": "qualified", "products": ["crm"], "opened": "2026-01-07"}],
["opportunity", {"id": "d4", "account": "delta", "owner": "bo", "stage": "qualified", "products": ["crm"], "opened": "2026-01-08"}],
["opportunity", {"id": "d5", "account": "delta", "owner": "bo", "stage": "qualified", "products": ["crm"], "opened": "2026-01-09"}],
["opportunity", {"id": "d6", "account": "delta", "owner": "bo", "stage": "qualified", "products": ["crm"], "opened": "2026-01-10"}],

["account", {"id": "echo", "market": "dk", "customer_since": "2020-01-01"}],
["opportunity", {"id": "e1", "account": "echo", "owner": "ann", "stage": "qualified", "products": ["crm"], "opened": "2026-01-05"}],
["opportunity", {"id": "e2", "account": "echo", "owner": "bo", "stage": "qualified", "products": ["crm"], "opened": "2026-01-06"}],

["account", {"id": "fox", "market": "dk", "customer_since": "2020-01-01"}],
["opportunity", {"id": "f1", "account": "fox", "owner": "ann", "stage": "qualified", "products": ["crm"], "opened": "2026-01-05", "amount": 1}],
["opportunity", {"id": "f2", "account": "fox", "owner": "bo", "stage": "qualified", "products": ["crm"], "opened": "2026-01-05", "amount": 2}],

["account", {"id": "golf", "market": "dk", "customer_since": "2020-01-01"}],
["opportunity", {"id": "g1", "account": "golf", "owner": "ann", "stage": "qualified", "products": ["crm"], "opened": "2026-01-05"}],
["opportunity", {"id": "g2", "account": "golf", "owner": "bo", "stage": "qualified", "products": ["crm"], "opened": "2026-01-05"}],

["account", {"id": "hotel", "market": "dk", "customer_since": "2020-01-01", "owner": "hans"}],
["opportunity", {"id": "h1", "account": "hotel", "owner": "ann", "stage": "qualified", "products": ["crm"], "opened": "2026-01-05"}],
["claim", {"id": "hc", "account": "hotel", "person": "cat", "from": "2026-01-01", "until": "2026-12-31"}],
["account", {"id": "india", "market": "dk", "customer_since": "2020-01-01", "owner": "hans"}],
["opportunity", {"id": "i1", "account": "india", "owner": "ann", "stage": "qualified", "products": ["crm"], "opened": "2026-01-05"}],
["opportunity", {"id": "i2", "account": "india", "owner": "bo", "stage": "qualified", "products": ["crm"], "opened": "2026-01-05"}],

["account", {"id": "kilo", "market": "dk", "customer_since": "2020-01-01"}],
["account", {"id": "kilo-dk", "parent": "kilo", "market": "dk"}],
["agreement", {"id": "k-year", "account": "kilo", "products": ["crm"], "owner": "dan", "discount": 10, "shipping_terms": "DAP",
  "valid_from": "2026-01-01", "valid_to": "2026-12-31"}],
["agreement", {"id": "k-from", "account": "kilo", "products": ["crm"], "owner": "dan", "valid_from": "2026-01-01"}],
["agreement", {"id": "k-until", "account": "kilo-dk", "products": ["crm"], "owner": "cat", "valid_to": "2026-12-31"}],
["agreement", {"id": "k-always", "account": "kilo-dk", "products": ["crm"], "owner": "dan"}],
["agreement", {"id": "k-old", "account": "kilo", "products": ["crm"], "owner": "dan", "valid_from": "2025-01-01", "valid_to": "2025-12-31"}],
["delegation", {"agreement": "k-year", "person": "eva"}],
["opportunity", {"id": "k1", "account": "kilo-dk", "owner": "ann", "stage": "qualified", "products": ["crm"], "opened": "2026-01-05"}],
["opportunity", {"id": "k2", "account": "kilo", "owner": "ann", "stage": "qualified", "products": ["sub"], "opened": "2026-01-05",
  "agreement": "k-year", "discount": 5, "shipping_terms": "EXW"}],
["opportunity", {"id": "k3", "account": "kilo", "owner": "ann", "stage": "qualified", "products": ["laptop"], "opened": "2026-01-05", "agreement": "k-old"}],
["opportunity", {"id": "k4", "account": "kilo", "owner": "ann", "stage": "won", "products": ["crm"], "opened": "2026-01-05", "closed": "2026-02-01"}],

["account", {"id": "lima", "market": "se", "customer_since": "2020-01-01"}],
["opportunity", {"id": "l1", "account": "lima", "owner": "ann", "process": "swede", "stage": "quiet", "products": ["crm"], "opened": "2026-01-05"}],
["activity", {"id": "m1", "account": "lima", "kind": "mailing", "channel": "marketing", "status": "planned", "material": "brochure", "start": "2026-04-10"}],
["activity", {"id": "m2", "account": "lima", "kind": "mailing", "channel": "marketing", "status": "done", "material": "brochure",
  "start": "2026-02-01", "end": "2026-03-01"}],

["account", {"id": "mike", "market": "se", "lei": "L1"}], ["account", {"id": "mike-dk", "market": "dk", "lei": "L1", "tax_id": "T1"}],
["opportunity", {"id": "n1", "account": "mike", "owner": "ann", "stage": "qualified", "opened": "2026-01-05"}],
["opportunity", {"id": "n2", "account": "mike-dk", "owner": "bo", "stage": "qualified", "opened": "2026-01-05"}],
["account", {"id": "nova", "duns": "12-345", "domain": "nova.example"}], ["account", {"id": "nova2", "duns": "12345", "domain": "www.nova.example"}],
["account", {"id": "oslo", "tax_id": "T2"}], ["account", {"id": "oslo2", "tax_id": "T-2"}]
])";

inline void fill(opportune::Workspace& workspace) {
  nlohmann::json changes = nlohmann::json::array();
  for (const nlohmann::json& record : nlohmann::json::parse(records)) {
    changes.push_back(
        {{"table", record[0]}, {"record", record[1]}, {"at", "2026-01-01T00:00:00Z"}});
  }
  workspace.apply_json(changes.dump());
}

}  // namespace talkative
