// tables_shared.cpp -- what people share: resources, adoption, policies.
#include "base/stats.hpp"
#include "report/measures.hpp"
#include "report/shared_counts.hpp"
#include "report/tables.hpp"
#include "txpath/units.hpp"

namespace txpath::report {
namespace {

double years_at(const Scenario& scenario, std::size_t time)
{
    return scenario.time.reports[time] / days_per_year;
}

void write_waits(const AtResource& here, std::size_t time, CsvWriter& out)
{
    const std::vector<double> waits = here.waits(time);
    if (waits.empty()) {
        out.missing("wait_mean").missing("wait_p50").missing("wait_p90");
        return;
    }
    out.number("wait_mean", here.mean_wait(time));
    out.number("wait_p50", quantile_of_sorted(waits, 0.5)).number("wait_p90", quantile_of_sorted(waits, 0.9));
}

void write_resource_rows(const RunReport& report, const ReplicateResult& replicate, ResourceId id,
                         CsvWriter& out)
{
    const Scenario& scenario = report.scenario;
    for (const ResourceStratum& stratum : resource_strata(scenario, id)) {
        const AtResource here(scenario, replicate, id, stratum);
        const ResourceTally& tally = here.tally();
        for (std::size_t time = 0; time < replicate.tally.times; ++time) {
            out.text("scenario", scenario.name).integer("replicate", replicate.replicate + 1);
            out.text("resource", scenario.shared.resources[id].name).text("stratum", stratum.people.name);
            out.number("time", years_at(scenario, time));
            out.number("capacity", here.capacity(time)).number("used", here.used(time));
            out.number("queue", here.people(tally.queue, time));
            out.number("joined", here.people(tally.joined, time));
            out.number("granted", here.people(tally.granted, time));
            out.number("gave_up", here.people(tally.gave_up, time));
            out.number("ended", here.people(tally.ended, time));
            write_waits(here, time, out);
            out.end_row();
        }
    }
}

}  // namespace

void write_resources(const RunReport& report, CsvWriter& out)
{
    const auto& resources = report.scenario.shared.resources;
    for (const ReplicateResult& replicate : report.results.replicates)
        for (std::size_t r = 0; r < resources.size(); ++r)
            write_resource_rows(report, replicate, ResourceId{r}, out);
}

void write_adoption(const RunReport& report, CsvWriter& out)
{
    const Scenario& scenario = report.scenario;
    if (!scenario.shared.clinicians) return;
    const Scenario& clinicians = *scenario.shared.clinicians->scenario;
    const std::vector<Stratum> groups = strata_by_name(clinicians);
    for (const ReplicateResult& replicate : report.results.replicates) {
        const double scale = clinician_scale(scenario, replicate);
        for (const Stratum& stratum : groups)
            for (std::size_t time = 0; time < replicate.clinicians.times; ++time)
                for (std::size_t state = 0; state < clinicians.states.size(); ++state) {
                    const ClinicianCount count = clinicians_in(replicate, stratum, state, time);
                    out.text("scenario", scenario.name).integer("replicate", replicate.replicate + 1);
                    out.text("stratum", stratum.name).number("time", years_at(scenario, time));
                    out.text("state", clinicians.states[StateId{state}].name);
                    out.number("clinicians", scale * count.in_state);
                    out.number("share", share_of(clinicians, state, count));
                    out.end_row();
                }
    }
}

void write_policies(const RunReport& report, CsvWriter& out)
{
    const auto& policies = report.scenario.shared.policies;
    for (const ReplicateResult& replicate : report.results.replicates)
        for (std::size_t p = 0; p < policies.size(); ++p) {
            const InForce when = in_force(replicate, PolicyId{p});
            out.text("scenario", report.scenario.name).integer("replicate", replicate.replicate + 1);
            out.text("policy", policies[PolicyId{p}].name);
            out.number("begin", when.from / days_per_year).number("end", when.until / days_per_year);
            out.end_row();
        }
}

}  // namespace txpath::report
