#include "study/enrolling.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "base/random.hpp"
#include "base/text.hpp"
#include "study/person_at.hpp"

namespace txpath {

namespace {

constexpr std::uint64_t patience = 100000;      // candidates before a filter that nobody passes is given up
constexpr std::uint64_t most_per_place = 2000;  // candidates for one place in the trial
constexpr std::uint64_t most_at_once = 20000;

/// How many got how far through one filter.
struct FilterCount {
    std::uint64_t looked_at = 0, too_early = 0, passed = 0;  ///< too_early: the moment never came
    std::vector<std::uint64_t> parts;
};

class Drawing {
public:
    Drawing(const TrialModel& model, std::uint64_t seed, std::uint32_t replicate)
        : model_(model),
          scenario_(*model.scenario),
          trial_(*scenario_.trial),
          draws_({seed, 0, replicate}),
          seed_(seed),
          replicate_(replicate)
    {
        cohort_.by_arm.resize(trial_.arms.size());
        entry_.parts.resize(trial_.enrol.parts.size());
        if (trial_.randomise) second_.parts.resize(trial_.randomise->parts.size());
        for (const Arm& arm : trial_.arms) places_ += arm.size;
    }

    Checked<Cohort> go()
    {
        while (!is_full()) {
            if (const auto why = hopeless()) return *why;
            draw(batch());
        }
        finish();
        return std::move(cohort_);
    }

private:
    [[nodiscard]] bool has_enough_enrolled() const
    {
        return !trial_.enrolled || cohort_.enrolled.size() >= *trial_.enrolled;
    }
    [[nodiscard]] bool is_full(std::size_t arm) const
    {
        return cohort_.by_arm[arm].size() >= trial_.arms[arm].size;
    }
    [[nodiscard]] bool is_full() const
    {
        for (std::size_t arm = 0; arm < trial_.arms.size(); ++arm)
            if (!is_full(arm)) return false;
        return has_enough_enrolled();
    }

    /// Candidates to live next: as many as it should take, by what share came through so far.
    [[nodiscard]] std::uint64_t batch() const
    {
        const auto drawn = static_cast<double>(next_) + 1.0;
        const bool is_filtered =
            !trial_.enrol.parts.empty() || trial_.enrol.at.is_state() || trial_.randomise;
        const double first_guess = is_filtered ? 0.5 : 1.0;
        double wanted = 0.0;
        for (std::size_t arm = 0; arm < trial_.arms.size(); ++arm) {
            const auto size = static_cast<double>(trial_.arms[arm].size);
            const auto have = static_cast<double>(cohort_.by_arm[arm].size());
            const double share = size / static_cast<double>(places_);
            const double rate = next_ == 0 ? share * first_guess : (have + 1.0) / drawn;
            wanted = std::max(wanted, (size - have) / rate);
        }
        if (trial_.enrolled) {
            const auto have = static_cast<double>(cohort_.enrolled.size());
            const double rate = next_ == 0 ? first_guess : (have + 1.0) / drawn;
            wanted = std::max(wanted, (static_cast<double>(*trial_.enrolled) - have) / rate);
        }
        return std::clamp<std::uint64_t>(static_cast<std::uint64_t>(wanted * 1.1) + 8, 16, most_at_once);
    }

    /// A keyed coin, so that allotment depends on nobody else.
    [[nodiscard]] std::size_t arm_of(std::uint64_t candidate) const
    {
        static const Decision allotment = decision("trial allotment");
        double left = draws_.uniform(candidate, allotment, 0) * static_cast<double>(places_);
        std::size_t arm = 0;
        for (; arm + 1 < trial_.arms.size(); ++arm) {
            left -= static_cast<double>(trial_.arms[arm].size);
            if (left < 0.0) break;
        }
        return arm;
    }

    void draw(std::uint64_t count)
    {
        std::vector<std::vector<std::uint64_t>> candidates(trial_.arms.size());
        const bool is_enrolling = !has_enough_enrolled();
        for (std::uint64_t person = next_; person < next_ + count; ++person) {
            const std::size_t arm = arm_of(person);
            if (is_enrolling || !is_full(arm)) candidates[arm].push_back(person);
        }
        for (std::size_t arm = 0; arm < candidates.size(); ++arm) {
            lived_ += candidates[arm].size();
            live(arm, candidates[arm]);
        }
        next_ += count;
        std::ranges::sort(cohort_.enrolled, {}, [](const Member& one) { return one.life.person(); });
    }

