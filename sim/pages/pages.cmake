# pages.cmake -- the pages, built by esbuild and put into the program. Included from the top: paths are seen from there.
# Without node, npm or their packages the program is built all the same, and its commands that need a page refuse.
set(pages_source ${CMAKE_CURRENT_SOURCE_DIR}/sim/pages)
set(pages_ready FALSE)
if(TXPATH_PAGES)
  find_program(NODE node)
  find_program(NPM npm)
  if(NODE AND NPM)
    # The packages of the lock file, once: the copy says which lock file they are of.
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${pages_source}/package-lock.json)
    set(pages_installed ${pages_source}/node_modules/.installed)
    execute_process(COMMAND ${CMAKE_COMMAND} -E compare_files ${pages_source}/package-lock.json ${pages_installed}
      RESULT_VARIABLE pages_stale OUTPUT_QUIET ERROR_QUIET)
    if(pages_stale)
      execute_process(COMMAND ${NPM} ci --silent --ignore-scripts WORKING_DIRECTORY ${pages_source} RESULT_VARIABLE pages_stale)
      if(NOT pages_stale)
        configure_file(${pages_source}/package-lock.json ${pages_installed} COPYONLY)
      endif()
    endif()
    if(pages_stale)
      message(STATUS "npm cannot install the packages of sim/pages: txpath will refuse report and explore")
    else()
      set(pages_ready TRUE)
    endif()
  else()
    message(STATUS "node and npm were not found: txpath will refuse report and explore")
  endif()
endif()

if(pages_ready)
  file(GLOB_RECURSE pages_files CONFIGURE_DEPENDS ${pages_source}/src/*.ts ${pages_source}/src/*.css)
  set(pages_made ${CMAKE_CURRENT_BINARY_DIR}/generated/pages.cpp)
  set(pages_html ${CMAKE_CURRENT_BINARY_DIR}/pages/report.html ${CMAKE_CURRENT_BINARY_DIR}/pages/explore.html)
  add_custom_command(OUTPUT ${pages_made} ${pages_html}
    COMMAND ${NODE} ${pages_source}/build.mjs --out ${CMAKE_CURRENT_BINARY_DIR}/pages --embed ${pages_made}
    DEPENDS ${pages_files} ${pages_source}/build.mjs ${pages_source}/package.json ${pages_source}/package-lock.json
            ${pages_source}/tsconfig.json
    COMMENT "Building the pages of report and explore" VERBATIM)
  target_sources(txpath_app PRIVATE ${pages_made})
else()
  target_sources(txpath_app PRIVATE ${CMAKE_CURRENT_SOURCE_DIR}/sim/app/no_pages.cpp)
endif()
