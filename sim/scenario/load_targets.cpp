// load_targets.cpp -- what a study fits to: endpoints of trials, measures of scenarios.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>

#include "scenario/study_file.hpp"
#include "scenario/study_parts.hpp"

namespace txpath {

namespace {

namespace fs = std::filesystem;

/// Reads one entry of `targets`.
class TargetReader {
public:
    TargetReader(Loading& loading, const Node& node, const std::string& folder, Study& study)
        : loading_(loading), node_(node), folder_(folder), study_(study)
    {
    }

    void read()
    {
        const Node* trial = child(node_, "trial");
        const Node* scenario = child(node_, "scenario");
        if ((trial == nullptr) == (scenario == nullptr)) {
            refuse(node_.at, trial == nullptr ? "a target names neither a 'trial' nor a 'scenario'"
                                              : "a target names both a 'trial' and a 'scenario'")
                .help =
                "{trial: FILE}, or {scenario: FILE, measure: NAME, at: TIME, per: entered, published: {...}}";
            return;
        }
        if (!keys_fit(trial != nullptr)) return;
        const Node& file = trial != nullptr ? *trial : *scenario;
        const auto index = scenario_of(file);
        if (!index) return;
        if ((study_.scenarios[*index]->trial != nullptr) != (trial != nullptr)) {
            refuse(file.at, fmt::format("'{}' {}", file.text,
                                        trial != nullptr ? "has no section 'trial'" : "is a trial"))
                .advice = trial != nullptr ? "name it under 'scenario'" : "name it under 'trial'";
            return;
        }
        if (trial != nullptr)
            read_endpoints(*index, file);
        else
            read_measure(*index);
    }

private:
    Diagnostic& refuse(const Mark& at, std::string message)
    {
        return report(loading_.found, at, std::move(message));
    }

    bool keys_fit(bool is_trial)
    {
        constexpr std::string_view of_measures[] = {"measure", "at", "per", "published"};
        bool is_fit = true;
        const auto wrong = [&](std::string_view key, std::string_view belongs) {
            const Entry* entry = node_.find(key);
            if (entry == nullptr) return;
            refuse(entry->key_at, fmt::format("'{}' belongs to a target with '{}'", key, belongs));
            is_fit = false;
        };
        if (!is_trial) wrong("endpoints", "trial");
        for (const std::string_view key : of_measures) {
            if (is_trial) {
                wrong(key, "scenario");
            } else if (node_.find(key) == nullptr) {
                refuse(node_.at, fmt::format("a target with 'scenario' has no '{}'", key)).advice =
                    fmt::format("write '{}: {}', for example", key, find_key(place("target"), key)->example);
                is_fit = false;
            }
        }
        return is_fit;
    }

    /// The scenario a node names, loaded at most once.
    std::optional<std::size_t> scenario_of(const Node& file)
    {
        const auto path = path_beside(loading_, file, folder_);
        if (!path) return std::nullopt;
        const std::string name = fs::path(*path).stem().string();
        for (std::size_t k = 0; k < study_.scenarios.size(); ++k) {
            if (study_.scenarios[k]->name != name) continue;
            if (study_.files[k] == *path) return k;
            refuse(file.at, fmt::format("two files of the study are called '{}'", name)).advice =
                "rename one";
            return std::nullopt;
        }
        auto loaded = load_scenario(*path, {});
        if (!loaded) {
            loading_.found.append(loaded.why_not());
            return std::nullopt;
        }
        study_.files.push_back(*path);
        study_.scenarios.push_back(std::make_shared<const Scenario>(std::move(loaded.value())));
        return study_.scenarios.size() - 1;
    }

