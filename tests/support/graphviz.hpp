// What the real Graphviz makes of a text in DOT.
#pragma once

#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <memory>
#include <random>
#include <regex>
#include <string>
#include <vector>

#include "support/catch.hpp"

namespace graphviz {

/// What a program prints that reads a text; its failure is a failure of the test.
inline std::string piped(const std::string& command, const std::string& input) {
  const std::string file = (std::filesystem::temp_directory_path() /
                            ("opportune_graph_" + std::to_string(std::random_device()()) + ".dot"))
                               .string();
  std::ofstream(file) << input;
  const auto close = [](FILE* pipe) { return pclose(pipe); };
  std::unique_ptr<FILE, decltype(close)> pipe(popen((command + " '" + file + "'").c_str(), "r"),
                                              close);
  std::string out;
  std::array<char, 4096> buffer{};
  for (std::size_t got = 1; pipe && got > 0;) {
    got = std::fread(buffer.data(), 1, buffer.size(), pipe.get());
    out.append(buffer.data(), got);
  }
  const bool well = pipe && pclose(pipe.release()) == 0;
  std::remove(file.c_str());
  INFO("Graphviz's dot is needed (scripts/bootstrap.sh installs it), and takes what it is given: "
       << input);
  REQUIRE(well);
  return out;
}

inline std::string with(std::string text, const std::string& from, const std::string& to) {
  for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size()) {
    text.replace(at, from.size(), to);
  }
  return text;
}

/// Text of SVG as it is shown.
inline std::string shown(std::string text) {
  for (const auto& [entity, character] :
       std::array<std::array<const char*, 2>, 7>{{{"&quot;", "\""},
                                                  {"&lt;", "<"},
                                                  {"&gt;", ">"},
                                                  {"&#39;", "'"},
                                                  {"&#45;", "-"},
                                                  {"&#160;", " "},
                                                  {"&amp;", "&"}}}) {
    text = with(std::move(text), entity, character);
  }
  return text;
}

/// What stands in all elements that a pattern matches, by its first group.
inline std::vector<std::string> all_of(const std::string& svg, const std::regex& element) {
  std::vector<std::string> out;
  for (std::sregex_iterator at(svg.begin(), svg.end(), element), end; at != end; ++at) {
    out.push_back(shown((*at)[1]));
  }
  return out;
}

/// The lines of text in a drawing.
inline std::vector<std::string> texts_of(const std::string& svg) {
  static const std::regex element("<text[^>]*>([^<]*)</text>");
  return all_of(svg, element);
}
/// What is shown when the mouse rests on a part of it.
inline std::vector<std::string> tooltips_of(const std::string& svg) {
  static const std::regex element("xlink:title=\"([^\"]*)\"");
  return all_of(svg, element);
}

}  // namespace graphviz
