// An account carries an identifier of an account in another group.
#include "synth/names.hpp"
#include "synth/plant.hpp"

namespace opportune::synth {

Planted plant_shared_identity(Making& making) {
  Group& group = making.group;
  Account& account = group.accounts[0];
  // All accounts before this group lie in other groups; take one that has the identifier.
  std::uint64_t other = group.first.account;
  std::string note;
  switch (making.random.below(3)) {
    case 0:
      while (other > 1 && !has_lei(other)) {
        --other;
      }
      account.lei = lei(other);
      note = "Two groups share a LEI.";
      break;
    case 1:
      while (other > 1 && !has_duns(other)) {
        --other;
      }
      account.duns = duns(other);
      note = "Two groups share a DUNS number.";
      break;
    default:
      account.domain = group_domain(group_stem(group.first.group - 1));
      note = "Two groups share a domain.";
      break;
  }
  return {{account_member(making, 0), member("account", 'A', other)}, note};
}

}  // namespace opportune::synth
