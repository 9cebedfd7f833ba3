// doctor_command.cpp -- `txpath doctor`: what this build is, what the machine has, are the numbers right?
#include <fmt/format.h>

#include <clocale>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "app/build_facts.hpp"
#include "app/commands.hpp"
#include "app/grants.hpp"
#include "app/process.hpp"
#include "app/progress.hpp"
#include "app/run_plan.hpp"
#include "app/self_test.hpp"
#include "base/draw_batch.hpp"

namespace txpath::app {

namespace {

struct Finding {
    std::string what, value;
    bool is_wrong = false;
};

std::string said(const char* name)
{
    const char* value = std::getenv(name);
    return value == nullptr ? "not set" : value;
}

std::vector<Finding> build_findings()
{
    std::string list;
    for (const auto& [name, number] : libraries())
        list += fmt::format("{}{} {}", list.empty() ? "" : ", ", name, number);
    return {{"version", fmt::format("{} ({})", version(), commit())},
            {"compiler", compiler()},
            {"flags", std::string{compiler_flags()}},
            {"libraries", list}};
}

std::vector<Finding> machine_findings()
{
    const auto free = free_disk_bytes("output");
    const auto spoken = [](std::uint64_t bytes) { return spoken_bytes(static_cast<double>(bytes)); };
    const Grants granted = grants(surroundings());
    std::vector<Finding> findings{{"processors", fmt::format("{} usable", least(granted.processors).amount)}};
    for (const auto& [source, amount] : granted.processors)
        findings.push_back({"  " + source, fmt::format("{}", amount)});
    if (granted.pinned) findings.push_back({"  pinned", *granted.pinned, true});
    findings.push_back({"vectors", std::string{vector_target()}});
    findings.push_back({"memory", spoken(least(granted.memory).amount)});
    for (const auto& [source, amount] : granted.memory) findings.push_back({"  " + source, spoken(amount)});
    for (const auto& mistake : granted.mistakes) findings.push_back({"scheduler", mistake, true});
    findings.push_back(
        {"disk", free ? fmt::format("{} free here", spoken(*free)) : "unknown", !free.has_value()});
    findings.push_back({"locale", fmt::format("LC_ALL {}, LANG {}", said("LC_ALL"), said("LANG"))});
    return findings;
}

Finding compared(std::string what, const std::string& found, std::string_view stored)
{
    if (found == stored) return {std::move(what), fmt::format("{}, as it must be", found)};
    return {std::move(what), fmt::format("{}, but must be {}", found, stored), true};
}

std::vector<Finding> test_findings(int threads)
{
    const auto name = fmt::format("self-test, {} thread{}", threads, threads == 1 ? "" : "s");
    const auto test = self_test(threads);
    if (!test) return {{name, render(test.why_not()), true}};
    const SelfTest& found = test.value();
    return {{name, fmt::format("ran in {}", spoken_seconds(found.seconds))},
            compared("  model", found.model, stored_fingerprints().model),
            compared("  counts", found.tables, stored_fingerprints().tables)};
}

std::vector<Finding> all_findings()
{
    std::vector<Finding> findings = build_findings();
    for (auto& each : machine_findings()) findings.push_back(std::move(each));
    for (const int threads : {1, 3})
        for (auto& each : test_findings(threads)) findings.push_back(std::move(each));
    return findings;
}

std::string as_text(const std::vector<Finding>& findings)
{
    std::string page;
    for (const Finding& each : findings)
        page += fmt::format("{} {:<22}  {}\n", each.is_wrong ? "!!" : "  ", each.what, each.value);
    return page;
}

std::string as_json(const std::vector<Finding>& findings)
{
    auto list = nlohmann::ordered_json::array();
    for (const Finding& each : findings)
        list.push_back({{"what", each.what}, {"value", each.value}, {"ok", !each.is_wrong}});
    return list.dump(2) + "\n";
}

}  // namespace

ExitCode doctor(const Invocation& invocation, const Terminal& terminal)
{
    const auto findings = all_findings();
    std::size_t wrong = 0;
    for (const Finding& each : findings) wrong += each.is_wrong ? 1 : 0;
    if (invocation.has("json")) {
        terminal.data(as_json(findings));
    } else {
        terminal.data(as_text(findings));
        terminal.data(wrong == 0 ? "no problems detected\n"
                                 : fmt::format("{} problem{}: lines that begin with !!\n", wrong,
                                               wrong == 1 ? "" : "s"));
    }
    return wrong == 0 ? ExitCode::ok : ExitCode::bug;
}

}  // namespace txpath::app
