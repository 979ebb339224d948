# Helpers that the target files share.

# The warnings that everything of ours is built with.
add_library(opportune_warnings INTERFACE)
target_compile_options(opportune_warnings INTERFACE
  -Wall -Wextra -Wpedantic -Wconversion $<$<BOOL:${OPP_WERROR}>:-Werror>
  # g++ 12 takes the inlined copies of std::string's concatenation for overlapping ones (its bug 105651).
  $<$<AND:$<CXX_COMPILER_ID:GNU>,$<VERSION_LESS:$<CXX_COMPILER_VERSION>,13>>:-Wno-restrict>)

if(OPP_SANITIZE)
  add_compile_options(-fsanitize=${OPP_SANITIZE} -fno-omit-frame-pointer
                      -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${OPP_SANITIZE})
endif()

# opp_find_sources(<variable> <folder> <pattern>...): the files below a folder, sorted; adding or
# removing one reconfigures.
function(opp_find_sources variable folder)
  set(patterns)
  foreach(pattern IN LISTS ARGN)
    list(APPEND patterns "${PROJECT_SOURCE_DIR}/${folder}/${pattern}")
  endforeach()
  file(GLOB_RECURSE found CONFIGURE_DEPENDS ${patterns})
  set(${variable} "${found}" PARENT_SCOPE)
endfunction()

# opp_has_main(<variable> <file>...): whether one of the files defines main.
function(opp_has_main variable)
  set(${variable} FALSE PARENT_SCOPE)
  foreach(file IN LISTS ARGN)
    file(STRINGS "${file}" lines REGEX "^int main *\\(")
    if(lines)
      set(${variable} TRUE PARENT_SCOPE)
    endif()
  endforeach()
endfunction()

# opp_programs(<label> <folder> <pattern> <library>...): one program per file that defines main,
# run as a test without arguments where tests are built. Files without main go into each.
function(opp_programs label folder pattern)
  opp_find_sources(files ${folder} ${pattern})
  set(helpers)
  set(mains)
  foreach(file IN LISTS files)
    opp_has_main(is_program "${file}")
    if(is_program)
      list(APPEND mains "${file}")
    else()
      list(APPEND helpers "${file}")
    endif()
  endforeach()
  string(TOLOWER "${label}" prefix)
  foreach(file IN LISTS mains)
    cmake_path(GET file STEM name)
    set(target "${prefix}_${name}")
    add_executable(${target} "${file}" ${helpers})
    target_include_directories(${target} PRIVATE "${PROJECT_SOURCE_DIR}/${folder}")
    target_link_libraries(${target} PRIVATE ${ARGN} opportune_warnings)
    set_target_properties(${target} PROPERTIES
      OUTPUT_NAME "${name}" RUNTIME_OUTPUT_DIRECTORY "${PROJECT_BINARY_DIR}/${folder}")
    if(OPP_BUILD_TESTS)
      add_test(NAME "${folder}/${name}" COMMAND ${target}
               WORKING_DIRECTORY "${PROJECT_SOURCE_DIR}")
      set_tests_properties("${folder}/${name}" PROPERTIES LABELS "${prefix}")
    endif()
  endforeach()
endfunction()
