# tests.cmake -- the test binary, its quick and slow parts, and the yardsticks. Included from the top: paths are seen from there.
find_package(Catch2 2.13 REQUIRED)
add_executable(txpath_tests
  tests/main.cpp
  # support
  tests/support/generate.cpp
  tests/support/generate_hazards.cpp
  tests/support/generate_people.cpp
  tests/support/generate_shared.cpp
  tests/support/generate_tracks.cpp
  tests/support/networks.cpp
  tests/support/oracle.cpp
  tests/support/region.cpp
  tests/support/queue_theory.cpp
  tests/support/same_counts.cpp
  tests/support/tiny_world.cpp
  tests/support/together.cpp
  tests/support/toy_decision.cpp
  tests/support/treatment.cpp
  # base
  tests/base/column_store_test.cpp
  tests/base/bytes_test.cpp
  tests/base/compress_test.cpp
  tests/base/csv_read_test.cpp
  tests/base/csv_stream_test.cpp
  tests/base/dense_test.cpp
  tests/base/diagnostic_test.cpp
  tests/base/files_test.cpp
  tests/base/text_test.cpp
  tests/base/draw_batch_test.cpp
  tests/base/elementary_test.cpp
  tests/base/exp_batch_test.cpp
  tests/base/fingerprint_test.cpp
  tests/base/numeric_test.cpp
  tests/base/random_test.cpp
  tests/base/sha256_test.cpp
  tests/base/shard_test.cpp
  tests/base/special_test.cpp
  tests/base/stats_test.cpp
  # scenario
  tests/scenario/explain_test.cpp
  tests/scenario/quantity_test.cpp
  tests/scenario/tree_parse_line_test.cpp
  tests/scenario/tree_test.cpp
  tests/scenario/schema_test.cpp
  tests/scenario/values_test.cpp
  tests/support/written.cpp
  # scenario
  tests/scenario/bad_files_test.cpp
  tests/scenario/explore_test.cpp
  tests/scenario/package_test.cpp
  tests/explore/engine_test.cpp
  tests/scenario/files_read_test.cpp
  tests/scenario/examples_test.cpp
  tests/scenario/decision_test.cpp
  tests/scenario/input_differences_test.cpp
  tests/scenario/study_test.cpp
  tests/scenario/giants_test.cpp
  tests/scenario/sections_test.cpp
  tests/scenario/shared_test.cpp
  tests/scenario/shared_whole_test.cpp
  tests/scenario/tables_test.cpp
  # model
  tests/model/network_exact_test.cpp
  tests/model/network_facts_test.cpp
  tests/model/network_test.cpp
  tests/model/pathway_graph_test.cpp
  tests/model/quantile_test.cpp
  # engine
  tests/engine/after_test.cpp
  tests/engine/agreement_test.cpp
  tests/engine/checkpoint_test.cpp
  tests/engine/lives_test.cpp
  tests/engine/conservation_test.cpp
  tests/engine/invariance_test.cpp
  tests/engine/oracle_adoption_test.cpp
  tests/engine/oracle_chain_test.cpp
  tests/engine/oracle_examples_test.cpp
  tests/engine/oracle_hazards_test.cpp
  tests/engine/oracle_laws_test.cpp
  tests/engine/oracle_lines_test.cpp
  tests/engine/oracle_people_test.cpp
  tests/engine/oracle_policies_test.cpp
  tests/engine/oracle_queues_test.cpp
  tests/engine/reference_change_test.cpp
  tests/engine/reference_clinicians_test.cpp
  tests/engine/reference_instant_test.cpp
  tests/engine/reference_law_test.cpp
  tests/engine/reference_policy_test.cpp
  tests/engine/reference_queue_test.cpp
  tests/engine/reference_together_test.cpp
  tests/engine/samplers_test.cpp
  tests/engine/shared_conservation_test.cpp
  tests/engine/shared_invariance_test.cpp
  tests/engine/shelf_test.cpp
  # app
  tests/app/arguments_test.cpp
  tests/app/odd_command_test.cpp
  tests/app/barriers_test.cpp
  tests/app/batch_test.cpp
  tests/app/farm_test.cpp
  tests/app/grants_test.cpp
  tests/app/compare_test.cpp
  tests/app/calibrate_test.cpp
  tests/app/checkpoint_test.cpp
  tests/app/cheers_command_test.cpp
  tests/app/html_pages_test.cpp
  tests/app/program_test.cpp
  tests/app/refine_test.cpp
  tests/app/stop_test.cpp
  tests/app/report_command_test.cpp
  tests/app/run_json_test.cpp
  tests/app/sensitivity_test.cpp
  tests/app/validate_test.cpp
  tests/app/pages_test.cpp
  tests/app/terminal_test.cpp
  tests/app/uncertainty_test.cpp
  # study
  tests/study/replicate_work_test.cpp
  tests/study/barriers_test.cpp
  tests/study/compare_money_test.cpp
  tests/study/compare_test.cpp
  tests/study/comparison_work_test.cpp
  tests/study/draws_test.cpp
  tests/study/plan_draws_test.cpp
  tests/study/price_draws_test.cpp
  tests/study/unit_jobs_test.cpp
  tests/study/unit_shares_test.cpp
  tests/study/calibrate_test.cpp
  tests/study/cea_test.cpp
  tests/study/oracle_cea_test.cpp
  tests/study/evppi_sets_test.cpp
  tests/study/evppi_test.cpp
  tests/study/explained_shares_test.cpp
  tests/study/sobol_indices_test.cpp
  tests/study/split_variance_test.cpp
  tests/study/fitting_test.cpp
  tests/study/likelihood_test.cpp
  tests/study/clinical_facts_test.cpp
  tests/study/what_ifs_test.cpp
  tests/study/economics_test.cpp
  tests/study/evaluate_test.cpp
  tests/study/oracle_cycles_test.cpp
  tests/study/same_luck_test.cpp
  tests/study/oracle_economics_test.cpp
  tests/study/oracle_moving_weights_test.cpp
  tests/study/refine_test.cpp
  tests/study/outcomes_test.cpp
  tests/study/precision_test.cpp
  tests/study/removals_test.cpp
  tests/study/root_search_test.cpp
  tests/study/sensitivity_test.cpp
  tests/study/discount_nodes_test.cpp
  tests/study/exposures_refused_test.cpp
  tests/study/exposures_test.cpp
  tests/scenario/price_only_test.cpp
  tests/study/strata_test.cpp
  tests/study/survival_test.cpp
  tests/study/uncertainty_test.cpp
  tests/study/uncertainty_work_test.cpp
  tests/study/validate_test.cpp
  # report
  tests/report/barriers_test.cpp
  tests/report/cheers_test.cpp
  tests/report/columns_test.cpp
  tests/report/csv_test.cpp
  tests/report/human_test.cpp
  tests/report/odd_shared_test.cpp
  tests/report/page_groups_test.cpp
  tests/report/page_survival_test.cpp
  tests/report/page_test.cpp
  tests/report/odd_test.cpp
  tests/report/run_folder_test.cpp
  tests/report/shared_report_test.cpp
  tests/report/shared_tables_test.cpp
  tests/report/streamed_folder_test.cpp
  tests/report/summary_test.cpp
  tests/report/tables_test.cpp
  tests/report/uncertainty_test.cpp
  tests/report/workbook_test.cpp
  # support
  tests/support/random_economics.cpp
  tests/support/read_csv.cpp
  tests/support/shared_clinic.cpp
  tests/support/two_states.cpp
  tests/support/went_on.cpp
)
target_include_directories(txpath_tests PRIVATE include sim tests)
target_link_libraries(txpath_tests PRIVATE txpath_app txpath txpath_flags Catch2::Catch2)
# Catch2 is one header of 18,000 lines: compile it once.
target_precompile_headers(txpath_tests PRIVATE <catch2/catch.hpp>)
set_source_files_properties(tests/main.cpp PROPERTIES SKIP_PRECOMPILE_HEADERS ON)
# GCC 12 sees uninitialised functions inside std::regex when it sanitizes.
set_source_files_properties(tests/main.cpp tests/report/columns_test.cpp PROPERTIES COMPILE_OPTIONS
  "$<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized>")
