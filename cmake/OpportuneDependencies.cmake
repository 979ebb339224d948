# What the library itself needs: Boost's headers (Graph, Date_Time), nlohmann/json, SQLite, xxHash's
# header, libpq, threads. Tests, benchmarks and bindings look for theirs where they are declared.
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
find_package(SQLite3 3.37 QUIET)
if(NOT SQLite3_FOUND)
  message(FATAL_ERROR
    "opportune needs SQLite (3.37 or later).\n"
    "  Debian, Ubuntu: apt install libsqlite3-dev\n"
    "  Fedora:         dnf install sqlite-devel\n"
    "  macOS:          brew install sqlite\n"
    "  conda:          conda install -c conda-forge sqlite")
endif()
find_path(OPP_XXHASH_INCLUDE_DIR xxhash.h)
if(NOT OPP_XXHASH_INCLUDE_DIR)
  message(FATAL_ERROR
    "opportune needs the header of xxHash (0.8 or later).\n"
    "  Debian, Ubuntu: apt install libxxhash-dev\n"
    "  Fedora:         dnf install xxhash-devel\n"
    "  macOS:          brew install xxhash\n"
    "  conda:          conda install -c conda-forge xxhash")
endif()
if(OPP_WITH_POSTGRESQL)
  find_path(OPP_LIBPQ_INCLUDE_DIR libpq-fe.h PATH_SUFFIXES postgresql pgsql libpq)
  find_library(OPP_LIBPQ pq)
  if(NOT OPP_LIBPQ OR NOT OPP_LIBPQ_INCLUDE_DIR)
    message(FATAL_ERROR
      "opportune needs libpq for journals in PostgreSQL; without them: -DOPP_WITH_POSTGRESQL=OFF.\n"
      "  Debian, Ubuntu: apt install libpq-dev\n"
      "  Fedora:         dnf install libpq-devel\n"
      "  macOS:          brew install libpq\n"
      "  conda:          conda install -c conda-forge libpq")
  endif()
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
