// How fields are stored, by kind: see model/storage/base.hpp for what all have in common. A kind
// of field is declared in model/field.hpp.
#pragma once

#include "opportune/model/storage/base.hpp"
#include "opportune/model/storage/code.hpp"
#include "opportune/model/storage/flag.hpp"
#include "opportune/model/storage/number.hpp"
#include "opportune/model/storage/reference.hpp"
#include "opportune/model/storage/reference_set.hpp"
#include "opportune/model/storage/set_pool.hpp"
#include "opportune/model/storage/stage.hpp"
#include "opportune/model/storage/symbol.hpp"
#include "opportune/model/storage/text.hpp"
#include "opportune/model/storage/time.hpp"
#include "opportune/model/storage/version.hpp"
#include "opportune/model/storage/weekdays.hpp"
