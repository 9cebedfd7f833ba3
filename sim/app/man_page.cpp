#include "app/man_page.hpp"

#include <fmt/format.h>

#include "app/command_table.hpp"
#include "app/exit_codes.hpp"
#include "app/help.hpp"

namespace txpath::app {

namespace {

/// Text that troff reads as itself.
std::string plain(std::string_view text)
{
    std::string safe;
    if (text.starts_with('.') || text.starts_with('\'')) safe = "\\&";
    for (const char letter : text) {
        if (letter == '\\')
            safe += "\\e";
        else if (letter == '-')
            safe += "\\-";
        else
            safe += letter;
    }
    return safe;
}

std::string section(const Command& command)
{
    std::string page = fmt::format(".SS {}\n{}\n", plain(usage_line(command)), plain(command.sentence));
    for (const Flag* flag : flags_of(command))
        page += fmt::format(".TP\n.B {}\n{}\n", plain(spelling(*flag)), plain(flag->sentence));
    for (const Example& example : command.examples)
        page += fmt::format(".PP\n{}:\n.PP\n.nf\n.RS\n{}\n.RE\n.fi\n", plain(example.sentence),
                            plain(example.line));
    return page;
}

}  // namespace

std::string man_page(std::string_view version)
{
    std::string page = fmt::format(
        ".TH TXPATH 1 \"\" \"txpath {}\" \"User Commands\"\n.SH NAME\ntxpath \\- simulate treatment "
        "pathways\n"
        ".SH SYNOPSIS\n.B txpath\n.I COMMAND\n[flags]\n.SH DESCRIPTION\n{}.\nScenarios are YAML files; "
        "results are CSV files in a run folder. Data goes to standard output, talk to standard error.\n"
        ".SH COMMANDS\n",
        version, plain(about()));
    for (const Command& command : all_commands()) page += section(command);
    page += ".SH EXIT STATUS\n";
    for (const ExitMeaning& exit : exit_meanings())
        page += fmt::format(".TP\n.B {}\n{}\n", exit.code, plain(exit.meaning));
    page +=
        ".SH ENVIRONMENT\n.TP\n.B NO_COLOR\nNo colour, unless \\-\\-color always says otherwise.\n"
        ".TP\n.B TERM\nNo colour and no rewritten lines if it is dumb.\n";
    return page;
}

}  // namespace txpath::app
