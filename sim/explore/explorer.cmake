# explorer.cmake -- the engine of `txpath explore`: a WebAssembly module, built by Emscripten and put into the program.
# Included from the top. Without Emscripten the program is built all the same, and `explore` refuses.
set(explorer_ready FALSE)
if(TXPATH_EXPLORER)
  find_program(EMXX em++)
  if(EMXX)
    get_filename_component(emscripten_folder ${EMXX} REALPATH)
    get_filename_component(emscripten_folder ${emscripten_folder} DIRECTORY)
    find_file(EMSCRIPTEN_TOOLCHAIN Emscripten.cmake NO_DEFAULT_PATH PATHS
      ${emscripten_folder}/cmake/Modules/Platform /usr/share/emscripten/cmake/Modules/Platform)
  endif()
  if(EMXX AND EMSCRIPTEN_TOOLCHAIN)
    set(explorer_ready TRUE)
  else()
    message(STATUS "Emscripten was not found: txpath will refuse explore")
  endif()
endif()

if(explorer_ready)
  # A build of its own, because one build has one compiler. Ninja looks into it each time, which takes no time.
  include(ExternalProject)
  set(engine_folder ${CMAKE_CURRENT_BINARY_DIR}/engine)
  set(engine_wasm ${engine_folder}/engine.wasm)
  set(engine_launcher)
  if(CCACHE)
    set(engine_launcher "-DCMAKE_CXX_COMPILER_LAUNCHER=${CMAKE_COMMAND}|-E|env|EM_COMPILER_WRAPPER=${CCACHE}|CCACHE_SLOPPINESS=pch_defines,time_macros|CCACHE_BASEDIR=${CMAKE_SOURCE_DIR}|CCACHE_NOHASHDIR=1")
  endif()
  ExternalProject_Add(txpath_engine
    SOURCE_DIR ${CMAKE_CURRENT_SOURCE_DIR} BINARY_DIR ${engine_folder} STAMP_DIR ${engine_folder}/stamps
    TMP_DIR ${engine_folder}/tmp PREFIX ${engine_folder}
    LIST_SEPARATOR | CMAKE_GENERATOR Ninja
    CMAKE_ARGS -DCMAKE_BUILD_TYPE=Release -DCMAKE_TOOLCHAIN_FILE=${EMSCRIPTEN_TOOLCHAIN} ${engine_launcher}
               -DTXPATH_WARNINGS_AS_ERRORS=${TXPATH_WARNINGS_AS_ERRORS} -DTXPATH_HIGHWAY=${TXPATH_HIGHWAY}
    BUILD_ALWAYS TRUE BUILD_BYPRODUCTS ${engine_wasm} INSTALL_COMMAND "" USES_TERMINAL_BUILD TRUE)
  target_sources(txpath_app PRIVATE sim/app/engine_bytes.cpp)
  set_source_files_properties(sim/app/engine_bytes.cpp PROPERTIES
    COMPILE_DEFINITIONS "TXPATH_ENGINE_FILE=\"${engine_wasm}\"" OBJECT_DEPENDS ${engine_wasm})
  add_dependencies(txpath_app txpath_engine)
else()
  target_sources(txpath_app PRIVATE sim/app/no_engine_bytes.cpp)
endif()
