/* A small organisation for the tests: Sweden negotiates with acme, and owns a second deal there. */
#ifndef TESTS_C_FIXTURE_H
#define TESTS_C_FIXTURE_H

#include "arrow_rows.h"
#include "harness.h"

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

static inline void fixture_table(opp_named_stream *table, const char *name,
                                 struct ArrowArrayStream *stream, const char *const *columns,
                                 size_t column_count, const char *const *cells, size_t cell_count) {
  rows_to_stream(stream, columns, column_count, cells, cell_count / column_count);
  table->name = opp_str_of(name);
  table->stream = stream;
}

enum { FIXTURE_TABLES = 5 };

/* Streams of all tables; `accounts` may be changed before loading. */
static inline void fixture_tables(opp_named_stream *tables, struct ArrowArrayStream *streams) {
  static const char *const market_columns[] = {"id", "parent", "country", "currency"};
  static const char *const markets[] = {"global", "", "",   "EUR",    "se", "global",
                                        "SE",     "", "dk", "global", "DK", ""};
  static const char *const person_columns[] = {"id", "market"};
  static const char *const people[] = {"ann", "se", "bo", "dk"};
  static const char *const account_columns[] = {"id", "parent", "market", "customer_since"};
  static const char *const accounts[] = {"acme",    "",     "se", "2020-01-01",
                                         "acme-dk", "acme", "dk", ""};
  static const char *const product_columns[] = {"id"};
  static const char *const products[] = {"crm", "laptop"};
  static const char *const opportunity_columns[] = {"id",    "account",  "market", "owner",
                                                    "stage", "products", "amount", "opened"};
  static const char *const opportunities[] = {"o1",          "acme", "se",     "ann",
                                              "negotiation", "crm",  "100.50", "2026-01-05"};
  fixture_table(&tables[0], "market", &streams[0], market_columns, COUNT_OF(market_columns),
                markets, COUNT_OF(markets));
  fixture_table(&tables[1], "person", &streams[1], person_columns, COUNT_OF(person_columns), people,
                COUNT_OF(people));
  fixture_table(&tables[2], "account", &streams[2], account_columns, COUNT_OF(account_columns),
                accounts, COUNT_OF(accounts));
  fixture_table(&tables[3], "product", &streams[3], product_columns, COUNT_OF(product_columns),
                products, COUNT_OF(products));
  fixture_table(&tables[4], "opportunity", &streams[4], opportunity_columns,
                COUNT_OF(opportunity_columns), opportunities, COUNT_OF(opportunities));
}

/* An open workspace with the fixture's tables in it. acme has no manager, which is not told. */
static inline opp_workspace *fixture_open(void) {
  opp_workspace *workspace = NULL;
  opp_named_stream tables[FIXTURE_TABLES];
  struct ArrowArrayStream streams[FIXTURE_TABLES];
  opp_config config = OPP_CONFIG_INIT;
  config.policy = opp_str_of("{\"severity\": {\"coverage_gap\": \"off\"}}");
  EXPECT_OK(opp_workspace_open(&config, &workspace, &error));
  fixture_tables(tables, streams);
  EXPECT_OK(opp_workspace_load(workspace, tables, FIXTURE_TABLES, NULL, NULL, &error));
  return workspace;
}

/* A draft that doubles o1, and one that meets it across markets. */
#define FIXTURE_DUPLICATE                                                                  \
  "{\"table\": \"opportunity\", \"record\": {\"id\": \"new\", \"account\": \"acme\", "     \
  "\"owner\": \"bo\", \"stage\": \"qualified\", \"products\": [\"crm\"], \"amount\": 20, " \
  "\"opened\": \"2026-02-01\"}}"
#define FIXTURE_CROSS_MARKET                                                               \
  "{\"table\": \"opportunity\", \"record\": {\"id\": \"new\", \"account\": \"acme-dk\", "  \
  "\"owner\": \"bo\", \"stage\": \"qualified\", \"products\": [\"crm\"], \"amount\": 20, " \
  "\"opened\": \"2026-02-01\"}}"

#endif /* TESTS_C_FIXTURE_H */
