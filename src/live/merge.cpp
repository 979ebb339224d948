#include "live/merge.hpp"

#include <algorithm>
#include <map>
#include <string>
#include <utility>

namespace opportune {
namespace {

using ById = std::map<std::string, ConflictChange>;

ById by_id(std::vector<ConflictChange>&& changes) {
  ById out;
  for (ConflictChange& change : changes) {
    std::string id = change.id;
    out.insert_or_assign(std::move(id), std::move(change));
  }
  return out;
}

std::vector<ConflictChange> listed(ById&& changes) {
  std::vector<ConflictChange> out;
  for (auto& [id, change] : changes) {
    out.push_back(std::move(change));
  }
  return out;
}

}  // namespace

void merge(Effects& into, Effects later) {
  into.applied += later.applied;
  into.as_of = std::max(into.as_of, later.as_of);
  into.groups.insert(into.groups.end(), later.groups.begin(), later.groups.end());
  std::sort(into.groups.begin(), into.groups.end());
  into.groups.erase(std::unique(into.groups.begin(), into.groups.end()), into.groups.end());
  ById opened = by_id(std::move(into.opened)), changed = by_id(std::move(into.changed)),
       closed = by_id(std::move(into.closed));
  for (ConflictChange& change : later.opened) {
    const std::string id = change.id;
    (closed.erase(id) > 0 ? changed : opened).insert_or_assign(id, std::move(change));
  }
  for (ConflictChange& change : later.changed) {
    const std::string id = change.id;
    (opened.contains(id) ? opened : changed).insert_or_assign(id, std::move(change));
  }
  for (ConflictChange& change : later.closed) {
    const std::string id = change.id;
    changed.erase(id);
    if (opened.erase(id) == 0) {
      closed.insert_or_assign(id, std::move(change));
    }
  }
  into.opened = listed(std::move(opened));
  into.changed = listed(std::move(changed));
  into.closed = listed(std::move(closed));
}

}  // namespace opportune
