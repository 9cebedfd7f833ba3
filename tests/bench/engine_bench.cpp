// engine_bench.cpp -- how long the engine takes for a scenario, and nothing else of the program.
//
// Usage     engine_bench SCENARIO PEOPLE THREADS [REPLICATES]; prints JSON with the wall time
//           of simulate, ns per event and person-years per second, and the discounted results
//           that tie it to the yardstick.
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "txpath/economics.hpp"
#include "txpath/model.hpp"
#include "txpath/scenario.hpp"
#include "txpath/simulate.hpp"

int main(int argc, char** argv)
{
    if (argc < 4) return 64;
    const auto loaded = txpath::load_scenario(argv[1], {{"population.size", argv[2]}});
    if (!loaded) {
        std::fputs(txpath::render(loaded.why_not()).c_str(), stderr);
        return 65;
    }
    const txpath::Scenario& scenario = loaded.value();
    const auto compiled = txpath::compile(scenario, txpath::base_case(scenario));
    if (!compiled) {
        std::fputs(txpath::render(compiled.why_not()).c_str(), stderr);
        return 65;
    }
    txpath::RunSpec spec;
    spec.seed = 1;
    spec.threads = std::atoi(argv[3]);
    spec.replicates = argc > 4 ? static_cast<std::uint32_t>(std::atoi(argv[4])) : 1;
    const auto start = std::chrono::steady_clock::now();
    const auto outcome = txpath::simulate(compiled.value(), spec);
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    std::uint64_t instants = 0;
    std::int64_t ticks = 0;
    for (const auto& result : outcome.results.replicates) {
        instants += result.instants;
        for (std::size_t row = 1; row < result.tally.times; ++row)
            for (std::size_t cell = 0; cell < result.tally.cells; ++cell)
                ticks +=
                    result.tally.present.at((row - 1) * result.tally.cells + cell, 0) / result.weight_unit *
                    static_cast<std::int64_t>((scenario.time.reports[row] - scenario.time.reports[row - 1]) *
                                              1e6);
    }
    const double person_years = static_cast<double>(ticks) / 1e6 / txpath::days_per_year;
    std::printf(
        "{\"seconds\": %.4f, \"events\": %llu, \"ns_per_event\": %.3f, \"person_years_per_second\": %.0f}\n",
        seconds, static_cast<unsigned long long>(instants), 1e9 * seconds / static_cast<double>(instants),
        person_years / seconds);
    return 0;
}
