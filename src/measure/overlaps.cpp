#include "measure/overlaps.hpp"

#include "opportune/conflict/relation.hpp"
#include "opportune/core/parallel.hpp"

namespace opportune {
namespace {

/// Marks those of one account.
void mark_overlapping(const Book& book, const DayIndex& index,
                      const std::vector<std::uint32_t>& rows, std::vector<std::uint8_t>& out) {
  constexpr std::size_t many = 32;  // more may all overlap: to look is quadratic
  if (rows.size() > many) {
    for (const std::uint32_t row : rows) {
      out[row] = 1;
    }
    return;
  }
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const Life& one = index.life(rows[i]);
    for (std::size_t j = i + 1; j < rows.size(); ++j) {
      const Life& other = index.life(rows[j]);
      if ((out[rows[i]] == 0 || out[rows[j]] == 0) && one.opened <= other.closed &&
          other.opened <= one.closed && products_overlap(book, rows[i], rows[j])) {
        out[rows[i]] = out[rows[j]] = 1;
      }
    }
  }
}

}  // namespace

bool products_overlap(const Book& book, std::uint32_t a, std::uint32_t b) {
  const auto& products = book.get<Opportunity>().get<"products">();
  return products_overlap(book.products(), products.members(a), products.members(b));
}

std::vector<std::uint8_t> overlapping_opportunities(const Book& book, const DayIndex& index,
                                                    unsigned threads) {
  constexpr std::size_t chunk = 8192;
  std::vector<std::uint8_t> out(index.rows());
  parallel_chunks(
      book.get<Account>().rows(), chunk, threads,
      [&] {
        return
            [&, rows = std::vector<std::uint32_t>()](std::size_t first, std::size_t last) mutable {
              for (std::size_t account = first; account < last; ++account) {
                rows.clear();
                book.links().opportunities_of_account.each(
                    static_cast<std::uint32_t>(account),
                    [&](std::uint32_t row) { rows.push_back(row); });
                mark_overlapping(book, index, rows, out);
              }
            };
      },
      [](const auto&) {});
  return out;
}

}  // namespace opportune
