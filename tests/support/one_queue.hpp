// one_queue.hpp -- a scenario of one queue before some places.
#pragma once

#include <fmt/format.h>

#include <string>

#include "support/oracle.hpp"

namespace txpath::oracle {

/// One queue; days and rates per day.
struct Clinic {
    int places = 1;
    double arrivals = 0.0, sync_every = 1.0, horizon = 1000.0;
    std::string stay = {}, give_up = {};  ///< when the transitions fire
    std::string people = {}, order = "order: first_come";
    int replicates = 20, histories = 0;
};

[[nodiscard]] inline std::string text_of(const Clinic& clinic)
{
    const std::string leaves =
        clinic.give_up.empty() ? "" : fmt::format(", leave: {{from: waiting, to: gone, {}}}", clinic.give_up);
    return fmt::format(
        "txpath: 1\ntitle: one queue\n"
        "time: {{horizon: {} days, report_every: {} days, sync_every: {} days}}\n"
        "population: {{size: 0, arrivals: {{rate: {} per day}}{}}}\n"
        "resources: {{places: {{capacity: {}, used_by: {{care.treated: 1}}, {}}}}}\n"
        "tracks:\n  care:\n    start: waiting\n"
        "    states: {{waiting: {{waits_for: places, then: treated}}, treated: {{}}, done: {{ends: "
        "true}}{}}}\n"
        "    transitions: {{finish: {{from: treated, to: done, {}}}{}}}\n"
        "outputs: {{people: {}}}\nrun: {{seed: 19, replicates: {}}}\n",
        clinic.horizon, clinic.horizon / 10.0, clinic.sync_every, clinic.arrivals, clinic.people,
        clinic.places, clinic.order, clinic.give_up.empty() ? "" : ", gone: {ends: true}", clinic.stay,
        leaves, clinic.histories, clinic.replicates);
}

[[nodiscard]] inline Experiment run_clinic(const Clinic& clinic)
{
    return run_text(text_of(clinic));
}

}  // namespace txpath::oracle
