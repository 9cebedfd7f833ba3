// cheers_command.cpp -- `txpath cheers`: a draft of the CHEERS 2022 items.
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <optional>
#include <system_error>

#include "app/build_facts.hpp"
#include "app/commands.hpp"
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
    const auto out = invocation.text("out");
    std::error_code error;
    if (out && std::filesystem::exists(*out, error) && !invocation.has("force")) {
        terminal.error(fmt::format("{} is there already; --force replaces it", *out));
        return ExitCode::cannot_create;
    }
    const auto page = draft(invocation);
    if (!page) return refuse(page.why_not(), terminal);
    if (!out) {
        terminal.data(page.value());
        return ExitCode::ok;
    }
    write_file(*out, page.value());
    terminal.talk(fmt::format("wrote {}; its last section lists what you have still to write", *out));
    return ExitCode::ok;
}

}  // namespace txpath::app
