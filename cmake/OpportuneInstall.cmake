# Headers, libraries, the CMake package and the pkg-config files.
include(CMakePackageConfigHelpers)

install(DIRECTORY "${PROJECT_SOURCE_DIR}/include/opportune"
        DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}"
        FILES_MATCHING PATTERN "*.hpp" PATTERN "*.h")
set(opp_installed opportune_core opportune)
if(TARGET opportune_c)
  list(APPEND opp_installed opportune_c)
endif()
install(TARGETS ${opp_installed} EXPORT opportune-targets)

set(opp_package "${CMAKE_INSTALL_LIBDIR}/cmake/opportune")
install(EXPORT opportune-targets NAMESPACE opportune:: DESTINATION "${opp_package}")
configure_package_config_file(
  "${CMAKE_CURRENT_LIST_DIR}/opportune-config.cmake.in"
  "${PROJECT_BINARY_DIR}/opportune-config.cmake"
  INSTALL_DESTINATION "${opp_package}")
write_basic_package_version_file(
  "${PROJECT_BINARY_DIR}/opportune-config-version.cmake" COMPATIBILITY SameMinorVersion)
install(FILES "${PROJECT_BINARY_DIR}/opportune-config.cmake"
              "${PROJECT_BINARY_DIR}/opportune-config-version.cmake"
        DESTINATION "${opp_package}")

# prefix in a .pc file follows the file, so that an installation can be moved.
set(opp_pc_up "../..")
string(REGEX MATCHALL "/" opp_slashes "${CMAKE_INSTALL_LIBDIR}")
foreach(slash IN LISTS opp_slashes)
  string(APPEND opp_pc_up "/..")
endforeach()
set(opp_pc_libs "")
if(NOT BUILD_SHARED_LIBS)
  set(opp_pc_libs "-lsqlite3")
  if(OPP_WITH_POSTGRESQL)
    string(APPEND opp_pc_libs " -lpq")
  endif()
endif()
set(opp_pc_names opportune)
if(TARGET opportune_c)
  list(APPEND opp_pc_names opportune_c)
endif()
foreach(name IN LISTS opp_pc_names)
  configure_file("${CMAKE_CURRENT_LIST_DIR}/${name}.pc.in" "${PROJECT_BINARY_DIR}/${name}.pc" @ONLY)
  install(FILES "${PROJECT_BINARY_DIR}/${name}.pc"
          DESTINATION "${CMAKE_INSTALL_LIBDIR}/pkgconfig")
endforeach()