    void read_endpoints(std::size_t index, const Node& file)
    {
        const Trial& trial = *study_.scenarios[index]->trial;
        const Entry* wanted = node_.find("endpoints");
        if (wanted == nullptr) {
            bool has_any = false;
            for (std::size_t k = 0; k < trial.endpoints.size(); ++k) {
                if (trial.endpoints[k].use != EndpointUse::calibration) continue;
                add_endpoint(index, k, file.at);
                has_any = true;
            }
            if (!has_any)
                refuse(file.at, fmt::format("'{}' has no endpoint with 'use: calibration'", file.text))
                    .advice = "name some under 'endpoints'";
            return;
        }
        for (const Node* word : read_words(loading_, wanted->value, "'endpoints'")) {
            const auto found = std::ranges::find(trial.endpoints, word->text, &Endpoint::name);
            if (found != trial.endpoints.end()) {
                add_endpoint(index, static_cast<std::size_t>(found - trial.endpoints.begin()), word->at);
                continue;
            }
            std::vector<Candidate> candidates;
            for (const Endpoint& one : trial.endpoints) candidates.push_back({one.name, 0});
            suggest(refuse(word->at, fmt::format("no endpoint '{}' in '{}'", word->text, file.text)),
                    word->text, "endpoints", candidates);
        }
    }

    void add_endpoint(std::size_t index, std::size_t item, const Mark& at)
    {
        const Scenario& scenario = *study_.scenarios[index];
        const Endpoint& endpoint = scenario.trial->endpoints[item];
        Target target;
        target.name = fmt::format("{}.{}", scenario.name, endpoint.name);
        target.scenario = index;
        target.item = item;
        target.is_number = endpoint.is_number;
        target.at = span_of(at);
        if (!endpoint.published) {
            refuse(at, fmt::format("endpoint '{}' has no published result", target.name)).advice =
                "add 'published' to it in the trial's file";
            return;
        }
        target.published = *endpoint.published;
        add(std::move(target), endpoint.is_ratio(), at);
    }

    void read_measure(std::size_t index)
    {
        const Scenario& scenario = *study_.scenarios[index];
        const Fields fields{loading_, node_, "target", "target"};
        const Node& name = *child(node_, "measure");
        const auto& measures = scenario.outputs.measures;
        const auto measure = std::ranges::find(measures, name.text, &Measure::name);
        if (measure == measures.end()) {
            std::vector<Candidate> candidates;
            candidates.reserve(measures.size());
            for (const Measure& one : measures) candidates.push_back({one.name, 0});
            suggest(refuse(name.at, fmt::format("no measure '{}' in '{}'", name.text, scenario.name)),
                    name.text, "measures", candidates);
            return;
        }
        const auto at = fields.number("at");
        if (!at) return;
        const auto& reports = scenario.time.reports;
        const auto near = [&](double report) { return std::abs(report - *at) < 1e-6; };
        const auto report_time = std::ranges::find_if(reports, near);
        if (report_time == reports.end()) {
            refuse(child(node_, "at")->at, fmt::format("'at' is day {}, and '{}' reports on no such day",
                                                       shortest(*at), scenario.name))
                .help = fmt::format("it reports every {} days until day {}",
                                    shortest(scenario.time.report_every), shortest(scenario.time.horizon));
            return;
        }
        Target target;
        target.name = fmt::format("{}.{} at {} days", scenario.name, measure->name, shortest(*at));
        target.scenario = index;
        target.item = static_cast<std::size_t>(measure - measures.begin());
        target.is_measure = true;
        target.report = static_cast<std::size_t>(report_time - reports.begin());
        target.is_present = child(node_, "per")->text == "present";
        target.at = span_of(name.at);
        if (!measure->events.empty() && scenario.run.replicates < 2) {
            refuse(name.at,
                   fmt::format("'{}' runs once, so that the Monte Carlo error of events is not known",
                               scenario.name))
                .advice = "give it 'run: {replicates: 10}', for example";
            return;
        }
        if (read_published(*child(node_, "published"), target)) add(std::move(target), false, name.at);
    }

