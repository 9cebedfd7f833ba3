// odd_command.cpp -- `txpath odd`: a draft of the model's description.
#include <fmt/format.h>

#include <filesystem>
#include <system_error>

#include "app/build_facts.hpp"
#include "app/commands.hpp"
#include "app/load_checked.hpp"
#include "base/files.hpp"
#include "txpath/model.hpp"
#include "txpath/report.hpp"

namespace txpath::app {

ExitCode odd(const Invocation& invocation, const Terminal& terminal)
{
    const auto out = invocation.text("out");
    std::error_code error;
    if (out && std::filesystem::exists(*out, error) && !invocation.has("force")) {
        terminal.error(fmt::format("{} is there already; --force replaces it", *out));
        return ExitCode::cannot_create;
    }
    const auto loaded = load_checked(invocation);
    if (!loaded) return refuse(loaded.why_not(), terminal);
    const auto model = compile(loaded.value(), base_case(loaded.value()));
    if (!model) return refuse(model.why_not(), terminal);

    const std::string page = odd_text(
        loaded.value(), {.version = std::string{version()}, .fingerprint = model.value().fingerprint()});
    if (!out) {
        terminal.data(page);
        return ExitCode::ok;
    }
    write_file(*out, page);
    terminal.talk(fmt::format("wrote {}; its last section lists what you have still to write", *out));
    return ExitCode::ok;
}

}  // namespace txpath::app
