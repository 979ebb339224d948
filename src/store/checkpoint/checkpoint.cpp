#include "store/checkpoint/checkpoint.hpp"

#include <algorithm>
#include <exception>
#include <functional>
#include <numeric>
#include <utility>
#include <vector>

#include "opportune/core/parallel.hpp"
#include "store/checkpoint/parts.hpp"

namespace opportune::checkpoint {
namespace {

/// What the file's head begins with; a mark follows.
std::string head_text(const JournalHead& head) {
  return layout_text() + '\n' + head.reporting_currency + '\n' + head.milestones + '\n';
}

using LoadPart = std::function<void(SectionReader& in)>;

/// What loads each section into a Book, in the order in which they are written.
std::vector<LoadPart> loads(Book& book, Outline& outline) {
  std::vector<LoadPart> out;
  out.push_back([&outline](SectionReader& in) {
    outline.rows = get_vector<std::uint64_t>(in);
    outline.versions = get_vector<StageTable::Version>(in);
  });
  each_part(book,
            [&](auto& part) { out.push_back([&part](SectionReader& in) { part.load(in); }); });
  return out;
}

void load_all(Book& book, const Reader& file) {
  Outline outline;
  const std::vector<LoadPart> parts = loads(book, outline);
  const std::vector<Section>& sections = file.sections();
  if (sections.size() != parts.size()) {
    throw DamagedBytes("it has other parts");
  }
  std::vector<std::size_t> order(parts.size());  // the largest first, so that all end together
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return sections[a].bytes > sections[b].bytes;
  });
  const auto worker = [&] {
    return [&](std::size_t first, std::size_t last) {
      for (std::size_t i = first; i < last; ++i) {
        SectionReader in(file.file(), sections[order[i]]);
        parts[order[i]](in);
        in.finish();
      }
    };
  };
  parallel_chunks(parts.size(), 1, 0, worker, [](const auto&) {});
  complete(book, outline);
}

}  // namespace

std::uint64_t write(const std::string& path, const Book& book, const JournalMark& mark,
                    const JournalHead& head) {
  Writer out(path);
  const Outline outline = Outline::of(book);
  put_vector(out, outline.rows);
  put_vector(out, outline.versions);
  out.end_section();
  each_part(book, [&](const auto& part) {
    part.save(out);
    out.end_section();
  });
  std::string text = head_text(head);
  text.append(reinterpret_cast<const char*>(&mark), sizeof mark);
  return out.publish(text);
}

std::optional<Checkpoint> Checkpoint::find(const std::string& path, const JournalHead& head) {
  try {
    Reader file(path);
    const std::string expected = head_text(head);
    JournalMark mark;
    if (file.head().size() != expected.size() + sizeof mark || !file.head().starts_with(expected)) {
      return std::nullopt;
    }
    file.head().copy(reinterpret_cast<char*>(&mark), sizeof mark, expected.size());
    return Checkpoint(std::move(file), mark);
  } catch (const DamagedBytes&) {
    return std::nullopt;
  }
}

bool Checkpoint::load(Book& book) const {
  try {
    load_all(book, file_);
    return true;
  } catch (const std::exception&) {  // whatever it is: the log says how it was
    return false;
  }
}

}  // namespace opportune::checkpoint
