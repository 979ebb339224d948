#include <array>
#include <optional>

#include "arguments.hpp"
#include "handles.hpp"
#include "opportune/io/arrow.hpp"
#include "opportune/workspace.hpp"
#include "stream_in.hpp"
#include "streams_out.hpp"

using namespace opportune::c;

namespace {

constexpr std::size_t least = offsetof(opp_audience_query, limit) + sizeof(uint64_t);

opportune::AudienceQuery query_in(const opp_audience_query& fields) {
  opportune::AudienceQuery query;
  query.kind = text_in(fields.kind, "kind");
  query.campaign = text_in(fields.campaign, "campaign");
  query.markets = texts_in(fields.markets, fields.market_count, "markets");
  query.policy = text_in(fields.policy, "policy");
  query.as_of = as_of_in(fields.as_of);
  if (fields.limit != 0) {
    query.limit = fields.limit;
  }
  return query;
}

/// The stream that a query gives, as far as the query is long enough to have one.
ArrowArrayStream* accounts_of(const opp_audience_query* query) noexcept {
  constexpr std::size_t needed = offsetof(opp_audience_query, accounts) + sizeof(void*);
  return query != nullptr && query->struct_size >= needed ? query->accounts : nullptr;
}

}  // namespace

extern "C" {

opp_status opp_workspace_audience(const opp_workspace* workspace, const opp_audience_query* query,
                                  struct ArrowArrayStream* audience,
                                  struct ArrowArrayStream* markets,
                                  struct ArrowArrayStream* opportunities,
                                  struct ArrowArrayStream* cuts, opp_error** error) noexcept {
  const opp_named_stream given{{}, accounts_of(query)};
  const ConsumedStreams consumed(&given, 1);
  return guarded(error, [&] {
    const auto space = use(workspace);
    required(audience, "audience");
    const opp_audience_query fields = struct_in(required(query, "query"), least, "query");
    opportune::AudienceQuery asked = query_in(fields);
    asked.with_cuts = cuts != nullptr;
    std::optional<opportune::InputTable> accounts;
    if (fields.accounts != nullptr) {
      if (fields.accounts->release == nullptr) {
        throw bad_argument("the stream of accounts was released before");
      }
      accounts = opportune::read_arrow(fields.accounts, "audience");
    }
    const opportune::AudienceTables tables =
        accounts ? space->audience(asked, *accounts) : space->audience(asked);
    hand_over(std::array<Wanted, 4>{{{tables.accounts, audience},
                                     {tables.markets, markets},
                                     {tables.opportunities, opportunities},
                                     {tables.cuts, cuts}}});
  });
}

}  // extern "C"
