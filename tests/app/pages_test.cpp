// pages_test.cpp -- help, man page and completion say all that is in the tables.
#include <catch2/catch.hpp>
#include <set>
#include <string>

#include "app/command_table.hpp"
#include "app/completion.hpp"
#include "app/help.hpp"
#include "app/man_page.hpp"
#include "base/text.hpp"

using namespace txpath;
using namespace txpath::app;

namespace {

bool holds(const std::string& page, const std::string& text)
{
    return page.find(text) != std::string::npos;
}

}  // namespace

TEST_CASE("every flag a command names is in the table, and every flag of the table is used", "[app]")
{
    std::set<std::string_view> used;
    for (const Command& command : all_commands())
        for (const auto key : words_of(command.flags)) {
            INFO(command.name << " " << key);
            CHECK(key_of(flag(key)) == key);
            used.insert(key);
        }
    for (const std::string_view common : {"quiet", "verbose", "color", "help"}) used.insert(common);
    CHECK(used.size() == all_flags().size());
}

TEST_CASE("help on a command shows its usage, flags and examples", "[app]")
{
    const std::string page = help_on(*find_command("graph"));

    CHECK(page ==
          R"(Print the pathways as a diagram for Graphviz or Mermaid.

usage: txpath graph SCENARIO [flags]

  SCENARIO  A scenario file (YAML).

flags:
  --format dot|mermaid       Write Graphviz DOT (the usual one) or Mermaid.
  --set PATH=VALUE           Give the value at PATH of the scenario another VALUE; may be
                             repeated.
  -q, --quiet                Say nothing on standard error but errors.
  -v, --verbose              Show notes too, and how long each phase took.
  --color auto|always|never  Use colour: auto is on a terminal, unless NO_COLOR is set or TERM
                             is dumb.
  -h, --help                 Print help with examples.

examples:
  txpath graph clinic.yaml | dot -Tsvg > clinic.svg
      draw the pathways with Graphviz
  txpath graph clinic.yaml --format mermaid
      text for a Markdown page
)");
}

TEST_CASE("the overview and the man page know every command", "[app]")
{
    const std::string page = man_page("1.2.3");
    for (const Command& command : all_commands()) {
        INFO(command.name);
        CHECK(holds(overview(), "  " + std::string{command.name} + " "));
        CHECK(holds(page, ".SS txpath " + std::string{command.name}));
    }
    CHECK(page.rfind(".TH TXPATH 1 \"\" \"txpath 1.2.3\"", 0) == 0);
    CHECK(holds(page, ".B 130\ninterrupted by Ctrl\\-C, after a clean stop\n"));
}

TEST_CASE("no line of the man page is mistaken for a request", "[app]")
{
    const std::set<std::string_view> requests{".TH", ".SH", ".SS", ".TP", ".PP", ".B",
                                              ".I",  ".nf", ".fi", ".RS", ".RE"};
    const std::string page = man_page("1.2.3");
    for (const auto line : split(page, '\n'))
        if (line.starts_with('.')) CHECK(requests.contains(line.substr(0, line.find(' '))));
}

TEST_CASE("completion of each shell knows every command and every flag", "[app]")
{
    for (const std::string_view shell : {"bash", "zsh", "fish"}) {
        const std::string script = completion_script(shell);
        for (const Command& command : all_commands()) {
            INFO(shell << " " << command.name);
            CHECK(holds(script, std::string{group_of(command)}));
            CHECK(holds(script, std::string{last_word_of(command)}));
        }
        for (const Flag& each : all_flags()) {
            INFO(shell << " --" << each.name);
            CHECK(holds(script, (shell == "fish" ? "-l " : "--") + std::string{each.name}));
        }
    }
}
