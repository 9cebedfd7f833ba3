// reference_together.cpp -- people and clinicians from one sync point to the next.
//
// Owns      simulate_together.
// Promises  at a sync point: policies, clinicians, queues; then everybody lives on alone.
#include <algorithm>

#include "engine/reference.hpp"
#include "engine/reference_clinicians.hpp"
#include "engine/reference_queues.hpp"
#include "engine/reference_regime.hpp"

namespace txpath::plain {

namespace {

/// Share of each state among those who are there and in no ending state; 0 when nobody is.
IdVector<StateId, double> shares_of(const Crowd& crowd)
{
    IdVector<StateId, double> shares(crowd.scenario.states.size(), 0.0);
    double all = 0.0;
    for (const Life& life : crowd.lives) {
        if (!life.is_living()) continue;
        const double weight = weight_of(crowd.scenario, life.person().number);
        all += weight;
        for (const StateId state : life.person().states) shares[state] += weight;
    }
    for (double& share : shares) share = all > 0.0 ? share / all : 0.0;
    return shares;
}

/// Copies of the scenarios, in which policies hold numbers.
struct Worlds {
    explicit Worlds(const Scenario& written) : people(written)
    {
        if (written.shared.clinicians) clinicians = *written.shared.clinicians->scenario;
    }
    Scenario people;
    std::optional<Scenario> clinicians;
    [[nodiscard]] Scenario* of_clinicians() { return clinicians ? &*clinicians : nullptr; }
};

class Together {
public:
    Together(const Scenario& written, Luck luck)
        : written_(written),
          worlds_(written),
          regime_(written, worlds_.people, worlds_.of_clinicians()),
          people_{worlds_.people, {}},
          clinicians_{worlds_.clinicians ? *worlds_.clinicians : worlds_.people, {}},
          entries_(entries(written, luck, UINT64_MAX)),
          luck_(luck)
    {
    }

    Run run();

private:
    void begin();
    void begin_clinicians();
    void sync(double moment, double next);
    void change_what_is_shared(double moment, double next);
    void see_neighbours();
    void see_clinicians();
    void let_in(std::uint64_t person);
    void live(double from, double to);
    void note_sync(double moment);
    [[nodiscard]] StateId seen_of(const Life& clinician) const;

