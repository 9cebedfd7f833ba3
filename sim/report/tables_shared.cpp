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

void write_resource_rows(const Scenario& scenario, const ReplicateResult& replicate, ResourceId id,
                         CsvWriter& out)
{
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

class Resources final : public TableMaker {
public:
    explicit Resources(const TableTask& task) : scenario_(task.report.scenario), out_(task.out) {}

    void add(const ReplicateResult& replicate) override
    {
        for (std::size_t r = 0; r < scenario_.shared.resources.size(); ++r)
            write_resource_rows(scenario_, replicate, ResourceId{r}, out_);
    }

private:
    const Scenario& scenario_;
    CsvWriter& out_;
};

/// Of a scenario with clinicians.
class Adoption final : public TableMaker {
public:
    explicit Adoption(const TableTask& task)
        : scenario_(task.report.scenario),
          clinicians_(*scenario_.shared.clinicians->scenario),
          out_(task.out),
          groups_(strata_by_name(clinicians_))
    {
    }

    void add(const ReplicateResult& replicate) override
    {
        const double scale = clinician_scale(scenario_, replicate);
        for (const Stratum& stratum : groups_)
            for (std::size_t time = 0; time < replicate.clinicians.times; ++time)
                for (std::size_t state = 0; state < clinicians_.states.size(); ++state) {
                    const ClinicianCount count = clinicians_in(replicate, stratum, state, time);
                    out_.text("scenario", scenario_.name).integer("replicate", replicate.replicate + 1);
                    out_.text("stratum", stratum.name).number("time", years_at(scenario_, time));
                    out_.text("state", clinicians_.states[StateId{state}].name);
                    out_.number("clinicians", scale * count.in_state);
                    out_.number("share", share_of(clinicians_, state, count));
                    out_.end_row();
                }
    }

private:
    const Scenario& scenario_;
    const Scenario& clinicians_;
    CsvWriter& out_;
    std::vector<Stratum> groups_;
};

class Policies final : public TableMaker {
public:
    explicit Policies(const TableTask& task) : scenario_(task.report.scenario), out_(task.out) {}

    void add(const ReplicateResult& replicate) override
    {
        const auto& policies = scenario_.shared.policies;
        for (std::size_t p = 0; p < policies.size(); ++p) {
            const InForce when = in_force(replicate, PolicyId{p});
            out_.text("scenario", scenario_.name).integer("replicate", replicate.replicate + 1);
            out_.text("policy", policies[PolicyId{p}].name);
            out_.number("begin", when.from / days_per_year).number("end", when.until / days_per_year);
            out_.end_row();
        }
    }

private:
    const Scenario& scenario_;
    CsvWriter& out_;
};

/// Of a scenario without what the table is about: the header alone.
class NoRows final : public TableMaker {
public:
    void add(const ReplicateResult& /*replicate*/) override {}
};

}  // namespace

Maker make_resources(const TableTask& task)
{
    return std::make_unique<Resources>(task);
}

Maker make_adoption(const TableTask& task)
{
    if (!task.report.scenario.shared.clinicians) return std::make_unique<NoRows>();
    return std::make_unique<Adoption>(task);
}

Maker make_policies(const TableTask& task)
{
    return std::make_unique<Policies>(task);
}

}  // namespace txpath::report
