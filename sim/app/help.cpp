#include "app/help.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <vector>

#include "base/text.hpp"

namespace txpath::app {

namespace {

constexpr std::size_t page_width = 96;

/// Words filled into lines of the page's width, each line but the first indented.
std::string filled(std::string_view text, std::size_t indent)
{
    std::string page;
    std::size_t column = indent;
    for (const auto word : words_of(text)) {
        if (column > indent && column + 1 + word.size() > page_width) {
            page += fmt::format("\n{:{}}", "", indent);
            column = indent;
        } else if (column > indent) {
            page += ' ';
            ++column;
        }
        page += word;
        column += word.size();
    }
    return page;
}

struct Row {
    std::string left;
    std::string_view right;
};

/// Two columns, the second filled.
std::string table(const std::vector<Row>& rows)
{
    std::size_t width = 0;
    for (const Row& row : rows) width = std::max(width, row.left.size());
    std::string page;
    for (const Row& row : rows)
        page += fmt::format("  {:<{}}  {}\n", row.left, width, filled(row.right, width + 4));
    return page;
}

Row row_of(const Command& command)
{
    return {std::string{command.name}, command.sentence};
}

}  // namespace

std::string spelling(const Flag& flag)
{
    std::string text = fmt::format("--{}", flag.name);
    if (flag.letter != '\0') text = fmt::format("-{}, {}", flag.letter, text);
    if (flag.takes == Takes::choice) return fmt::format("{} {}", text, joined(words_of(flag.choices), "|"));
    return flag.value.empty() ? text : fmt::format("{} {}", text, flag.value);
}

std::string usage_line(const Command& command)
{
    if (command.argument.empty()) return fmt::format("txpath {} [flags]", command.name);
    return command.is_argument_required
               ? fmt::format("txpath {} {} [flags]", command.name, command.argument)
               : fmt::format("txpath {} [{}] [flags]", command.name, command.argument);
}

std::string overview()
{
    std::vector<Row> commands;
    for (const Command& command : all_commands()) commands.push_back(row_of(command));
    return fmt::format(
        "{}\n\nusage: txpath COMMAND [flags]\n\ncommands:\n{}\n"
        "start here:\n  txpath init clinic.yaml    a scenario to begin with\n"
        "  txpath run clinic.yaml     simulate it\n\n"
        "txpath COMMAND --help explains a command; txpath --version prints the version.\n",
        about(), table(commands));
}

std::string help_on_group(std::string_view group)
{
    std::vector<Row> rows;
    for (const Command* command : commands_of(group)) rows.push_back(row_of(*command));
    return fmt::format(
        "usage: txpath {0} COMMAND [flags]\n\ncommands:\n{1}\ntxpath {0} COMMAND --help explains "
        "a command.\n",
        group, table(rows));
}

std::string help_on(const Command& command)
{
    std::string page = fmt::format("{}\n\nusage: {}\n", command.sentence, usage_line(command));
    if (!command.argument.empty())
        page += fmt::format("\n{}", table({{std::string{command.argument}, command.argument_sentence}}));

    std::vector<Row> flags;
    for (const Flag* flag : flags_of(command)) flags.push_back({spelling(*flag), flag->sentence});
    page += fmt::format("\nflags:\n{}", table(flags));

    if (command.examples.empty()) return page;
    page += "\nexamples:\n";
    for (const Example& example : command.examples)
        page += fmt::format("  {}\n      {}\n", example.line, example.sentence);
    return page;
}

}  // namespace txpath::app
