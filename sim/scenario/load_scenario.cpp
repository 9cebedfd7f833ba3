// load_scenario.cpp -- from files to a Scenario, or to every mistake in them.
//
// Owns      the order in which the parts of a scenario are read.
// Promises  one call reports all mistakes, in file order, and none that only follows from another.
#include <fmt/format.h>

#include <filesystem>

#include "scenario/arms.hpp"
#include "scenario/explain.hpp"
#include "scenario/overlay.hpp"
#include "scenario/sections.hpp"
#include "txpath/trial.hpp"

namespace txpath {

namespace {

using Section = void (*)(Loading&, const Node&);

void load_section(Loading& loading, const Node& root, std::string_view key, Section section)
{
    const Node* node = child(root, key);
    if (node != nullptr && node->kind == Node::Kind::mapping) section(loading, *node);
}

void load_texts(Loading& loading, const Node& root)
{
    const Fields fields{loading, root, "scenario", ""};
    if (const Node* title = fields.word("title")) loading.scenario.title = title->text;
    if (const Node* description = fields.word("description"))
        loading.scenario.description = description->text;
}

void load_sections(Loading& loading, const Node& root)
{
    if (!check_keys(loading, root, "scenario", "the scenario")) return;
    load_texts(loading, root);
    load_section(loading, root, "time", load_time);
    load_named_values(loading, root);
    declare_names(loading, root);
    load_section(loading, root, "economics", load_economics);
    load_section(loading, root, "population", load_people);
    load_section(loading, root, "levels", load_levels);
    if (const Node* counters = child(root, "counters")) load_counters(loading, *counters);
    load_section(loading, root, "tracks", load_tracks);
    load_section(loading, root, "outputs", load_outputs);
    load_section(loading, root, "run", load_run);
    load_section(loading, root, "trial", load_trial);
}

void keep_lines(const Sources& sources, Scenario& scenario)
{
    for (const auto& file : sources.all()) scenario.lines[file->shown] = file->lines;
}

/// What is left of the mistakes when there are only warnings and notes.
Checked<Scenario> finish(Loading& loading, const Overlaid& whole)
{
    loading.scenario.data_files = data_files_of(whole.root, whole.root_folder, loading.found);
    loading.found.sort();
    if (loading.found.has_errors()) return std::move(loading.found);
    Scenario& scenario = loading.scenario;
    scenario.unsourced = loading.unsourced.size();
    order_parameters(scenario);
    scenario.effective_text = effective_text(whole.root, scenario);
    scenario.explained_text = explained_text(whole.root, scenario, loading.unsourced);
    keep_lines(loading.sources, scenario);
    scenario.warnings.append(loading.found);
    return std::move(scenario);
}

Checked<Scenario> load_one(Sources& sources, const Overlaid& whole, std::string name, Diagnostics found)
{
    if (found.has_errors()) {  // a tree with holes would only give mistakes that follow from these
        found.sort();
        return found;
    }
    Loading loading{.sources = sources, .root_folder = whole.root_folder, .found = std::move(found)};
    loading.scenario.name = std::move(name);
    load_sections(loading, whole.root);
    if (!loading.found.has_errors()) check_whole(loading, whole.root);
    return finish(loading, whole);
}

/// The scenario of each arm of its trial.
Checked<Scenario> with_arms(Sources& sources, const Overlaid& whole, Scenario scenario)
{
    Trial trial = *scenario.trial;
    Diagnostics found;
    for (Arm& arm : trial.arms) {
        Overlaid own = whole;
        Diagnostics laying;
        lay_arm(scenario, arm.name, own.root, laying);
        auto loaded = load_one(sources, own, scenario.name, std::move(laying));
        if (!loaded) {
            found.append(loaded.why_not());
            continue;
        }
        if (!are_alike(scenario, loaded.value())) {
            const Node& arms = whole.root.find("trial")->value.find("arms")->value;
            report(found, arms.find(arm.name)->key_at,
                   fmt::format("arm '{}' has other tracks, states, levels, counters or attributes", arm.name))
                .help = "arms may differ in values, not in what there is";
        }
        arm.scenario = std::make_shared<const Scenario>(std::move(loaded.value()));
    }
    found.sort();
    if (found.has_errors()) return found;
    scenario.trial = std::make_shared<const Trial>(std::move(trial));
    return scenario;
}

Checked<Scenario> load_whole(Sources& sources, const Overlaid& whole, std::string name, Diagnostics found)
{
    auto loaded = load_one(sources, whole, std::move(name), std::move(found));
    if (!loaded || loaded.value().trial == nullptr) return loaded;
    return with_arms(sources, whole, std::move(loaded.value()));
}

}  // namespace

Checked<Scenario> load_scenario(const std::string& path, const std::vector<Override>& overrides)
{
    Sources sources;
    Diagnostics found;
    const Overlaid whole = overlay(sources, path, overrides, found);
    return load_whole(sources, whole, std::filesystem::path(path).stem().string(), std::move(found));
}

Checked<Scenario> load_scenario_text(const std::string& text, const std::vector<Override>& overrides)
{
    Sources sources;
    Diagnostics found;
    const Overlaid whole = overlay_text(sources, text, overrides, found);
    return load_whole(sources, whole, "scenario", std::move(found));
}

}  // namespace txpath
