// The rules across the fields of a record, and what else changes when one is put. A record type
// without such rules needs nothing here. A specialisation of Rules may have:
//   fill<field>(book, store, row)      what an empty field means
//   currency_of(book, store, row)      for Amount fields
//   version_of(book, store, row)       for Stage fields
//   check(book, store, row, report)    report(field, value, code, reason) for each broken rule
//   Before / before(book, row)         what a replaced record was
//   linked(book, row, before, put)     keeps Links and other derived state; `put` is null in a load
#pragma once

#include "opportune/model/rules/agreement.hpp"
#include "opportune/model/rules/history.hpp"
#include "opportune/model/rules/kpi.hpp"
#include "opportune/model/rules/opportunity.hpp"
#include "opportune/model/rules/reference.hpp"
#include "opportune/model/rules/resolution.hpp"
