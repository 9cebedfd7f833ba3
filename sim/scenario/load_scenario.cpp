// load_scenario.cpp -- from files to a Scenario, or to every mistake in them.
//
// Owns      the order in which the parts of a scenario are read.
// Promises  one call reports all mistakes, in file order, and none that only follows from another.
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "scenario/arms.hpp"
#include "scenario/explain.hpp"
#include "scenario/explore_parts.hpp"
#include "scenario/overlay.hpp"
#include "scenario/packed.hpp"
#include "scenario/sections.hpp"
#include "scenario/study_file.hpp"
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
    note_held(loading, root);
    load_named_values(loading, root);
    declare_names(loading, root);
    load_section(loading, root, "economics", load_economics);
    load_section(loading, root, "population", load_people);
    load_section(loading, root, "clinicians", load_clinicians);
    load_section(loading, root, "system", load_system);
    load_section(loading, root, "resources", load_resources);
    load_section(loading, root, "levels", load_levels);
    if (const Node* counters = child(root, "counters")) load_counters(loading, *counters);
    load_section(loading, root, "tracks", load_tracks);
    load_section(loading, root, "outputs", load_outputs);
    load_section(loading, root, "run", load_run);
    load_policies(loading, root);
    load_section(loading, root, "barriers", load_barriers);
    load_section(loading, root, "trial", load_trial);
}

/// Shares that are read somewhere, once and in order, and the clinicians' scenario on the same footing.
void share(Loading& loading)
{
    Scenario& scenario = loading.scenario;
    auto& shares = scenario.shared.shares;
    shares = std::move(loading.shares);
    const auto key = [](const Reading& one) { return std::pair(one.subject, one.state); };
    std::sort(shares.begin(), shares.end(),
              [&](const Reading& a, const Reading& b) { return key(a) < key(b); });
    shares.erase(std::unique(shares.begin(), shares.end()), shares.end());
    if (!scenario.shared.clinicians) return;
    Scenario theirs = std::move(loading.aside.scenario);
    for (Attribute& attribute : theirs.people.attributes) attribute.name = "clinician_" + attribute.name;
    theirs.name = scenario.name;
    theirs.time = scenario.time;
    theirs.run = scenario.run;
    theirs.parameters = scenario.parameters;
    theirs.references = scenario.references;
    theirs.lines = scenario.lines;
    theirs.shared.system = scenario.shared.system;
    theirs.shared.shares = shares;
    scenario.shared.clinicians->scenario = std::make_shared<const Scenario>(std::move(theirs));
}

void keep_lines(const Sources& sources, Scenario& scenario)
{
    for (const auto& file : sources.all()) scenario.lines[file->shown] = file->lines;
}

/// What is left of the mistakes when there are only warnings and notes.
Checked<Scenario> finish(Loading& loading, const Overlaid& whole, OwnTexts texts)
{
    loading.scenario.data_files = data_files_of(whole.root, whole.root_folder, loading.found);
    loading.found.sort();
    if (loading.found.has_errors()) return std::move(loading.found);
    Scenario& scenario = loading.scenario;
    scenario.unsourced = loading.unsourced.size();
    order_parameters(scenario, loading.aside.scenario);
    if (texts == OwnTexts::written) {
        scenario.effective_text = effective_text(whole.root, scenario);
        scenario.explained_text =
            explained_text(whole.root, scenario, loading.aside.scenario, loading.unsourced);
    }
    scenario.unsourced_numbers = std::move(loading.unsourced);
    keep_lines(loading.sources, scenario);
    share(loading);
    scenario.warnings.append(loading.found);
    return std::move(scenario);
}

}  // namespace

Checked<Scenario> load_overlaid(Sources& sources, const Overlaid& whole, std::string name, Diagnostics found,
                                OwnTexts texts)
{
    if (found.has_errors()) {  // a tree with holes would only give mistakes that follow from these
        found.sort();
        return found;
    }
    Loading loading{.sources = sources, .root_folder = whole.root_folder, .found = std::move(found)};
    loading.scenario.name = std::move(name);
    load_sections(loading, whole.root);
    if (!loading.found.has_errors()) check_whole(loading, whole.root);
    return finish(loading, whole, texts);
}

