// Qualifying a lead into an opportunity, under the same admission as a draft that is saved.
#pragma once

#include <string>

#include "opportune/admission/decision.hpp"

namespace opportune {

/// A lead that is to become an opportunity: for the lead's account, market and product, in the
/// first stage of its process, opened on the day.
struct ConvertRequest {
  std::string lead;
  std::string opportunity;  ///< the id that the opportunity gets; must be new
  std::string name;         ///< the opportunity's; empty: the lead's
  std::string owner;        ///< a person; empty: the lead's owner
  std::string process;      ///< empty: the process that applies
  std::string kind;         ///< the opportunity's kind; may be empty
  Instant at;               ///< empty: now. Not before the lead was created or last changed
  std::string by;           ///< a person; may be empty, unless it is forced
  bool force = false;       ///< convert although admission blocks; the policy's roles may
  std::string reason;       ///< needed where forced
};

/// What came of it: a value, also where the answer is no.
struct ConvertResult {
  bool done = false;
  std::string lead;
  std::string opportunity;
  std::string process;  ///< id, or `standard`
  std::string stage;
  Decision decision;    ///< admission of the opportunity; a verdict of block refuses
  std::string refusal;  ///< why it was refused; empty where done
  bool forced = false;
};

}  // namespace opportune
