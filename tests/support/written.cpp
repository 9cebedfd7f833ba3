// written.cpp -- temporary scenarios and short ways to load them.
#include "support/written.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <atomic>
#include <fstream>
#include <stdexcept>

#include "txpath/model.hpp"

namespace txpath {

namespace {

void replace_all(std::string& text, const std::string& what, const std::string& by)
{
    for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + by.size()))
        text.replace(at, what.size(), by);
}

}  // namespace

WrittenFolder::WrittenFolder()
{
    static std::atomic<int> count{0};
    path_ = std::filesystem::temp_directory_path() / fmt::format("txpath_test_{}_{}", getpid(), count++);
    std::filesystem::create_directories(path_);
}

WrittenFolder::~WrittenFolder()
{
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

std::string WrittenFolder::write(std::string_view name, std::string_view text) const
{
    const auto file = path_ / name;
    std::filesystem::create_directories(file.parent_path());
    std::ofstream(file, std::ios::binary) << text;
    return file.string();
}

std::string mistakes_in(const std::string& path, const std::string& folder)
{
    const auto result = load_scenario(path, {});
    std::string text;
    if (!result) {
        text = render(result.why_not());
    } else if (const auto found = check_pathways(result.value()); found.has_errors()) {
        text = render(found);
    }
    replace_all(text, folder + "/", "");
    return text;
}

std::string mistakes_of(std::string_view text)
{
    const WrittenFolder folder;
    return mistakes_in(folder.write("test.yaml", text), folder.path().string());
}

Scenario loaded(std::string_view text)
{
    const WrittenFolder folder;
    auto result = load_scenario(folder.write("test.yaml", text), {});
    if (!result) throw std::runtime_error(render(result.why_not()));
    return std::move(result.value());
}

StateId state_of(const Scenario& scenario, std::string_view track, std::string_view name)
{
    for (std::size_t i = 0; i < scenario.states.size(); ++i) {
        const State& state = scenario.states[StateId{i}];
        if (state.name == name && scenario.tracks[state.track].name == track) return StateId{i};
    }
    throw std::runtime_error(fmt::format("no state {}.{}", track, name));
}

const Transition& transition_of(const Scenario& scenario, std::string_view track, std::string_view name)
{
    for (const Transition& transition : scenario.transitions)
        if (transition.name == name && scenario.tracks[transition.track].name == track) return transition;
    throw std::runtime_error(fmt::format("no transition {}.{}", track, name));
}

AttributeId attribute_of(const Scenario& scenario, std::string_view name)
{
    for (std::size_t i = 0; i < scenario.people.attributes.size(); ++i)
        if (scenario.people.attributes[AttributeId{i}].name == name) return AttributeId{i};
    throw std::runtime_error(fmt::format("no attribute {}", name));
}

std::string care_scenario(std::string_view sections, std::string_view transitions)
{
    return fmt::format(
        "txpath: 1\n{}\ntime: {{horizon: 2 years, report_every: 1 month}}\n"
        "tracks:\n  care:\n    start: well\n    states: {{well: {{}}, ill: {{}}}}\n    transitions:\n{}\n",
        sections, transitions);
}

}  // namespace txpath
