# opportune::c: the shared library behind opportune/c/opportune.h. It exports opp_* and no more.
opp_find_sources(opp_c_sources bindings/c *.cpp)
if(NOT opp_c_sources)
  message(STATUS "bindings/c is empty: no C library")
  return()
endif()

add_library(opportune_c SHARED ${opp_c_sources})
add_library(opportune::c ALIAS opportune_c)
set_target_properties(opportune_c PROPERTIES
  EXPORT_NAME c
  VERSION ${OPP_ABI_VERSION}.${PROJECT_VERSION}
  SOVERSION ${OPP_ABI_VERSION}
  DEFINE_SYMBOL OPP_BUILDING
  C_VISIBILITY_PRESET hidden
  CXX_VISIBILITY_PRESET hidden
  VISIBILITY_INLINES_HIDDEN ON)
target_include_directories(opportune_c
  PUBLIC $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/include>
         $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>
  PRIVATE "${PROJECT_SOURCE_DIR}/bindings/c" "${PROJECT_SOURCE_DIR}/src")
target_link_libraries(opportune_c PRIVATE
  opportune $<BUILD_INTERFACE:nlohmann_json::nlohmann_json> $<BUILD_INTERFACE:opportune_warnings>)

set(opp_map "${CMAKE_CURRENT_LIST_DIR}/opportune_c.map")
if(CMAKE_SYSTEM_NAME STREQUAL "Linux")
  target_link_options(opportune_c PRIVATE "-Wl,--version-script=${opp_map}")
  set_target_properties(opportune_c PROPERTIES LINK_DEPENDS "${opp_map}")
  if(NOT OPP_SANITIZE)
    target_link_options(opportune_c PRIVATE -Wl,--no-undefined)
  endif()
endif()
