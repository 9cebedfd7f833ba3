# wasm.cmake -- the engine as one WebAssembly module, for `txpath explore`. Included from the top when the compiler is
# Emscripten's: what a browser can do without (files, threads, a YAML parser, analyses) is left out or replaced by the
# files named *_scalar, *_in_turn, *_line and *_absent. A function that is missing is named by the linker: add its file here.

set(TXPATH_WASM_SOURCES
  # base
  sim/base/bytes.cpp
  sim/base/column_store.cpp
  sim/base/csv_read.cpp
  sim/base/diagnostic.cpp
  sim/base/draw_batch_scalar.cpp
  sim/base/elementary.cpp
  sim/base/exp_batch_scalar.cpp
  sim/base/files_absent.cpp
  sim/base/fingerprint.cpp
  sim/base/random.cpp
  sim/base/special.cpp
  sim/base/special_incomplete.cpp
  sim/base/stats.cpp
  sim/base/text.cpp
  # scenario
  sim/scenario/arguments.cpp
  sim/scenario/arms.cpp
  sim/scenario/check.cpp
  sim/scenario/check_keys.cpp
  sim/scenario/check_policies.cpp
  sim/scenario/check_queues.cpp
  sim/scenario/declare.cpp
  sim/scenario/distribution.cpp
  sim/scenario/explain.cpp
  sim/scenario/held_numbers.cpp
  sim/scenario/load_attributes.cpp
  sim/scenario/load_clinicians.cpp
  sim/scenario/load_conditions.cpp
  sim/scenario/load_curves.cpp
  sim/scenario/load_destination.cpp
  sim/scenario/load_economics.cpp
  sim/scenario/load_effects.cpp
  sim/scenario/load_endpoints.cpp
  sim/scenario/load_given.cpp
  sim/scenario/load_levels.cpp
  sim/scenario/load_network.cpp
  sim/scenario/load_people.cpp
  sim/scenario/load_policies.cpp
  sim/scenario/load_ratios.cpp
  sim/scenario/load_resources.cpp
  sim/scenario/load_scenario.cpp
  sim/scenario/load_stop.cpp
  sim/scenario/load_system.cpp
  sim/scenario/load_time.cpp
  sim/scenario/load_tracks.cpp
  sim/scenario/load_trial.cpp
  sim/scenario/load_values.cpp
  sim/scenario/load_when.cpp
  sim/scenario/merge.cpp
  sim/scenario/named_values.cpp
  sim/scenario/names.cpp
  sim/scenario/number.cpp
  sim/scenario/order_parameters.cpp
  sim/scenario/overlay.cpp
  sim/scenario/package.cpp
  sim/scenario/people_table.cpp
  sim/scenario/quantity.cpp
  sim/scenario/schema.cpp
  sim/scenario/schema_decision.cpp
  sim/scenario/schema_explore.cpp
  sim/scenario/schema_pathways.cpp
  sim/scenario/schema_people.cpp
  sim/scenario/schema_shared.cpp
  sim/scenario/schema_study.cpp
  sim/scenario/schema_top.cpp
  sim/scenario/schema_transitions.cpp
  sim/scenario/schema_trial.cpp
  sim/scenario/schema_values.cpp
  sim/scenario/sections.cpp
  sim/scenario/set_path.cpp
  sim/scenario/shares.cpp
  sim/scenario/sheet.cpp
  sim/scenario/source_text.cpp
  sim/scenario/spoken.cpp
  sim/scenario/tree.cpp
  sim/scenario/tree_parse_line.cpp
  sim/scenario/uncertain.cpp
  # model
  sim/model/compile.cpp
  sim/model/compile_commons.cpp
  sim/model/compile_dependencies.cpp
  sim/model/compile_hazards.cpp
  sim/model/compile_people.cpp
  sim/model/compile_reach.cpp
  sim/model/compile_tracks.cpp
  sim/model/dependencies.cpp
  sim/model/law.cpp
  sim/model/network.cpp
  sim/model/network_facts.cpp
  sim/model/quantile.cpp
  sim/model/recompile.cpp
  # engine
  sim/engine/accrue.cpp
  sim/engine/arming.cpp
  sim/engine/begin.cpp
  sim/engine/census.cpp
  sim/engine/clock.cpp
  sim/engine/coded.cpp
  sim/engine/counts_code.cpp
  sim/engine/crowd.cpp
  sim/engine/exposure.cpp
  sim/engine/hazard.cpp
  sim/engine/held.cpp
  sim/engine/instant.cpp
  sim/engine/live.cpp
  sim/engine/lives.cpp
  sim/engine/loops_in_turn.cpp
  sim/engine/moving_weights.cpp
  sim/engine/panels.cpp
  sim/engine/plain.cpp
  sim/engine/practice.cpp
  sim/engine/queues.cpp
  sim/engine/record.cpp
  sim/engine/renewal.cpp
  sim/engine/rescale.cpp
  sim/engine/shelf.cpp
  sim/engine/shelf_rooms.cpp
  sim/engine/simulate.cpp
  sim/engine/simulate_worlds.cpp
  sim/engine/system.cpp
  sim/engine/worker.cpp
  sim/engine/world.cpp
  sim/engine/world_checkpoint.cpp
  sim/engine/written_replicate.cpp
  # study
  sim/study/economics.cpp
  sim/study/priced.cpp
  sim/study/strata.cpp
  # report
  sim/report/columns.cpp
  sim/report/columns_barriers.cpp
  sim/report/columns_calibration.cpp
  sim/report/columns_compare.cpp
  sim/report/columns_sensitivity.cpp
  sim/report/columns_uncertainty.cpp
  sim/report/courses.cpp
  sim/report/csv.cpp
  sim/report/dictionary.cpp
  sim/report/manifest.cpp
  sim/report/measures.cpp
  sim/report/shared_counts.cpp
  sim/report/table_texts.cpp
  sim/report/tables.cpp
  sim/report/tables_events.cpp
  sim/report/tables_money.cpp
  sim/report/tables_shared.cpp
  sim/report/tables_time.cpp
  # explore
  sim/explore/engine.cpp
  sim/explore/exports.cpp)

