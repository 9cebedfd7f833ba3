// main.cpp -- the program: argv to a command, a command to an exit code.
//
// Promises  whatever happens ends in one of the codes of exit_codes.hpp, with a sentence that says why.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <exception>
#include <new>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

#include "app/build_facts.hpp"
#include "app/commands.hpp"
#include "app/grants.hpp"
#include "app/process.hpp"
#include "app/progress.hpp"
#include "app/signals.hpp"
#include "base/files.hpp"
#include "base/shard.hpp"
#include "txpath/batch.hpp"

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

ExitCode say_usage(const UsageError& mistake)
{
    std::fputs(fmt::format("txpath: {}\n", mistake.sentence).c_str(), stderr);
    std::fputs("try: txpath help\n", stderr);
    return ExitCode::usage;
}

/// Before a command that would have liked threads; `--threads` shows that somebody knows.
void say_if_pinned(const Invocation& invocation, const Terminal& terminal)
{
    const auto flags = flags_of(invocation.command());
    const bool has_threads =
        std::ranges::any_of(flags, [](const Flag* each) { return each->name == "threads"; });
    if (!has_threads || invocation.has("threads")) return;
    if (const Grants granted = grants(surroundings()); granted.pinned && granted.speaks)
        terminal.talk(*granted.pinned);
}

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
    std::fputs(fmt::format("txpath {} ({})\n", version(), commit()).c_str(), stdout);
    return ExitCode::ok;
}

ExitCode guarded(std::span<const std::string> arguments)
{
    try {
        const ExitCode code = answer(parse(arguments));
        if (flush_output()) return code;
        std::fputs("txpath: error: cannot write to standard output\n", stderr);
        return ExitCode::io;
    } catch (const WriteError& error) {
        std::fputs(fmt::format("txpath: error: {}\n", error.what()).c_str(), stderr);
        return error.kind() == WriteError::Kind::cannot_create ? ExitCode::cannot_create : ExitCode::io;
    } catch (const ShardError& error) {
        std::fputs(fmt::format("txpath: error: {}\n", error.what()).c_str(), stderr);
        return ExitCode::io;
    } catch (const AnswerError& error) {
        std::fputs(fmt::format("txpath: error: {}\n", error.what()).c_str(), stderr);
        return ExitCode::io;
    } catch (const std::bad_alloc&) {
        std::fputs(fmt::format(
                       "txpath: error: out of memory after {}; 'txpath run SCENARIO --dry-run' says how much "
                       "a run needs, and fewer --threads need less\n",
                       spoken_bytes(static_cast<double>(peak_memory_bytes())))
                       .c_str(),
                   stderr);
    } catch (const std::exception& error) {
        std::fputs(
            fmt::format("txpath: error: this is a bug in txpath: {}\nPlease report it with the scenario, the "
                        "command line and this line: txpath {} ({}), {}\n",
                        error.what(), version(), commit(), compiler())
                .c_str(),
            stderr);
    }
    return ExitCode::bug;
}

}  // namespace

}  // namespace txpath::app

int main(int count, char** words)
{
    txpath::app::listen_for_signals();
    const std::vector<std::string> arguments(words + 1, words + count);
    return static_cast<int>(txpath::app::guarded(arguments));
}
