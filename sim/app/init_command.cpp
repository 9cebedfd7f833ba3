// init_command.cpp -- `txpath init`: a first scenario and the schema beside it.
#include <fmt/format.h>

#include <filesystem>
#include <optional>
#include <string>

#include "app/commands.hpp"
#include "app/first_scenario.hpp"
#include "base/files.hpp"
#include "txpath/scenario.hpp"

namespace txpath::app {

namespace {

/// Write a whole file; the exit code when that fails.
std::optional<ExitCode> write(const std::filesystem::path& path, std::string_view text, const Terminal& terminal)
{
    const auto failure = write_file(path.string(), text);
    if (!failure) return std::nullopt;
    terminal.error(failure->sentence());
    return failure->kind == FileError::Kind::cannot_create ? ExitCode::cannot_create : ExitCode::io;
}

}  // namespace

ExitCode init(const Invocation& invocation, const Terminal& terminal)
{
    const std::filesystem::path path{invocation.argument()};
    const auto beside = path.parent_path() / schema_file_name;
    std::error_code error;
    if (std::filesystem::exists(path, error) && !invocation.has("force")) {
        terminal.error(fmt::format("{} is there already; --force replaces it", path.string()));
        return ExitCode::cannot_create;
    }
    if (const auto code = write(path, first_scenario(), terminal)) return *code;
    if (std::filesystem::exists(beside, error) && !invocation.has("force"))
        terminal.talk(fmt::format("{} was there already and is left as it is", beside.string()));
    else if (const auto code = write(beside, json_schema(), terminal))
        return *code;
    terminal.talk(fmt::format("wrote {}; now: txpath run {}", path.string(), path.string()));
    return ExitCode::ok;
}

}  // namespace txpath::app
