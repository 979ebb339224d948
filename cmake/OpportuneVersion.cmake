# Reads the library's version from include/opportune/version.hpp and the C ABI's from
# include/opportune/c/opportune.h.
file(STRINGS "${CMAKE_CURRENT_LIST_DIR}/../include/opportune/version.hpp" opp_lines
     REGEX "^#define OPPORTUNE_VERSION_(MAJOR|MINOR|PATCH) [0-9]+")
string(REGEX MATCHALL "[0-9]+" opp_numbers "${opp_lines}")
list(JOIN opp_numbers "." OPP_VERSION)

set(OPP_ABI_VERSION 1)
set(opp_c_header "${CMAKE_CURRENT_LIST_DIR}/../include/opportune/c/opportune.h")
if(EXISTS "${opp_c_header}")
  file(STRINGS "${opp_c_header}" opp_line REGEX "^#define +OPP_ABI_VERSION +[0-9]+")
  if(opp_line MATCHES "OPP_ABI_VERSION +([0-9]+)")
    set(OPP_ABI_VERSION "${CMAKE_MATCH_1}")
  endif()
endif()
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS
  "${CMAKE_CURRENT_LIST_DIR}/../include/opportune/version.hpp")
