// Invented names and identifiers. Stems are put together from syllables of fixed lengths, so two
// numbers never give one stem.
#include "synth/names.hpp"

#include <array>

namespace opportune::synth {

namespace {

constexpr std::array<std::string_view, 64> starts{
    "Vel", "Tar", "Nor", "Bru", "Kes", "Mir", "Dal", "Fen", "Gor", "Hal", "Ith", "Jor", "Kal",
    "Lum", "Mod", "Ner", "Ost", "Pel", "Qui", "Rav", "Sol", "Tyr", "Urs", "Vas", "Wen", "Xan",
    "Yar", "Zel", "Arb", "Bex", "Cor", "Dre", "Elm", "Fal", "Gri", "Hex", "Ing", "Jas", "Kry",
    "Lod", "Mer", "Nab", "Orl", "Pra", "Rud", "Sey", "Tov", "Ulm", "Vir", "Wic", "Yst", "Zor",
    "Ald", "Bor", "Cyn", "Dov", "Erk", "Fro", "Gil", "Hur", "Isk", "Kov", "Lat", "Mun"};
constexpr std::array<std::string_view, 39> middles{
    "ka", "ri", "to", "me", "vu", "la", "no", "si", "de", "pu", "ga", "hi", "jo",
    "we", "ba", "fi", "lo", "ne", "su", "ta", "mi", "ro", "ve", "du", "zi", "go",
    "he", "ju", "pa", "wi", "bo", "fe", "lu", "na", "ti", "mo", "re", "vi", "da"};
constexpr std::array<std::string_view, 48> ends{
    "lan", "rix", "tor", "men", "vik", "dal", "son", "cor", "nex", "tis", "bur", "gen",
    "lux", "mar", "pol", "qua", "ron", "sta", "tec", "ven", "wyn", "zan", "bel", "cen",
    "dor", "fal", "gar", "hem", "jan", "kon", "len", "mus", "nor", "par", "ret", "sil",
    "tum", "var", "wel", "xis", "yon", "zed", "bro", "cla", "dex", "fir", "gul", "hov"};
constexpr std::array<std::string_view, 16> trades{
    "Logistics", "Foods",    "Energy",   "Materials", "Pharma",  "Motors", "Textiles", "Marine",
    "Packaging", "Minerals", "Aviation", "Chemicals", "Devices", "Retail", "Steel",    "Paper"};
constexpr std::array<std::string_view, 32> given{
    "Anna",  "Jonas",  "Mei",   "Diego", "Fatima", "Oskar", "Priya", "Liam",
    "Sofia", "Kenji",  "Nadia", "Pavel", "Ines",   "Omar",  "Greta", "Hugo",
    "Amara", "Lukas",  "Yara",  "Tomas", "Elena",  "Ravi",  "Clara", "Mateo",
    "Signe", "Daniel", "Aiko",  "Farid", "Marta",  "Nils",  "Zoe",   "Victor"};

constexpr std::uint64_t short_stems = starts.size() * middles.size() * ends.size();

std::string digits(std::uint64_t number, std::size_t width) {
  std::string out = std::to_string(number);
  return std::string(out.size() < width ? width - out.size() : 0, '0') + out;
}

}  // namespace

std::string person_name(Random& random) {
  std::string out(random.pick(given));
  out += ' ';
  out += random.pick(starts);
  out += random.pick(middles);
  out += random.pick(ends);
  return out;
}

std::string group_stem(std::uint64_t number) {
  // 100,003 is prime and no factor of the count, so this visits every stem once, far apart.
  std::uint64_t at = number % short_stems * 100'003 % short_stems;
  std::string out(starts[at % starts.size()]);
  at /= starts.size();
  out += middles[at % middles.size()];
  at /= middles.size();
  for (std::uint64_t more = number / short_stems; more > 0; more /= middles.size()) {
    out += middles[more % middles.size()];
  }
  out += ends[at];
  return out;
}

std::string_view group_trade(std::uint64_t number) { return trades[number * 7 % trades.size()]; }

std::string group_domain(std::string_view stem) {
  std::string out(stem);
  out[0] = static_cast<char>(out[0] - 'A' + 'a');
  return out + ".example";
}

std::string_view legal_form(std::string_view forms, std::uint64_t number) {
  std::size_t count = 1;
  for (const char c : forms) {
    count += c == '|' ? 1 : 0;
  }
  std::size_t skip = static_cast<std::size_t>(number % count);
  while (skip-- > 0) {
    forms.remove_prefix(forms.find('|') + 1);
  }
  return forms.substr(0, forms.find('|'));
}

std::string lei(std::uint64_t number) {
  std::string out = "OPPT00" + digits(number * 7'919 % 1'000'000'000'000, 12);
  // ISO 7064 mod 97-10 over the text with two zeros behind, letters as 10 .. 35.
  std::uint32_t rest = 0;
  for (const char c : out + "00") {
    const bool letter = c >= 'A';
    const auto value = static_cast<std::uint32_t>(letter ? c - 'A' + 10 : c - '0');
    rest = (rest * (letter ? 100U : 10U) + value) % 97U;
  }
  return out + digits(98U - rest, 2);
}

std::string duns(std::uint64_t number) { return digits(number * 600'000'007 % 1'000'000'000, 9); }

std::string tax_id(std::string_view country, std::uint64_t number) {
  return std::string(country) + digits(number * 48'271 % 10'000'000'000, 10);
}

}  // namespace opportune::synth
