// What was planted is there, and little else.
#if __has_include(<catch2/catch_all.hpp>)
#include <catch2/catch_all.hpp>
#else
#include <catch2/catch.hpp>
#endif

#include "reference.hpp"

using namespace opportune;
using namespace synth_reference;

namespace {
const Date until = synth::Options{}.until;

std::map<std::string, std::vector<std::string>> planted_pairs(const synth::Organisation& made) {
  std::map<std::string, std::vector<std::string>> out;
  const Table& planted = *made.planted;
  for (std::size_t i = 0; i < planted.rows(); ++i) {
    std::string members;
    for (const std::string& member : planted.at("members").list(i)) {
      members += (members.empty() ? "" : " ") + member;
    }
    out[text(planted, "kind", i)].push_back(members);
  }
  return out;
}

/// How many findings name nothing that was planted.
std::size_t unplanted(const std::set<std::string>& found, const synth::Organisation& made) {
  std::set<std::string> groups;
  for (std::size_t i = 0; i < made.planted->rows(); ++i) {
    for (const std::string& member : made.planted->at("members").list(i)) {
      groups.insert(member);
    }
  }
  std::size_t out = 0;
  for (const std::string& pair : found) {
    const std::size_t gap = pair.find(' ');
    out += groups.count(pair.substr(0, gap)) + groups.count(pair.substr(gap + 1)) == 0 ? 1 : 0;
  }
  return out;
}
}  // namespace

TEST_CASE("synth: every kind of conflict is planted at least three times in 10,000") {
  const synth::Organisation made = synth::organisation({.opportunities = 10'000});
  const auto planted = planted_pairs(made);
  CHECK(planted.size() == 14);
  for (const auto& [kind, list] : planted) {
    CHECK(list.size() >= 3);
  }
}

TEST_CASE("synth: the planted conflicts hold by a plain reading of the rules") {
  for (std::uint64_t seed = 1; seed <= 6; ++seed) {
    const synth::Organisation made =
        synth::organisation({.seed = seed, .opportunities = 3000, .planted_share = 0.002});
    const Reference reference(made, until);
    const auto planted = planted_pairs(made);
    const auto check = [&](const std::string& kind, const std::set<std::string>& found) {
      for (const std::string& pair : planted.at(kind)) {
        INFO("seed " << seed << ", " << kind << " " << pair);
        CHECK(found.count(pair) == 1);
      }
      INFO("seed " << seed << ", " << kind);
      CHECK(unplanted(found, made) == 0);
    };
    check("duplicate_pursuit", reference.duplicates());
    check("cross_market_pursuit", reference.cross_markets());
    check("lead_collision", reference.lead_collisions());
  }
}

TEST_CASE("synth: without planting the organisation has none of the three kinds") {
  for (std::uint64_t seed = 1; seed <= 4; ++seed) {
    const synth::Organisation made =
        synth::organisation({.seed = seed, .opportunities = 10'000, .plant = false});
    const Reference reference(made, until);
    INFO("seed " << seed);
    CHECK(made.planted->rows() == 0);
    CHECK(reference.duplicates().empty());
    CHECK(reference.cross_markets().empty());
    CHECK(reference.lead_collisions().empty());
  }
}