    const Scenario& written_;
    Worlds worlds_;
    Regime regime_;
    Crowd people_, clinicians_;
    std::vector<double> entries_;  // of all people there will be
    Luck luck_;
    Surroundings around_;
    std::vector<std::size_t> clinician_of_;  // by person
    std::vector<StateId> seen_;              // by clinician: the patients' state that stands for his or hers
    std::vector<std::vector<std::size_t>> neighbours_;
    Run run_;
};

/// The state of the patients' track `clinician` that stands for the clinician's own.
StateId Together::seen_of(const Life& clinician) const
{
    const Scenario& theirs = *worlds_.clinicians;
    const std::vector<StateId>& own = theirs.tracks[TrackId{0}].states;
    const auto place = std::ranges::find(own, clinician.person().states[TrackId{0}]) - own.begin();
    const TrackId track = written_.shared.clinicians->track;
    return written_.tracks[track].states[static_cast<std::size_t>(place)];
}

// The start.

void Together::begin_clinicians()
{
    const std::size_t count = worlds_.clinicians->people.size;
    for (std::uint64_t number = 0; number < count; ++number) {
        Life& clinician = clinicians_.lives.emplace_back(*worlds_.clinicians, luck_, number);
        clinician.live_among(around_);
        clinician.see_neighbours(IdVector<StateId, double>(worlds_.clinicians->states.size(), 0.0));
        clinician.start(0.0);
        seen_.push_back(seen_of(clinician));
    }
    clinician_of_ = match_clinicians(written_, luck_, clinicians_.lives, entries_);
    neighbours_ = neighbours_of(*written_.shared.clinicians, luck_);
}

void Together::let_in(std::uint64_t person)
{
    Life& life = people_.lives[person];
    life.live_among(around_);
    if (!clinician_of_.empty()) {
        const std::size_t clinician = clinician_of_[person];
        life.meet(clinicians_.lives[clinician].person(), seen_[clinician]);
    }
    life.start(entries_[person]);
}

/// Clinicians first, then people; nobody has a share yet.
void Together::begin()
{
    around_.system = regime_.system_at(0.0);
    around_.population.resize(written_.states.size(), 0.0);
    if (worlds_.clinicians) {
        around_.clinicians.resize(worlds_.clinicians->states.size(), 0.0);
        begin_clinicians();
    }
    for (std::uint64_t person = 0; person < entries_.size(); ++person)
        people_.lives.emplace_back(worlds_.people, luck_, person);
    for (std::uint64_t person = 0; person < entries_.size(); ++person)
        if (entries_[person] == 0.0) let_in(person);
}

// A sync point. The numbers are those of sim/README.md.

void Together::sync(double moment, double next)
{
    for (Life& life : clinicians_.lives) life.pause(moment);
    for (Life& life : people_.lives) life.pause(moment);
    change_what_is_shared(moment, next);  // 1
    for (Life& life : clinicians_.lives) life.resume();
    for (Life& life : people_.lives) life.resume();
    see_clinicians();                                                                       // 2
    for (const Grant& grant : serve_queues(people_, moment)) run_.grants.push_back(grant);  // 3
    note_sync(moment);
}

void Together::change_what_is_shared(double moment, double next)
{
    around_.system = regime_.system_at(moment);
    around_.population = shares_of(people_);
    if (worlds_.clinicians) around_.clinicians = shares_of(clinicians_);
    see_neighbours();
    Person reader;
    reader.around = &around_;
    regime_.change(moment, reader);
    regime_.hold(moment, next);
    run_.syncs.push_back({moment, regime_.system_at(moment), {}, {}, {}});
    around_.system = regime_.system_at(moment + 0.5 * (next - moment));
}

void Together::see_neighbours()
{
    for (std::size_t i = 0; i < neighbours_.size(); ++i) {
        IdVector<StateId, double> shares(worlds_.clinicians->states.size(), 0.0);
        double all = 0.0;
        for (const std::size_t neighbour : neighbours_[i]) {
            const Life& life = clinicians_.lives[neighbour];
            if (!life.is_living()) continue;
            ++all;
            ++shares[life.person().states[TrackId{0}]];
        }
        for (double& share : shares) share = all > 0.0 ? share / all : 0.0;
        clinicians_.lives[i].see_neighbours(shares);
    }
}

void Together::see_clinicians()
{
    for (std::size_t i = 0; i < seen_.size(); ++i) seen_[i] = seen_of(clinicians_.lives[i]);
    if (seen_.empty()) return;
    const TrackId track = written_.shared.clinicians->track;
    for (Life& life : people_.lives) {
        if (!life.is_living()) continue;
        const StateId state = seen_[clinician_of_[life.person().number]];
        if (life.person().states[track] != state) life.be_moved(state);
    }
}

void Together::live(double from, double to)
{
    for (Life& life : clinicians_.lives) life.live_until(to);
    for (std::uint64_t person = 0; person < entries_.size(); ++person) {
        if (entries_[person] > from && entries_[person] <= to) let_in(person);
        people_.lives[person].live_until(to);
    }
}

void Together::note_sync(double moment)
{
    SyncRecord& record = run_.syncs.back();
    record.time = moment;
    record.seen = around_.system;
    for (const Reading& reading : written_.shared.shares)
        record.shares.push_back(reading.subject == Subject::population ? around_.population[reading.state]
                                                                       : around_.clinicians[reading.state]);
    record.pools = pool_records(people_);
}

Run Together::run()
{
    begin();
    const std::vector<double> moments = sync_points(written_);
    for (std::size_t i = 0; i < moments.size(); ++i) {
        const double next = i + 1 < moments.size() ? moments[i + 1] : written_.time.horizon;
        sync(moments[i], next);
        live(moments[i], next);
    }
    for (const Life& life : people_.lives)
        run_.people.insert(run_.people.end(), life.rows().begin(), life.rows().end());
    for (const Life& life : clinicians_.lives)
        run_.clinicians.insert(run_.clinicians.end(), life.rows().begin(), life.rows().end());
    run_.policies = regime_.record();
    return std::move(run_);
}

}  // namespace

Run simulate_together(const Scenario& scenario, const RunSpec& spec)
{
    return Together(scenario, {spec.seed, spec.sample, 0}).run();
}

}  // namespace txpath::plain
