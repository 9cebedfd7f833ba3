#include "app/delivery.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <system_error>

#include "app/build_facts.hpp"
#include "app/progress.hpp"
#include "base/files.hpp"

namespace txpath::app {

std::string destination_of(const Invocation& invocation)
{
    return invocation.text("out").value_or("output");
}

int threads_of(const Invocation& invocation)
{
    const auto wish = invocation.number("threads");
    return wish ? static_cast<int>(std::min<std::uint64_t>(*wish, 4096)) : processors();
}

Existing existing_of(const Invocation& invocation)
{
    return invocation.has("force") ? Existing::replace : Existing::refuse;
}

std::optional<ExitCode> obstacle_to(const std::filesystem::path& folder, const Invocation& invocation,
                                    const Terminal& terminal)
{
    std::error_code error;
    if (!invocation.has("force") && std::filesystem::exists(folder, error)) {
        terminal.error(fmt::format("{} is there already; --force replaces it, --out DIR writes elsewhere",
                                   folder.string()));
        return ExitCode::cannot_create;
    }
    try {
        const PendingFolder probe(folder.string(), IfPresent::replace);
        return std::nullopt;
    } catch (const WriteError& failure) {
        terminal.error(failure.what());
        return static_cast<ExitCode>(failure.kind());
    }
}

std::optional<ExitCode> obstacle_to_room(const std::filesystem::path& folder, std::uint64_t needed_bytes,
                                         const Terminal& terminal)
{
    const auto free = free_disk_bytes(folder.string());
    if (!free || needed_bytes <= *free) return std::nullopt;
    terminal.error(fmt::format(
        "{} needs about {} and the disk has {} free; --tables aggregates, --compress gzip or fewer "
        "replicates need less, --out DIR writes elsewhere",
        folder.string(), spoken_bytes(static_cast<double>(needed_bytes)),
        spoken_bytes(static_cast<double>(*free))));
    return ExitCode::io;
}

std::optional<ExitCode> obstacle_to_workbook(const std::vector<TableEstimate>& tables,
                                             const Invocation& invocation, const Terminal& terminal)
{
    if (!invocation.has("xlsx")) return std::nullopt;
    if (!has_workbooks()) {
        terminal.error(
            "--xlsx needs libxlsxwriter, which this build is without; install libxlsxwriter-dev, then "
            "configure "
            "and build txpath anew, or leave out --xlsx");
        return ExitCode::usage;
    }
    if (invocation.text("compress").value_or("none") != "none") {
        terminal.error("--xlsx is made from tables that are not compressed; leave out --xlsx or --compress");
        return ExitCode::usage;
    }
    for (const TableEstimate& table : tables) {
        if (table.rows <= most_workbook_rows) continue;
        terminal.error(fmt::format(
            "{} will have about {} rows and a sheet of a workbook holds {}; leave out --xlsx, or have fewer "
            "replicates, strata or report times",
            table.file, table.rows, most_workbook_rows));
        return ExitCode::usage;
    }
    return std::nullopt;
}

ExitCode say(const FolderError& error, const Terminal& terminal)
{
    const auto needed =
        error.needed_bytes == 0
            ? std::string{}
            : fmt::format("; about {} are needed", spoken_bytes(static_cast<double>(error.needed_bytes)));
    terminal.error(fmt::format("{}: {}{}", error.path, error.reason, needed));
    return error.kind == FolderError::Kind::cannot_create ? ExitCode::cannot_create : ExitCode::io;
}

ManifestFacts facts_so_far(const Scenario& scenario, const Stopwatch& watch)
{
    ManifestFacts facts;
    facts.version = version();
    facts.commit = commit();
    facts.compiler = compiler();
    facts.flags = compiler_flags();
    facts.libraries = libraries();
    facts.seed = scenario.run.seed;
    facts.planned_replicates = scenario.run.replicates;
    for (const Diagnostic& each : scenario.warnings.all())
        if (each.severity == Severity::warning) facts.warnings.push_back(each.message);
    facts.wall_seconds = watch.wall_seconds();
    facts.cpu_seconds = watch.processor_seconds();
    facts.peak_memory_bytes = peak_memory_bytes();
    return facts;
}

}  // namespace txpath::app
