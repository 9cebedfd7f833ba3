// odd_command.cpp -- `txpath odd`: a draft of the model's description.
#include <string>

#include "app/build_facts.hpp"
#include "app/commands.hpp"
#include "app/delivery.hpp"
#include "app/load_checked.hpp"
#include "txpath/model.hpp"
#include "txpath/report.hpp"

namespace txpath::app {

ExitCode odd(const Invocation& invocation, const Terminal& terminal)
{
    if (const auto code = obstacle_to_page(invocation, terminal)) return *code;
    const auto loaded = load_checked(invocation);
    if (!loaded) return refuse(loaded.why_not(), terminal);
    const auto model = compile(loaded.value(), base_case(loaded.value()));
    if (!model) return refuse(model.why_not(), terminal);

    const std::string page = odd_text(
        loaded.value(), {.version = std::string{version()}, .fingerprint = model.value().fingerprint()});
    return deliver_page(page, invocation, terminal);
}

}  // namespace txpath::app
