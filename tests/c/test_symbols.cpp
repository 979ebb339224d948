// The symbols that the shared library exports, compared with the list in the tree and with the
// functions that the header declares.
#include <algorithm>
#include <fstream>
#include <regex>
#include <sstream>
#include <string>
#include <vector>

#include "opportune/c/opportune.h"
#include "support/catch.hpp"

#if defined(__linux__)
#include <dlfcn.h>

#include <cstdio>
#include <memory>

namespace {

std::vector<std::string> lines_of(std::istream& in) {
  std::vector<std::string> out;
  for (std::string line; std::getline(in, line);) {
    if (!line.empty() && line[0] != '#') {
      out.push_back(line);
    }
  }
  std::sort(out.begin(), out.end());
  return out;
}

std::string library_path() {
  Dl_info info{};
  void* symbol = dlsym(RTLD_DEFAULT, "opp_abi_version");
  return symbol != nullptr && dladdr(symbol, &info) != 0 ? info.dli_fname : "";
}

/// Names of the defined dynamic symbols.
std::vector<std::string> exported_by(const std::string& library) {
  const std::unique_ptr<FILE, int (*)(FILE*)> pipe(
      popen(("nm -D --defined-only --format=posix '" + library + "'").c_str(), "r"), pclose);
  std::vector<std::string> out;
  char line[4096];
  while (pipe && std::fgets(line, sizeof line, pipe.get()) != nullptr) {
    const std::string text(line);
    out.push_back(text.substr(0, text.find(' ')));
  }
  std::sort(out.begin(), out.end());
  return out;
}

std::vector<std::string> declared() {
  std::ifstream in(OPP_SOURCE_DIR "/include/opportune/c/opportune.h");
  std::stringstream text;
  text << in.rdbuf();
  const std::string header = text.str();
  const std::regex function(R"(OPP_API[^;(]*\b(opp_\w+)\()");
  std::vector<std::string> out;
  for (std::sregex_iterator at(header.begin(), header.end(), function), end; at != end; ++at) {
    out.push_back((*at)[1]);
  }
  std::sort(out.begin(), out.end());
  return out;
}

}  // namespace

TEST_CASE("the library exports the functions of the header and nothing else") {
  std::ifstream in(OPP_SOURCE_DIR "/tests/abi/symbols.txt");
  const std::vector<std::string> listed = lines_of(in);
  CHECK(listed.size() > 20);
  CHECK(declared() == listed);
  if (std::system("nm --version > /dev/null 2>&1") != 0) {
    WARN("nm is not installed: the exported symbols are not compared");
    return;
  }
  REQUIRE_FALSE(library_path().empty());
  CHECK(exported_by(library_path()) == listed);
}
#endif
