// cheers_command.cpp -- `txpath cheers`: a draft of the CHEERS 2022 items.
#include <algorithm>
#include <optional>

#include "app/build_facts.hpp"
#include "app/commands.hpp"
#include "app/delivery.hpp"
#include "app/load_checked.hpp"
#include "base/files.hpp"
#include "base/text.hpp"
#include "txpath/cheers.hpp"

namespace txpath::app {

namespace {

/// Does the file compare strategies? What it says is read later, with its mistakes.
bool has_strategies(const std::string& path)
{
    constexpr std::size_t size_cap = std::size_t{4} << 20;  // that of the loader
    const ReadResult file = read_file(path, size_cap);
    const auto lines = split(file.text, '\n');
    return std::ranges::any_of(lines, [](std::string_view line) { return line.starts_with("strategies:"); });
}

/// The page, or why there is none.
Checked<std::string> draft(const Invocation& invocation)
{
    const CheersFacts facts{.version = std::string{version()}};
    if (has_strategies(invocation.argument())) {
        const auto study = load_decision(invocation.argument(),
                                         {.set = overrides_of(invocation), .reference = std::nullopt});
        if (!study) return study.why_not();
        return cheers_text(study.value(), facts);
    }
    const auto scenario = load_checked(invocation);
    if (!scenario) return scenario.why_not();
    return cheers_text(scenario.value(), facts);
}

}  // namespace

ExitCode cheers(const Invocation& invocation, const Terminal& terminal)
{
    if (const auto code = obstacle_to_page(invocation, terminal)) return *code;
    const auto page = draft(invocation);
    if (!page) return refuse(page.why_not(), terminal);
    return deliver_page(page.value(), invocation, terminal);
}

}  // namespace txpath::app
