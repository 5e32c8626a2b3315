# The functions that the CMakeLists.txt of rooms, tests and fuzz folders call.
#
#   rune_room(<room> DEPS <rooms> LIBS <libraries>)
#       src/<room>/**/*.cc but tests, fuzzers and benchmarks -> library rune_<room>;
#       **/*_test.cc -> one GoogleTest program <room>_test;
#       **/*_fuzz.cc -> a fuzzer each (preset fuzz).
#       DEPS are checked against tools/layers.txt.
#   rune_test(<name> SOURCES <files> DEPS <rooms> LIBS <libraries> DEFINES <x=y> [OWN_MAIN]
#             [LABELS <labels>])
#       A GoogleTest program. With OWN_MAIN it has its own main() and is one ctest entry.
#   rune_command(<name> SOURCES <files> DEPS <rooms> LIBS <libraries>)
#       A program for users, at the top of the build folder.
#   rune_fuzzer(<name> SOURCES <files> DEPS <rooms> LIBS <libraries>)
#       A libFuzzer program; nothing outside the preset fuzz.
# Libraries: fmt re2 boost boost_json tomlplusplus cli11 xxhash threads rapidcheck.
include(GoogleTest)

set_property(DIRECTORY ${PROJECT_SOURCE_DIR} APPEND PROPERTY
             CMAKE_CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/tools/layers.txt)
file(STRINGS ${PROJECT_SOURCE_DIR}/tools/layers.txt layer_lines REGEX "^[a-z_]+:")
set(RUNE_ROOMS "")
foreach(line IN LISTS layer_lines)
  string(REGEX MATCH "^([a-z_]+):(.*)$" _ "${line}")
  set(room ${CMAKE_MATCH_1})
  separate_arguments(allowed UNIX_COMMAND "${CMAKE_MATCH_2}")
  list(APPEND RUNE_ROOMS ${room})
  set(RUNE_ALLOWED_${room} ${allowed})
endforeach()

# Links rooms and libraries by their short names.
function(rune_link target scope)
  cmake_parse_arguments(arg "" "" "DEPS;LIBS" ${ARGN})
  target_link_libraries(${target} ${scope} rune::lib::fmt)
  foreach(dep IN LISTS arg_DEPS)
    target_link_libraries(${target} ${scope} rune_${dep})
  endforeach()
  foreach(lib IN LISTS arg_LIBS)
    if(TARGET rune::lib::${lib})
      target_link_libraries(${target} ${scope} rune::lib::${lib})
    else()
      message(FATAL_ERROR "${target}: no library '${lib}'; see cmake/libraries.cmake for the names")
    endif()
  endforeach()
endfunction()

function(rune_common target)
  if(${ARGC} GREATER 1)
    target_include_directories(${target} INTERFACE ${PROJECT_SOURCE_DIR}/include
                               ${PROJECT_SOURCE_DIR}/src)
  else()
    target_include_directories(${target} PUBLIC ${PROJECT_SOURCE_DIR}/include
                               ${PROJECT_SOURCE_DIR}/src)
  endif()
endfunction()

function(rune_test name)
  if(NOT RUNE_TESTS)
    return()
  endif()
  cmake_parse_arguments(arg "OWN_MAIN" "" "SOURCES;DEPS;LIBS;DEFINES;LABELS" ${ARGN})
  if(NOT arg_LABELS)
    set(arg_LABELS unit)
  endif()
  add_executable(${name} ${arg_SOURCES})
  rune_common(${name})
  # What is tested lies in the libraries: optimizing the tests too would double the time of a build.
  target_compile_options(${name} PRIVATE $<$<CONFIG:Release>:-O0> $<$<CONFIG:Release>:-fno-lto>)
  target_compile_definitions(${name} PRIVATE RUNE_SOURCE_DIR="${PROJECT_SOURCE_DIR}" ${arg_DEFINES})
  rune_link(${name} PRIVATE DEPS ${arg_DEPS} LIBS ${arg_LIBS} gtest)
  if(NOT arg_OWN_MAIN)
    target_link_libraries(${name} PRIVATE rune::lib::gtest_main)
  endif()
  if(arg_OWN_MAIN OR RUNE_TEST_BINARIES)
    add_test(NAME ${name} COMMAND ${name} WORKING_DIRECTORY ${PROJECT_SOURCE_DIR})
    set_tests_properties(${name} PROPERTIES LABELS "${arg_LABELS}")
  else()
    gtest_discover_tests(${name} TEST_PREFIX ${name}. DISCOVERY_MODE PRE_TEST NO_PRETTY_VALUES
                         WORKING_DIRECTORY ${PROJECT_SOURCE_DIR}
                         PROPERTIES LABELS "${arg_LABELS}")
  endif()