    void live(std::size_t arm, std::vector<std::uint64_t> persons)
    {
        const bool is_screened = !model_.entrance.empty() && !trial_.enrol.parts.empty();
        if (is_screened) {
            const Lives early = Observer(model_.entrance[arm], seed_, 0, replicate_).observe(persons);
            persons.clear();
            for (std::size_t place = 0; place < early.persons.size(); ++place)
                if (enters(arm, Life(early, place))) persons.push_back(early.persons[place]);
        }
        if (persons.empty()) return;
        cohort_.lives.push_back(Observer(model_.arms[arm], seed_, 0, replicate_).observe(persons));
        const Lives& lives = cohort_.lives.back();
        for (std::size_t place = 0; place < lives.persons.size(); ++place) {
            const Life life(lives, place);
            const auto moment = is_screened ? when(life, trial_.enrol.at, 0.0) : enters(arm, life);
            if (moment) enrol(arm, life, *moment);
        }
    }

    /// When the candidate enters the trial, if ever.
    [[nodiscard]] std::optional<double> enters(std::size_t arm, const Life& life)
    {
        const Scenario& own = *trial_.arms[arm].scenario;
        const auto moment = passes(own, life, own.trial->enrol, 0.0, entry_);
        if (!moment) return std::nullopt;
        const bool waits = trial_.randomise && !trial_.randomise->at.is_state();
        const double run_in = waits ? trial_.randomise->at.after : 0.0;
        if (*moment + run_in + trial_.follow_up > scenario_.time.horizon) {
            cohort_.count.too_late += 1.0;
            return std::nullopt;
        }
        return moment;
    }

    void enrol(std::size_t arm, const Life& life, double moment)
    {
        const Scenario& own = *trial_.arms[arm].scenario;
        Member member{life, arm, moment, moment};
        if (trial_.randomise) {
            member.randomised_at = passes(own, life, *own.trial->randomise, moment, second_);
            if (member.randomised_at && *member.randomised_at + trial_.follow_up > scenario_.time.horizon) {
                cohort_.count.too_late += 1.0;
                member.randomised_at.reset();
            }
        }
        cohort_.enrolled.push_back(member);
        if (member.randomised_at) cohort_.by_arm[arm].push_back(member);
    }

    static std::optional<double> passes(const Scenario& own, const Life& life, const Filter& filter,
                                        double zero, FilterCount& count)
    {
        ++count.looked_at;
        const auto moment = when(life, filter.at, zero);
        if (!moment || *moment >= life.ended()) {
            ++count.too_early;
            return std::nullopt;
        }
        bool all = true;
        for (std::size_t part = 0; part < filter.only_if.parts.size(); ++part) {
            const bool holds = holds_at(own, life, filter.only_if.parts[part], *moment);
            if (holds) ++count.parts[part];
            all = all && holds;
        }
        if (!all) return std::nullopt;
        ++count.passed;
        return moment;
    }

    /// Why there is no sense in going on.
    [[nodiscard]] std::optional<Diagnostics> hopeless() const
    {
        const auto& table = scenario_.people.table;
        if (table && next_ + most_at_once > scenario_.people.size && next_ > 0)
            return refusal(trial_.enrol, entry_, "the people of the table do not suffice to fill the trial");
        if (next_ < patience) return std::nullopt;
        if (entry_.passed == 0) return refusal(trial_.enrol, entry_, "nobody passes the entry filter");
        if (trial_.randomise && second_.passed == 0)
            return refusal(*trial_.randomise, second_, "nobody passes the second filter");
        std::uint64_t randomised = 0;
        for (const auto& arm : cohort_.by_arm) randomised += arm.size();
        if (randomised == 0 && cohort_.count.too_late > 0.0)
            return refusal(trial_.enrol, entry_, "everybody who passes comes too late to be followed");
        if (next_ <= patience + most_per_place * places_) return std::nullopt;
        return refusal(trial_.enrol, entry_,
                       fmt::format("the trial does not fill: {} of {} places after {} candidates", randomised,
                                   places_, next_));
    }

    [[nodiscard]] Diagnostics refusal(const Filter& filter, const FilterCount& count,
                                      const std::string& why) const
    {
        Diagnostic mistake = mistake_at(scenario_, filter.span, fmt::format("{}: {}", scenario_.name, why));
        std::string help = fmt::format("of {} looked at, {} were not there at '{}'", count.looked_at,
                                       count.too_early, filter.moment_text);
        for (std::size_t part = 0; part < count.parts.size(); ++part)
            help += fmt::format("; {} passed '{}'", count.parts[part], filter.parts[part]);
        mistake.help = help + fmt::format("; {} passed all of it", count.passed);
        Diagnostics found;
        found.add(std::move(mistake));
        return found;
    }

