// main.cpp -- the program: argv to a command, a command to an exit code.
#include <fmt/format.h>

#include <array>
#include <stdexcept>
#include <string>
#include <vector>

#include "app/commands.hpp"
#include "app/program.hpp"
#include "app/signals.hpp"

namespace txpath::app {

namespace {

struct Entry {
    std::string_view name;
    ExitCode (*function)(const Invocation&, const Terminal&);
};
constexpr std::array entries{
    Entry{"barriers", barriers},
    Entry{"run", run},
    Entry{"check", check},
    Entry{"graph", graph},
    Entry{"report", report},
    Entry{"open", open},
    Entry{"explore", explore},
    Entry{"odd", odd},
    Entry{"calibrate", calibrate},
    Entry{"validate", validate},
    Entry{"init", init},
    Entry{"schema", schema},
    Entry{"doctor", doctor},
    Entry{"man", man},
    Entry{"completion", completion},
    Entry{"help", help},
    Entry{"compare", compare},
    Entry{"cheers", cheers},
    Entry{"uncertainty", uncertainty},
    Entry{"sensitivity", sensitivity},
    Entry{"batch plan", batch_plan},
    Entry{"batch run", batch_run},
    Entry{"batch status", batch_status},
    Entry{"batch merge", batch_merge},
    Entry{"batch expand", batch_expand},
};

ExitCode carry_out(const Invocation& invocation)
{
    const Terminal terminal{invocation};
    say_if_pinned(invocation, terminal);
    for (const auto& [name, function] : entries)
        if (name == invocation.command().name) return function(invocation, terminal);
    throw std::logic_error(fmt::format("command '{}' has no function", invocation.command().name));
}

ExitCode answer(const Parsed& parsed)
{
    if (const auto* mistake = std::get_if<UsageError>(&parsed)) return say_usage(*mistake);
    if (const auto* invocation = std::get_if<Invocation>(&parsed)) return carry_out(*invocation);
    return say_version();
}

}  // namespace

}  // namespace txpath::app

int main(int count, char** words)
{
    txpath::app::listen_for_signals();
    const std::vector<std::string> arguments(words + 1, words + count);
    return static_cast<int>(
        txpath::app::guarded([&] { return txpath::app::answer(txpath::app::parse(arguments)); }));
}