endfunction()

function(rune_fuzzer name)
  if(NOT RUNE_FUZZ)
    return()
  endif()
  cmake_parse_arguments(arg "" "" "SOURCES;DEPS;LIBS" ${ARGN})
  add_executable(${name} ${arg_SOURCES})
  rune_common(${name})
  rune_link(${name} PRIVATE DEPS ${arg_DEPS} LIBS ${arg_LIBS})
  target_link_options(${name} PRIVATE -fsanitize=fuzzer)
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/fuzz)
endfunction()

function(rune_room room)
  cmake_parse_arguments(arg "" "" "DEPS;LIBS" ${ARGN})
  if(NOT room IN_LIST RUNE_ROOMS)
    message(FATAL_ERROR "room '${room}' is not in tools/layers.txt")
  endif()
  foreach(dep IN LISTS arg_DEPS)
    if(NOT dep IN_LIST RUNE_ALLOWED_${room})
      message(FATAL_ERROR "room '${room}' may not use '${dep}': see tools/layers.txt")
    endif()
  endforeach()

  set(folder ${PROJECT_SOURCE_DIR}/src/${room})
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${folder}/*.cc)
  file(GLOB_RECURSE headers CONFIGURE_DEPENDS ${folder}/*.h ${folder}/*.inc)
  set(tests ${sources})
  set(fuzzers ${sources})
  list(FILTER sources EXCLUDE REGEX "(_(test|fuzz|bench)|/main)\\.cc$")
  list(FILTER tests INCLUDE REGEX "_test\\.cc$")
  list(FILTER fuzzers INCLUDE REGEX "_fuzz\\.cc$")

  if(sources)
    add_library(rune_${room} STATIC ${sources} ${headers})
    rune_common(rune_${room})
    rune_link(rune_${room} PUBLIC DEPS ${arg_DEPS} LIBS ${arg_LIBS})
  else()
    add_library(rune_${room} INTERFACE)
    rune_common(rune_${room} INTERFACE)
    rune_link(rune_${room} INTERFACE DEPS ${arg_DEPS} LIBS ${arg_LIBS})
  endif()
  if(tests)
    rune_test(${room}_test SOURCES ${tests} DEPS ${room} LIBS rapidcheck)
  endif()
  foreach(file IN LISTS fuzzers)
    cmake_path(GET file STEM name)
    rune_fuzzer(${name} SOURCES ${file} DEPS ${room})
  endforeach()
endfunction()

# Stripped in a release, and linked with ThinLTO where the preset asks for it.
function(rune_command name)
  cmake_parse_arguments(arg "" "" "SOURCES;DEPS;LIBS" ${ARGN})
  add_executable(${name} ${arg_SOURCES})
  rune_common(${name})
  rune_link(${name} PRIVATE DEPS ${arg_DEPS} LIBS ${arg_LIBS})
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR})
  target_link_options(${name} PRIVATE ${RUNE_LTO_LINK})
  if(CMAKE_BUILD_TYPE STREQUAL Release)
    target_link_options(${name} PRIVATE -s)
  endif()
endfunction()
