// small_commands.cpp -- commands that only print something: graph, schema, completion, man, help.
#include <fmt/format.h>

#include "app/build_facts.hpp"
#include "app/commands.hpp"
#include "app/completion.hpp"
#include "app/help.hpp"
#include "app/load_checked.hpp"
#include "app/man_page.hpp"
#include "txpath/study.hpp"

namespace txpath::app {

ExitCode graph(const Invocation& invocation, const Terminal& terminal)
{
    // Pathways with mistakes in their shape are drawn all the same: the picture may show what is wrong.
    const auto loaded = load_scenario(invocation.argument(), overrides_of(invocation));
    if (!loaded) return refuse(loaded.why_not(), terminal);
    terminal.data(invocation.text("format") == "mermaid" ? graph_as_mermaid(loaded.value())
                                                         : graph_as_dot(loaded.value()));
    return ExitCode::ok;
}

ExitCode schema(const Invocation& invocation, const Terminal& terminal)
{
    if (invocation.has("reference"))
        terminal.data(language_reference());
    else
        terminal.data(invocation.has("study") ? study_schema() : json_schema());
    return ExitCode::ok;
}

ExitCode completion(const Invocation& invocation, const Terminal& terminal)
{
    terminal.data(completion_script(invocation.argument()));
    return ExitCode::ok;
}

ExitCode man(const Invocation&, const Terminal& terminal)
{
    terminal.data(man_page(version()));
    return ExitCode::ok;
}

ExitCode help(const Invocation& invocation, const Terminal& terminal)
{
    const std::string topic(invocation.argument());
    if (topic.empty())
        terminal.data(overview());
    else if (const Command* command = find_command(topic))
        terminal.data(help_on(*command));
    else
        terminal.data(help_on_group(topic));
    return ExitCode::ok;
}

}  // namespace txpath::app
