// init_command.cpp -- `txpath init`: a first scenario and the schema beside it.
#include <fmt/format.h>

#include <filesystem>
#include <system_error>

#include "app/commands.hpp"
#include "app/first_scenario.hpp"
#include "base/files.hpp"
#include "txpath/scenario.hpp"

namespace txpath::app {

ExitCode init(const Invocation& invocation, const Terminal& terminal)
{
    const std::filesystem::path path{invocation.argument()};
    const auto beside = path.parent_path() / schema_file_name;
    std::error_code error;
    if (std::filesystem::exists(path, error) && !invocation.has("force")) {
        terminal.error(fmt::format("{} is there already; --force replaces it", path.string()));
        return ExitCode::cannot_create;
    }
    write_file(path.string(), first_scenario());
    if (std::filesystem::exists(beside, error) && !invocation.has("force"))
        terminal.talk(fmt::format("{} was there already and is left as it is", beside.string()));
    else
        write_file(beside.string(), json_schema());
    terminal.talk(fmt::format("wrote {}; now: txpath run {}", path.string(), path.string()));
    return ExitCode::ok;
}

}  // namespace txpath::app
