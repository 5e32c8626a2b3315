# The dialect: C++23 as clang-19 and g++-12 both have it with libstdc++ 12.
set(CMAKE_CXX_STANDARD 23)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_POSITION_INDEPENDENT_CODE OFF)

find_program(RUNE_CCACHE ccache)
if(RUNE_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${RUNE_CCACHE})
endif()

add_compile_options(-Wall -Wextra -Wnon-virtual-dtor -Wimplicit-fallthrough -fno-strict-aliasing
                    -fdiagnostics-color=auto)
if(CMAKE_CXX_COMPILER_ID MATCHES Clang)
  add_compile_options(-Wshadow -Wthread-safety)
else()
  # gcc's -Wshadow also fires on a constructor argument named as a member; the other two are noise
  # in g++-12.
  add_compile_options(-Wshadow=compatible-local -Wno-maybe-uninitialized -Wno-restrict)
endif()

if(RUNE_SANITIZE)
  add_compile_options(-fsanitize=${RUNE_SANITIZE} -fno-sanitize-recover=all
                      -fno-omit-frame-pointer)
  add_link_options(-fsanitize=${RUNE_SANITIZE})
endif()
if(RUNE_FUZZ)
  add_compile_options(-fsanitize=fuzzer-no-link)
endif()

# Fat objects: the command is linked with ThinLTO from the bitcode, the many test programs without
# it from the machine code that lies beside. Otherwise each test would pay for the optimizer again.
if(RUNE_LTO)
  add_compile_options(-flto=thin -ffat-lto-objects)
  set(RUNE_LTO_LINK -flto=thin -ffat-lto-objects -O2
      -Wl,--thinlto-cache-dir=${CMAKE_BINARY_DIR}/thinlto-cache -Wl,--thinlto-jobs=2)
endif()

if(RUNE_STATIC)
  add_link_options(-static)
endif()
