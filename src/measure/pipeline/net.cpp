#include "measure/pipeline/net.hpp"

#include <algorithm>

#include "measure/overlaps.hpp"

namespace opportune {

NetAmounts::NetAmounts(const Instants& instants)
    : instants_(instants),
      book_(instants.at(0).book()),
      duplicates_(kind_set(DuplicatePursuit::name)),
      view_(instants.at(0).as_of, instants.at(0).groups()) {}

void NetAmounts::find(std::uint32_t account, std::vector<Stretch>& stretches) {
  if (!may_be_duplicates(stretches)) {
    return;
  }
  split_together(stretches);
  for (std::size_t i = 0; i < stretches.size();) {
    const std::size_t first = i;
    while (i < stretches.size() && stretches[i].from == stretches[first].from) {
      ++i;
    }
    if (i - first > 1) {
      drop_duplicates(account, stretches, first, i);
    }
  }
}

/// Are there two opportunities whose products overlap? Few accounts have such.
bool NetAmounts::may_be_duplicates(const std::vector<Stretch>& stretches) {
  rows_.clear();
  for (const Stretch& stretch : stretches) {
    if (rows_.empty() || rows_.back() != stretch.row) {
      rows_.push_back(stretch.row);
    }
  }
  constexpr std::size_t many = 32;  // more are left to the components, which are not quadratic
  for (std::size_t i = 0; i < rows_.size() && rows_.size() <= many; ++i) {
    if (std::any_of(
            rows_.begin() + static_cast<std::ptrdiff_t>(i) + 1, rows_.end(),
            [&](std::uint32_t other) { return products_overlap(book_, rows_[i], other); })) {
      return true;
    }
  }
  return rows_.size() > many;
}

/// Cuts the stretches so that any two are either of the same instants or of none in common.
void NetAmounts::split_together(std::vector<Stretch>& stretches) {
  read_cuts(stretches);
  pieces_.clear();
  for (const Stretch& stretch : stretches) {
    for (auto cut = std::lower_bound(cuts_.begin(), cuts_.end(), stretch.from);
         *cut < stretch.until; ++cut) {
      Stretch& piece = pieces_.emplace_back(stretch);
      piece.from = *cut;
      piece.until = *std::next(cut);
    }
  }
  std::stable_sort(pieces_.begin(), pieces_.end(),
                   [](const Stretch& a, const Stretch& b) { return a.from < b.from; });
  stretches.swap(pieces_);
}

void NetAmounts::read_cuts(const std::vector<Stretch>& stretches) {
  cuts_.clear();
  if (book_.get<Resolution>().rows() > 0) {  // each instant may have its own
    for (std::uint32_t i = 0; i < instants_.size(); ++i) {
      cuts_.push_back(i);
    }
  }
  for (const Stretch& stretch : stretches) {
    const Currency currency = book_.currency_of_opportunity(stretch.row);
    // With the rates another may be the largest.
    instants_.each_rate(currency, stretch.from, stretch.until,
                        [&](std::uint32_t from, std::uint32_t until) {
                          cuts_.push_back(from);
                          cuts_.push_back(until);
                        });
  }
  std::sort(cuts_.begin(), cuts_.end());
  cuts_.erase(std::unique(cuts_.begin(), cuts_.end()), cuts_.end());
}

void NetAmounts::drop_duplicates(std::uint32_t account, std::vector<Stretch>& stretches,
                                 std::size_t first, std::size_t last) {
  const MeasureContext& context = instants_.at(stretches[first].from);
  view_.at(context.as_of, instants_.at(0).groups());  // within an account any groups do
  view_.look_account(account);
  dropped_.clear();
  detect(view_, policy_, duplicates_, buffers_, [&](const Conflict& conflict) {
    const Member* largest = nullptr;
    std::int64_t most = 0;
    for (const ConflictMember& member : conflict.members) {
      const std::int64_t amount = view_.amount(member.record);
      if (largest == nullptr || amount > most ||
          (amount == most && member.record.id < largest->id)) {
        largest = &member.record;
        most = amount;
      }
    }
    for (const ConflictMember& member : conflict.members) {
      if (&member.record != largest) {
        dropped_.push_back(member.record.row);
      }
    }
  });
  for (std::size_t i = first; i < last && !dropped_.empty(); ++i) {
    stretches[i].in_net =
        std::find(dropped_.begin(), dropped_.end(), stretches[i].row) == dropped_.end();
  }
}

}  // namespace opportune