# Tests of the program call the program.
add_dependencies(txpath_tests txpath_program)
target_compile_definitions(txpath_tests PRIVATE
  TXPATH_PROGRAM="$<TARGET_FILE:txpath_program>" TXPATH_SOURCE="${CMAKE_CURRENT_SOURCE_DIR}")

# A disk that is full or failing, for tests/reliability; sanitizers do not go together with what is loaded before them.
if(CMAKE_BUILD_TYPE STREQUAL "Release")
  enable_language(C)
  add_library(fault_shim SHARED tests/reliability/fault_shim.c)
  set_target_properties(fault_shim PROPERTIES C_STANDARD 11 C_EXTENSIONS ON)
  target_compile_options(fault_shim PRIVATE -Wall -Wextra)
  target_link_libraries(fault_shim PRIVATE ${CMAKE_DL_LIBS})
endif()

# Yardsticks and the engine alone, for scripts/bench.
foreach(bench engine_bench level_methods network_bench sick_sicker_by_hand)
  add_executable(${bench} tests/bench/${bench}.cpp)
  target_include_directories(${bench} PRIVATE sim)
  target_link_libraries(${bench} PRIVATE txpath txpath_flags)
endforeach()

# Packages for tests/wasm.
add_executable(txpath_pack tests/wasm/pack.cpp)
target_include_directories(txpath_pack PRIVATE sim)
target_link_libraries(txpath_pack PRIVATE txpath txpath_flags)

enable_testing()
add_test(NAME quick COMMAND txpath_tests ~[slow])
add_test(NAME slow COMMAND txpath_tests [slow])
if(TXPATH_HIGHWAY)
  target_compile_definitions(txpath_tests PRIVATE TXPATH_HAS_HIGHWAY)
  target_link_libraries(txpath_tests PRIVATE ${HWY_LIBRARY})
endif()
