#include "app/delivery.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <variant>

#include "app/build_facts.hpp"
#include "app/progress.hpp"
#include "app/signals.hpp"
#include "base/files.hpp"

namespace txpath::app {

namespace {

ExitCode say(const FolderError& error, const Terminal& terminal)
{
    const auto needed =
        error.needed_bytes == 0
            ? std::string{}
            : fmt::format("; about {} are needed", spoken_bytes(static_cast<double>(error.needed_bytes)));
    terminal.error(fmt::format("{}: {}{}", error.path, error.reason, needed));
    return error.kind == FolderError::Kind::cannot_create ? ExitCode::cannot_create : ExitCode::io;
}

}  // namespace

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

std::uint64_t bytes_of(const std::vector<TableEstimate>& tables)
{
    std::uint64_t bytes = 0;
    for (const TableEstimate& table : tables) bytes += table.bytes;
    return bytes;
}

ExitCode say(const WriteError& error, const Need& need, const Terminal& terminal)
{
    const bool says_how_much = error.kind() == WriteError::Kind::io && need.bytes > 0;
    terminal.error(says_how_much ? fmt::format("{}; about {} are needed for {}", error.what(),
                                               spoken_bytes(static_cast<double>(need.bytes)), need.what)
                                 : error.what());
    return static_cast<ExitCode>(error.kind());
}

std::optional<ExitCode> obstacle_to(const std::string& folder_name, std::uint64_t table_bytes,
                                    const Invocation& invocation, const Terminal& terminal)
{
    const auto folder = std::filesystem::path{destination_of(invocation)} / folder_name;
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
        return say(failure, {table_bytes, "tables"}, terminal);
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

ExitCode stopped(const Terminal& terminal)
{
    terminal.talk("stopped; nothing was written");
    return stop_code().value_or(ExitCode::interrupted);
}

ExitCode deliver(const Written& written, const Telling& telling, const Invocation& invocation,
                 const Terminal& terminal)
{
    if (const auto* error = std::get_if<FolderError>(&written)) return say(*error, terminal);
    const auto& folder = std::get<RunFolder>(written);
    if (invocation.has("json")) {
        terminal.data(telling.json(folder));
        return ExitCode::ok;
    }
    const TextStyle style{.is_coloured = terminal.has_colour(Stream::output),
                          .is_ascii = !terminal.is_utf8()};
    terminal.data(telling.text(style));
    terminal.data(fmt::format("files: {}\nreport: txpath report {}\n", folder.path, folder.path));
    return ExitCode::ok;
}

std::optional<ExitCode> obstacle_to_page(const Invocation& invocation, const Terminal& terminal)
{
    const auto out = invocation.text("out");
    std::error_code error;
    if (!out || invocation.has("force") || !std::filesystem::exists(*out, error)) return std::nullopt;
    terminal.error(fmt::format("{} is there already; --force replaces it", *out));
    return ExitCode::cannot_create;
}

ExitCode deliver_page(const std::string& page, const Invocation& invocation, const Terminal& terminal)
{
    const auto out = invocation.text("out");
    if (!out) {
        terminal.data(page);
        return ExitCode::ok;
    }
    write_file(*out, page);
    terminal.talk(fmt::format("wrote {}; its last section lists what you have still to write", *out));
    return ExitCode::ok;
}

std::vector<std::string> warnings_of(const Diagnostics& found)
{
    std::vector<std::string> warnings;
    for (const Diagnostic& each : found.all())
        if (each.severity == Severity::warning) warnings.push_back(each.message);
    return warnings;
}

ManifestFacts facts_so_far(const Stopwatch& watch)
{
    ManifestFacts facts;
    facts.version = version();
    facts.commit = commit();
    facts.compiler = compiler();
    facts.flags = compiler_flags();
    facts.libraries = libraries();
    facts.wall_seconds = watch.wall_seconds();
    facts.cpu_seconds = watch.processor_seconds();
    facts.peak_memory_bytes = peak_memory_bytes();
    return facts;
}

ManifestFacts facts_so_far(const Scenario& scenario, const Stopwatch& watch)
{
    ManifestFacts facts = facts_so_far(watch);
    facts.seed = scenario.run.seed;
    facts.planned_replicates = scenario.run.replicates;
    facts.warnings = warnings_of(scenario.warnings);
    return facts;
}

ManifestFacts facts_so_far(const DecisionStudy& study, const Stopwatch& watch)
{
    ManifestFacts facts = facts_so_far(study.strategies[study.reference].scenario, watch);
    const auto add = [&facts](const Diagnostics& found) {
        for (std::string& warning : warnings_of(found))
            if (std::ranges::find(facts.warnings, warning) == facts.warnings.end())
                facts.warnings.push_back(std::move(warning));
    };
    add(study.warnings);
    for (const Strategy& strategy : study.strategies) add(strategy.scenario.warnings);
    return facts;
}

}  // namespace txpath::app