namespace {

/// The scenario of each arm of its trial.
Checked<Scenario> with_arms(Sources& sources, const Overlaid& whole, Scenario scenario)
{
    Trial trial = *scenario.trial;
    Diagnostics found;
    for (Arm& arm : trial.arms) {
        Overlaid own = whole;
        Diagnostics laying;
        lay_arm(scenario, arm.name, own.root, laying);
        auto loaded = load_overlaid(sources, own, scenario.name, std::move(laying), OwnTexts::written);
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

/// Mistakes say in which scenario they are.
Diagnostics without_barrier(const Barrier& barrier, const Diagnostics& mistakes)
{
    Diagnostics found;
    for (Diagnostic one : mistakes.all()) {
        one.message = fmt::format("without barrier '{}': {}", barrier.name, one.message);
        found.add(std::move(one));
    }
    return found;
}

/// Mistakes that the scenario would have without one of its barriers.
Diagnostics mistakes_without_barriers(Sources& sources, const Overlaid& whole, const Scenario& scenario)
{
    Diagnostics found;
    for (const Barrier& barrier : scenario.shared.barriers) {
        Overlaid without = whole;
        Diagnostics laying;
        const Node remove =
            whole.root.find("barriers")->value.find(barrier.name)->value.find("remove")->value;
        for (const Entry& setting : remove.entries)
            set_node({setting.key, setting.key_at}, setting.value, without.root, laying);
        const auto loaded =
            load_overlaid(sources, without, scenario.name, std::move(laying), OwnTexts::left_out);
        if (!loaded) found.append(without_barrier(barrier, loaded.why_not()));
    }
    found.sort();
    return found;
}

/// Mistakes that the scenario would have with the controls of its page for a class at their ends.
Diagnostics mistakes_at_ends(Sources& sources, const Overlaid& whole, const std::string& name,
                             const Explore& explore)
{
    Diagnostics found;
    for (const ControlEnd end : {ControlEnd::lowest, ControlEnd::highest}) {
        Overlaid there = whole;
        Diagnostics laying;
        lay_controls(explore, end, there.root, laying);
        const auto loaded = load_overlaid(sources, there, name, std::move(laying), OwnTexts::left_out);
        if (loaded) continue;
        for (Diagnostic one : loaded.why_not().all()) {
            one.message = fmt::format("with the controls at their {} ends: {}",
                                      end == ControlEnd::lowest ? "lowest" : "highest", one.message);
            found.add(std::move(one));
        }
    }
    found.sort();
    return found;
}

/// The page for a class that a scenario offers, tried at both ends of its controls.
Checked<std::optional<Explore>> checked_explore(Sources& sources, const Overlaid& whole,
                                                const Scenario& scenario)
{
    Diagnostics found;
    auto explore = read_explore(sources, whole, scenario, found);
    if (explore) check_starts(*explore, whole.root, found);
    if (explore && !found.has_errors())
        found.append(mistakes_at_ends(sources, whole, scenario.name, *explore));
    found.sort();
    if (found.has_errors()) return found;
    return explore;
}

Checked<Scenario> load_whole(Sources& sources, const Overlaid& whole, std::string name, Diagnostics found)
{
    auto loaded = load_overlaid(sources, whole, std::move(name), std::move(found), OwnTexts::written);
    if (!loaded) return loaded;
    if (auto mistakes = mistakes_without_barriers(sources, whole, loaded.value()); mistakes.has_errors())
        return mistakes;
    Diagnostics
        of_page;  // where its controls may stand is no matter of a run, which may set any of their numbers
    (void)read_explore(sources, whole, loaded.value(), of_page);
    if (of_page.has_errors()) return of_page;
    if (loaded.value().trial != nullptr) loaded = with_arms(sources, whole, std::move(loaded.value()));
    if (loaded) loaded.value().files_read = sources.paths();
    return loaded;
}

}  // namespace

Checked<Scenario> load_scenario(const std::string& path, const std::vector<Override>& overrides)
{
    Sources sources;
    Diagnostics found;
    const Overlaid whole = overlay(sources, path, overrides, found);
    return load_whole(sources, whole, std::filesystem::path(path).stem().string(), std::move(found));
}

Checked<Scenario> load_scenario_set(const std::string& path, const std::vector<Entry>& settings,
                                    const std::vector<Override>& overrides)
{
    Sources sources;
    Diagnostics found;
    Overlaid whole = overlay(sources, path, {}, found);
    if (!found.has_errors()) {
        for (const Entry& one : settings) set_node({one.key, one.key_at}, one.value, whole.root, found);
        for (const Override& one : overrides) set_path(sources, one, whole.root, found);
    }
    return load_whole(sources, whole, std::filesystem::path(path).stem().string(), std::move(found));
}

Checked<Scenario> load_scenario_text(const std::string& text, const std::vector<Override>& overrides)
{
    Sources sources;
    Diagnostics found;
    const Overlaid whole = overlay_text(sources, text, overrides, found);
    return load_whole(sources, whole, "scenario", std::move(found));
}

Checked<std::optional<Explore>> load_explore(const std::string& path, const std::vector<Override>& overrides)
{
    Sources sources;
    Diagnostics found;
    const Overlaid whole = overlay(sources, path, overrides, found);
    const auto loaded = load_overlaid(sources, whole, std::filesystem::path(path).stem().string(),
                                      std::move(found), OwnTexts::written);
    if (!loaded) return loaded.why_not();
    return checked_explore(sources, whole, loaded.value());
}

}  // namespace txpath