    void finish()
    {
        for (std::size_t arm = 0; arm < trial_.arms.size(); ++arm) {
            cohort_.by_arm[arm].erase(
                cohort_.by_arm[arm].begin() + static_cast<std::ptrdiff_t>(trial_.arms[arm].size),
                cohort_.by_arm[arm].end());
            cohort_.count.randomised += static_cast<double>(trial_.arms[arm].size);
        }
        cohort_.count.candidates = static_cast<double>(lived_);
        cohort_.count.enrolled = static_cast<double>(cohort_.enrolled.size());
        if (!trial_.enrolled) return;
        cohort_.enrolled.erase(cohort_.enrolled.begin() + static_cast<std::ptrdiff_t>(*trial_.enrolled),
                               cohort_.enrolled.end());
    }

    const TrialModel& model_;
    const Scenario& scenario_;
    const Trial& trial_;
    Draws draws_;
    std::uint64_t seed_;
    std::uint32_t replicate_;
    Cohort cohort_;
    FilterCount entry_, second_;
    std::uint64_t places_ = 0, next_ = 0, lived_ = 0;
};

/// The first moment at which two lives differ.
double parting(const Life& one, const Life& other)
{
    double first = std::numeric_limits<double>::infinity();
    const auto compare = [&](auto some, auto others, auto moment_of, auto is_same) {
        for (std::size_t at = 0; at < std::max(some.size(), others.size()); ++at) {
            if (at < some.size() && at < others.size() && is_same(some[at], others[at])) continue;
            if (at < some.size()) first = std::min(first, moment_of(some[at]));
            if (at < others.size()) first = std::min(first, moment_of(others[at]));
            return;
        }
    };
    // by state and moment: ids of transitions may differ between arms
    compare(
        one.moves(), other.moves(), [](const HistoryRow& row) { return row.stop; },
        [](const HistoryRow& a, const HistoryRow& b) { return a.to == b.to && a.stop == b.stop; });
    compare(
        one.levels(), other.levels(), [](const LevelStretch& row) { return row.since; },
        [](const LevelStretch& a, const LevelStretch& b) {
            return a.level == b.level && a.since == b.since && a.value == b.value && a.target == b.target &&
                   a.rate == b.rate;
        });
    compare(
        one.counters(), other.counters(), [](const CounterChange& row) { return row.since; },
        [](const CounterChange& a, const CounterChange& b) {
            return a.counter == b.counter && a.since == b.since && a.value == b.value;
        });
    return first;
}

}  // namespace

Diagnostic mistake_at(const Scenario& scenario, const Span& at, std::string message)
{
    Diagnostic mistake;
    mistake.at = at;
    mistake.message = std::move(message);
    const auto file = scenario.lines.find(at.file);
    if (file != scenario.lines.end() && at.line > 0 && at.line <= file->second.size())
        mistake.excerpt = file->second[at.line - 1];
    return mistake;
}

std::uint64_t seed_of(const Scenario& scenario, std::uint64_t seed)
{
    constexpr std::uint64_t odd = 0x9e3779b97f4a7c15;
    return seed ^ (decision("trial " + scenario.name).hash * odd);
}

Checked<Cohort> draw_cohort(const TrialModel& trial, std::uint64_t seed, std::uint32_t replicate)
{
    return Drawing(trial, seed, replicate).go();
}

Diagnostics compare_run_ins(const TrialModel& trial, std::uint64_t seed)
{
    Diagnostics found;
    const Scenario& scenario = *trial.scenario;
    const Trial& design = *scenario.trial;
    if (!design.randomise || design.arms.size() < 2) return found;
    constexpr std::uint64_t looked_at = 200;
    std::vector<std::uint64_t> persons(scenario.people.table ? std::min(looked_at, scenario.people.size)
                                                             : looked_at);
    std::iota(persons.begin(), persons.end(), std::uint64_t{0});
    const Lives first = Observer(trial.arms[0], seed, 0, 0).observe(persons);
    for (std::size_t arm = 1; arm < design.arms.size(); ++arm) {
        const Lives lives = Observer(trial.arms[arm], seed, 0, 0).observe(persons);
        for (std::size_t place = 0; place < persons.size(); ++place) {
            const Life life(first, place), other(lives, place);
            const auto enrolled = when(life, design.enrol.at, 0.0);
            if (!enrolled || !holds_at(*design.arms[0].scenario, life, design.enrol.only_if, *enrolled))
                continue;
            const auto randomised = when(life, design.randomise->at, *enrolled);
            const double apart = parting(life, other);
            if (apart >= randomised.value_or(std::numeric_limits<double>::infinity())) continue;
            auto mistake = mistake_at(
                scenario, design.arms[arm].at,
                fmt::format("arms '{}' and '{}' differ before randomisation: candidate {} on day {}",
                            design.arms[0].name, design.arms[arm].name, persons[place] + 1, shortest(apart)));
            mistake.help = "what the arms fix or set may act only from randomisation on";
            found.add(std::move(mistake));
            return found;
        }
    }
    return found;
}

}  // namespace txpath
