# wasm.cmake -- the engine as one WebAssembly module, for `txpath explore`. Included from the top when the compiler is
# Emscripten's: what a browser can do without (files, threads, a YAML parser, analyses) is left out or replaced by the
# files named *_in_turn and *_absent. A function that is missing is named by the linker: move its file to
# TXPATH_PORTABLE_SOURCES.

include(sim/sources.cmake)
set(wasm_twins
  sim/base/files_absent.cpp
  sim/engine/loops_in_turn.cpp
  sim/explore/exports.cpp
  sim/scenario/tree_parse_absent.cpp)

# Headers of libraries that are nothing but headers; the rest of the folder they stand in is not for this machine.
set(wasm_include ${CMAKE_CURRENT_BINARY_DIR}/include)
file(MAKE_DIRECTORY ${wasm_include})
foreach(library boost fmt hwy nlohmann)
  find_path(TXPATH_${library}_HEADERS ${library} PATHS /usr/include /usr/local/include NO_DEFAULT_PATH
            NO_CMAKE_FIND_ROOT_PATH REQUIRED)
  file(CREATE_LINK ${TXPATH_${library}_HEADERS}/${library} ${wasm_include}/${library} SYMBOLIC)
endforeach()

add_executable(engine ${TXPATH_PORTABLE_SOURCES} ${wasm_twins})
target_include_directories(engine PRIVATE include sim)
target_include_directories(engine SYSTEM PRIVATE ${wasm_include})
# Of Highway's targets the one that works on pairs with plain loops, which the compiler turns into vectors: Highway's own for
# WebAssembly has no doubles.
target_compile_definitions(engine PRIVATE FMT_HEADER_ONLY HWY_COMPILE_ONLY_EMU128 NDEBUG TXPATH_VERSION="${PROJECT_VERSION}")
target_compile_options(engine PRIVATE -Wall -Wextra -Wpedantic -Wshadow
  $<$<BOOL:${TXPATH_WARNINGS_AS_ERRORS}>:-Werror> -O3 -flto -ffp-contract=off -fwasm-exceptions -msimd128
  -fvisibility=hidden)
# Seen by every file, and read once.
target_precompile_headers(engine PRIVATE sim/explore/missing_std.hpp <algorithm> <array> <cmath> <cstdint> <filesystem>
  <functional> <map> <memory> <optional> <set> <span> <string> <string_view> <utility> <variant> <vector> <fmt/format.h>)
set(wasm_exports _malloc)  # Emscripten's own glue asks for it
foreach(name alloc free open run tables answer_size)
  list(APPEND wasm_exports _txpath_${name})
endforeach()
list(JOIN wasm_exports "," wasm_exports)
set_target_properties(engine PROPERTIES SUFFIX .wasm)
# Browsers do not inline between functions of a module, so what this compiler inlines counts: a tenth of a run.
target_link_options(engine PRIVATE -O3 -flto -Wl,-mllvm,-inline-threshold=600 -fwasm-exceptions --no-entry
  -sSTANDALONE_WASM -sALLOW_MEMORY_GROWTH -sMAXIMUM_MEMORY=4GB -sTOTAL_STACK=1MB -sMALLOC=emmalloc -sEXPORTED_FUNCTIONS=${wasm_exports})
