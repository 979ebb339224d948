// The header in C++, before another copy of the Arrow structures.
#include "opportune/c/opportune.h"
// The other copy.
#include "opportune/io/arrow_abi.hpp"
#include "support/catch.hpp"

TEST_CASE("the header in C++") {
  const opp_config config = OPP_CONFIG_INIT;
  const opp_measure_query query = OPP_MEASURE_QUERY_INIT;
  CHECK(config.struct_size == sizeof config);
  CHECK(query.struct_size == sizeof query);
  CHECK(noexcept(opp_abi_version()));
  const ArrowArrayStream stream{};
  CHECK(stream.release == nullptr);
}