    bool read_published(const Node& node, Target& target)
    {
        const auto before = loading_.found.error_count();
        if (!check_keys(loading_, node, "published", fmt::format("'published' of '{}'", target.name)))
            return false;
        const Fields fields{loading_, node, "published", "published"};
        Published& published = target.published;
        const auto number = [&](const Node& written, const std::string& key) {
            return read_certain(loading_, written, any_pure, key).value_or(0.0);
        };
        if (const auto of = fields.whole("of")) published.of = static_cast<std::uint64_t>(*of);
        if (const auto events = fields.whole("events"))
            published.events = static_cast<std::uint64_t>(*events);
        const Node* value = fields.part("value");
        if (published.events.has_value() == (value != nullptr) || (published.events && !published.of) ||
            (published.events && *published.events > *published.of)) {
            refuse(node.at, fmt::format("the result of '{}' is not clear", target.name)).help =
                "{events: 24, of: 90}, with at most as many events; or {value: 0.27, ci95: [0.18, 0.36]}";
            return false;
        }
        published.value = value != nullptr
                              ? number(*value, "value")
                              : static_cast<double>(*published.events) / static_cast<double>(*published.of);
        if (const Node* se = fields.part("se")) published.se = number(*se, "se");
        if (const Node* interval = fields.part("ci95")) {
            if (interval->kind != Node::Kind::list || interval->items.size() != 2) {
                refuse(interval->at, "'ci95' is not a list of two numbers");
                return false;
            }
            published.low = number(interval->items[0], "ci95");
            published.high = number(interval->items[1], "ci95");
            if (!(*published.low < *published.high))
                refuse(interval->at, "'ci95' does not rise").advice = "write the lower number first";
        }
        if (const Node* source = fields.word("source")) published.source = source->text;
        if (const Node* note = fields.word("note")) published.note = note->text;
        return loading_.found.error_count() == before;
    }

    /// A target whose likelihood can be computed.
    void add(Target target, bool is_ratio, const Mark& at)
    {
        const Published& published = target.published;
        const bool has_interval = published.low.has_value();
        target.likelihood = published.events ? Likelihood::binomial
                            : is_ratio       ? Likelihood::lognormal
                                             : Likelihood::normal;
        if (const Node* said = child(node_, "likelihood"))
            target.likelihood = said->text == "binomial" ? Likelihood::binomial
                                : said->text == "normal" ? Likelihood::normal
                                                         : Likelihood::lognormal;
        if (target.likelihood == Likelihood::binomial && !published.events) {
            refuse(at,
                   fmt::format("'{}' has no denominator: its result is not 'events' of so many", target.name))
                .help = "publish it as {events: 24, of: 90}, or write 'likelihood: normal'";
            return;
        }
        const bool is_log = target.likelihood == Likelihood::lognormal;
        if (is_log && !(published.value > 0.0 && has_interval && *published.low > 0.0)) {
            refuse(at, fmt::format("'{}' needs a value and a 'ci95' above 0 to be lognormal", target.name))
                .advice = "add 'ci95: [low, high]' to 'published', or write 'likelihood: normal'";
            return;
        }
        if (target.likelihood == Likelihood::normal && !has_interval &&
            !(published.se && *published.se > 0.0)) {
            refuse(at, fmt::format("the sampling error of '{}' is not known", target.name)).advice =
                "add 'ci95: [low, high]' or 'se' to 'published'";
            return;
        }
        if (std::ranges::find(study_.targets, target.name, &Target::name) != study_.targets.end()) {
            refuse(at, fmt::format("'{}' is a target twice", target.name)).advice = "remove one";
            return;
        }
        study_.targets.push_back(std::move(target));
    }

    Loading& loading_;
    const Node& node_;
    const std::string& folder_;
    Study& study_;
};

}  // namespace

void load_target(Loading& loading, const Node& node, const std::string& folder, Study& study)
{
    const auto before = loading.found.error_count();
    if (!check_keys(loading, node, "target", "the target")) return;
    if (loading.found.error_count() == before) TargetReader(loading, node, folder, study).read();
}

}  // namespace txpath
