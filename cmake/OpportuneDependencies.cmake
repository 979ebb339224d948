# What the library itself needs: Boost's headers (Graph, Date_Time), nlohmann/json, threads. Tests,
# benchmarks and bindings look for theirs where they are declared.
include(FeatureSummary)

find_package(Boost 1.74 CONFIG QUIET)
find_package(nlohmann_json 3.10 CONFIG QUIET)
if(NOT TARGET Boost::headers OR NOT TARGET nlohmann_json::nlohmann_json)
  message(FATAL_ERROR
    "opportune needs the headers of Boost (1.74 or later) and nlohmann/json (3.10 or later).\n"
    "  Debian, Ubuntu: apt install libboost-dev nlohmann-json3-dev\n"
    "  Fedora:         dnf install boost-devel json-devel\n"
    "  macOS:          brew install boost nlohmann-json\n"
    "  conda:          conda install -c conda-forge libboost-headers nlohmann_json")
endif()
set(THREADS_PREFER_PTHREAD_FLAG ON)
find_package(Threads REQUIRED)

if(NOT CMAKE_CXX_COMPILER_LAUNCHER)
  find_program(OPP_CCACHE ccache)
  if(OPP_CCACHE)
    set(CMAKE_C_COMPILER_LAUNCHER "${OPP_CCACHE}")
    set(CMAKE_CXX_COMPILER_LAUNCHER "${OPP_CCACHE}")
  endif()
endif()