# Headers of libraries that are nothing but headers; the rest of the folder they stand in is not for this machine.
set(wasm_include ${CMAKE_CURRENT_BINARY_DIR}/include)
file(MAKE_DIRECTORY ${wasm_include})
foreach(library boost fmt nlohmann)
  find_path(TXPATH_${library}_HEADERS ${library} PATHS /usr/include /usr/local/include NO_DEFAULT_PATH
            NO_CMAKE_FIND_ROOT_PATH REQUIRED)
  file(CREATE_LINK ${TXPATH_${library}_HEADERS}/${library} ${wasm_include}/${library} SYMBOLIC)
endforeach()

add_executable(engine ${TXPATH_WASM_SOURCES})
target_include_directories(engine PRIVATE include sim)
target_include_directories(engine SYSTEM PRIVATE ${wasm_include})
target_compile_definitions(engine PRIVATE FMT_HEADER_ONLY NDEBUG TXPATH_VERSION="${PROJECT_VERSION}")
target_compile_options(engine PRIVATE -Wall -Wextra -Wpedantic -Wshadow
  $<$<BOOL:${TXPATH_WARNINGS_AS_ERRORS}>:-Werror> -O3 -flto -ffp-contract=off -fwasm-exceptions -fvisibility=hidden)
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
target_link_options(engine PRIVATE -O3 -flto -Wl,-mllvm,-inline-threshold=600 -fwasm-exceptions --no-entry -sSTANDALONE_WASM -sALLOW_MEMORY_GROWTH
  -sMAXIMUM_MEMORY=4GB -sTOTAL_STACK=1MB -sMALLOC=emmalloc -sEXPORTED_FUNCTIONS=${wasm_exports})
