# A drawing of the example, as Graphviz takes it. Run by ctest; variables come from there.
find_program(dot dot)
if(NOT dot)
  message(FATAL_ERROR "Graphviz's dot is not installed; scripts/bootstrap.sh build installs it")
endif()
execute_process(
  COMMAND "${example}" COMMAND "${dot}" -Tsvg
  OUTPUT_VARIABLE svg ERROR_VARIABLE said RESULTS_VARIABLE codes)
if(NOT codes STREQUAL "0;0")
  message(FATAL_ERROR "the example or dot failed (${codes}):\n${said}")
endif()
string(REGEX MATCHALL "class=\"node\"" nodes "${svg}")
string(REGEX MATCHALL "class=\"edge\"" edges "${svg}")
list(LENGTH nodes node_count)
list(LENGTH edges edge_count)
foreach(part IN ITEMS "Pumps &amp; &quot;pipes&quot;, version 1" ">First meeting</text>" ">1 here</text>"
                      ">1, 21.5 d</text>" "stroke=\"red\" stroke-width=\"4\" stroke-dasharray")
  string(FIND "${svg}" "${part}" at)
  if(at EQUAL -1)
    message(FATAL_ERROR "the drawing lacks ${part}:\n${svg}")
  endif()
endforeach()
# Four stages; five ways that are listed, and the reopening that is not.
if(NOT node_count EQUAL 4 OR NOT edge_count EQUAL 6)
  message(FATAL_ERROR "${node_count} nodes and ${edge_count} edges are drawn:\n${svg}")
endif()
