# Installs into an empty prefix and builds programs against it as users do: by find_package with
# the library static and shared, and by pkg-config. Run by ctest; variables come from there.
cmake_minimum_required(VERSION 3.25)

set(work "${build}/install-test")
file(REMOVE_RECURSE "${work}/prefix-static" "${work}/prefix-shared" "${work}/consumers")

function(run)
  execute_process(COMMAND ${ARGN} RESULT_VARIABLE code OUTPUT_VARIABLE out ERROR_VARIABLE out)
  if(NOT code EQUAL 0)
    list(JOIN ARGN " " command)
    message(FATAL_ERROR "${command}\nfailed (${code}):\n${out}")
  endif()
  set(output "${out}" PARENT_SCOPE)
endfunction()

set(compilers "-DCMAKE_C_COMPILER=${c_compiler}" "-DCMAKE_CXX_COMPILER=${cxx_compiler}")

# The same consumer as a CMake project and as one command line.
function(try_consumer kind prefix)
  set(there "${work}/consumers/${kind}")
  run("${CMAKE_COMMAND}" -G "${generator}" ${compilers} -S "${source}/tests/install/consumer"
      -B "${there}" "-DCMAKE_PREFIX_PATH=${prefix}")
  run("${CMAKE_COMMAND}" --build "${there}")
  file(GLOB programs "${there}/bin/*")
  foreach(program IN LISTS programs)
    run("${program}")
    message(STATUS "find_package, ${kind}: ${program} runs")
  endforeach()

  find_program(pkg_config NAMES pkg-config pkgconf)
  if(NOT pkg_config)
    message(STATUS "no pkg-config here: not tried")
    return()
  endif()
  set(ENV{PKG_CONFIG_PATH} "${prefix}/${libdir}/pkgconfig")
  set(ENV{LD_LIBRARY_PATH} "${prefix}/${libdir}")
  set(pairs "opportune|main.cpp|${cxx_compiler}|-std=c++20")
  if(EXISTS "${prefix}/${libdir}/pkgconfig/opportune_c.pc")
    list(APPEND pairs "opportune_c|main.c|${c_compiler}|-std=c99")
  endif()
  foreach(pair IN LISTS pairs)
    string(REPLACE "|" ";" pair "${pair}")
    list(GET pair 0 package)
    list(GET pair 1 file)
    list(GET pair 2 compiler)
    list(GET pair 3 standard)
    run("${pkg_config}" --cflags --libs ${package})
    separate_arguments(flags UNIX_COMMAND "${output}")
    set(program "${there}/pkg-config-${package}")
    run("${compiler}" ${standard} "${source}/tests/install/consumer/${file}" -o "${program}"
        ${flags})
    run("${program}")
    message(STATUS "pkg-config, ${kind}: ${program} runs")
  endforeach()
endfunction()

run("${CMAKE_COMMAND}" --install "${build}" --prefix "${work}/prefix-static")
try_consumer(static "${work}/prefix-static")

# The shared form is built apart, without optimisation: only its linking is of interest here. It
# takes minutes, so it belongs to the long run.
if(NOT DEFINED ENV{OPPORTUNE_LONG})
  message(STATUS "the shared form is not tried: set OPPORTUNE_LONG for it (make test-long)")
  return()
endif()
run("${CMAKE_COMMAND}" -G "${generator}" ${compilers} -S "${source}" -B "${work}/build-shared"
    -DBUILD_SHARED_LIBS=ON -DCMAKE_BUILD_TYPE=Debug -DCMAKE_CXX_FLAGS_DEBUG=-O0
    -DOPP_BUILD_TESTS=OFF -DOPP_BUILD_EXAMPLES=OFF "-DCMAKE_INSTALL_LIBDIR=${libdir}"
    "-DCMAKE_INSTALL_PREFIX=${work}/prefix-shared")
run("${CMAKE_COMMAND}" --build "${work}/build-shared" --parallel 2)
run("${CMAKE_COMMAND}" --install "${work}/build-shared")
try_consumer(shared "${work}/prefix-shared")
