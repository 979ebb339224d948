# opportune._opportune: the module inside the Python package.
opp_find_sources(opp_python_sources bindings/python *.cpp)
if(NOT opp_python_sources)
  message(STATUS "bindings/python is empty: no Python module")
  return()
endif()
if(BUILD_SHARED_LIBS)
  message(FATAL_ERROR "The Python module holds the library: configure with BUILD_SHARED_LIBS=OFF")
endif()

set(PYBIND11_FINDPYTHON ON)
find_package(pybind11 2.10 CONFIG REQUIRED)
pybind11_add_module(_opportune MODULE NO_EXTRAS ${opp_python_sources})
target_include_directories(_opportune PRIVATE "${PROJECT_SOURCE_DIR}/bindings/python")
target_link_libraries(_opportune PRIVATE
  opportune nlohmann_json::nlohmann_json opportune_warnings)
target_link_options(_opportune PRIVATE $<$<PLATFORM_ID:Linux>:-Wl,--exclude-libs,ALL>)
install(TARGETS _opportune LIBRARY DESTINATION opportune COMPONENT python)
