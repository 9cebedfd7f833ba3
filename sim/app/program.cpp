#include "app/program.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <new>
#include <string_view>

#include "app/build_facts.hpp"
#include "app/farm.hpp"
#include "app/grants.hpp"
#include "app/process.hpp"
#include "app/progress.hpp"
#include "base/files.hpp"
#include "base/shard.hpp"
#include "txpath/batch.hpp"

namespace txpath::app {

namespace {

Ending error(ExitCode code, std::string_view sentence)
{
    return {code, fmt::format("txpath: error: {}\n", sentence)};
}

}  // namespace

Ending ending_of(const std::exception_ptr& failure)
{
    try {
        std::rethrow_exception(failure);
    } catch (const WriteError& what) {
        return error(what.kind() == WriteError::Kind::cannot_create ? ExitCode::cannot_create : ExitCode::io,
                     what.what());
    } catch (const ShardError& what) {
        return error(ExitCode::io, what.what());
    } catch (const AnswerError& what) {
        return error(ExitCode::io, what.what());
    } catch (const RankFailure& what) {
        return error(what.code(), what.what());
    } catch (const std::bad_alloc&) {
        return error(
            ExitCode::bug,
            fmt::format("out of memory after {}; 'txpath run SCENARIO --dry-run' says how much a run "
                        "needs, and fewer --threads need less",
                        spoken_bytes(static_cast<double>(peak_memory_bytes()))));
    } catch (const std::exception& what) {
        return error(
            ExitCode::bug,
            fmt::format("this is a bug in txpath: {}\nPlease report it with the scenario, the command "
                        "line and this line: txpath {} ({}), {}",
                        what.what(), version(), commit(), compiler()));
    }
}

ExitCode guarded(const std::function<ExitCode()>& work)
{
    try {
        const ExitCode code = work();
        if (flush_output()) return code;
        std::fputs("txpath: error: cannot write to standard output\n", stderr);
        return ExitCode::io;
    } catch (...) {
        const Ending ending = ending_of(std::current_exception());
        std::fputs(ending.text.c_str(), stderr);
        return ending.code;
    }
}

ExitCode say_usage(const UsageError& mistake)
{
    std::fputs(fmt::format("txpath: {}\n", mistake.sentence).c_str(), stderr);
    std::fputs("try: txpath help\n", stderr);
    return ExitCode::usage;
}

ExitCode say_version()
{
    std::fputs(fmt::format("txpath {} ({})\n", version(), commit()).c_str(), stdout);
    return ExitCode::ok;
}

void say_if_pinned(const Invocation& invocation, const Terminal& terminal)
{
    const auto flags = flags_of(invocation.command());
    const bool has_threads =
        std::ranges::any_of(flags, [](const Flag* each) { return each->name == "threads"; });
    if (!has_threads || invocation.has("threads")) return;
    if (const Grants granted = grants(surroundings()); granted.pinned && granted.speaks)
        terminal.talk(*granted.pinned);
}

}  // namespace txpath::app
