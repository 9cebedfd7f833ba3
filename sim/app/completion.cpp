#include "app/completion.hpp"

#include <fmt/format.h>

#include <string>
#include <vector>

#include "app/command_table.hpp"
#include "base/text.hpp"

namespace txpath::app {

namespace {

std::string names_of_commands()
{
    return joined(first_words(), " ");
}

std::vector<std::string_view> groups()
{
    std::vector<std::string_view> found;
    for (const std::string_view word : first_words())
        if (!commands_of(word).empty()) found.push_back(word);
    return found;
}

std::string names_in_group(std::string_view group)
{
    std::vector<std::string_view> names;
    for (const Command* command : commands_of(group)) names.push_back(last_word_of(*command));
    return joined(names, " ");
}

std::string words_for(const Command& command)
{
    std::string words;
    for (const Flag* flag : flags_of(command)) {
        words += fmt::format("--{} ", flag->name);
        if (flag->letter != '\0') words += fmt::format("-{} ", flag->letter);
    }
    return words + std::string{command.argument_choices};
}

bool takes_file(const Command& command)
{
    return !command.argument.empty() && command.argument_choices.empty();
}

// Bash.

std::string bash_value(const Flag& flag)
{
    if (flag.takes == Takes::choice)
        return fmt::format("COMPREPLY=($(compgen -W \"{}\" -- \"$word\")); ", flag.choices);
    if (flag.takes == Takes::folder) return "COMPREPLY=($(compgen -d -- \"$word\")); ";
    return flag.takes == Takes::file ? "COMPREPLY=($(compgen -f -- \"$word\")); " : "";
}

/// What follows a flag; two commands may have flags of one name that take different things.
std::string bash_values()
{
    std::string cases;
    for (const Command& command : all_commands())
        for (const Flag* flag : flags_of(command))
            if (flag->takes != Takes::nothing)
                cases += fmt::format("        \"{} --{}\") {}return ;;\n", command.name, flag->name,
                                     bash_value(*flag));
    return cases;
}

std::string bash_groups()
{
    std::string cases;
    for (const std::string_view group : groups())
        cases += fmt::format(
            "        {0}) if [ \"$COMP_CWORD\" -eq 2 ]; then COMPREPLY=($(compgen -W \"{1}\" -- \"$word\")); "
            "return; "
            "fi\n            command=\"{0} ${{COMP_WORDS[2]}}\" ;;\n",
            group, names_in_group(group));
    return cases;
}

std::string bash_words()
{
    std::string cases;
    for (const Command& command : all_commands())
        cases += fmt::format("        \"{}\") words=\"{}\"; files={} ;;\n", command.name, words_for(command),
                             takes_file(command) ? "yes" : "no");
    return cases;
}

std::string bash_script()
{
    return fmt::format(R"(# bash completion of txpath; made by: txpath completion bash
_txpath() {{
    local word=${{COMP_WORDS[COMP_CWORD]}} before=${{COMP_WORDS[COMP_CWORD-1]}} words="" files=no
    COMPREPLY=()
    if [ "$COMP_CWORD" -eq 1 ]; then
        COMPREPLY=($(compgen -W "{} --help --version" -- "$word"))
        return
    fi
    local command=${{COMP_WORDS[1]}}
    case $command in
{}    esac
    case "$command $before" in
{}    esac
    case $command in
{}    esac
    COMPREPLY=($(compgen -W "$words" -- "$word"))
    if [ "$files" = yes ] && [[ $word != -* ]]; then COMPREPLY+=($(compgen -f -- "$word")); fi
}}
complete -o filenames -F _txpath txpath
)",
                       names_of_commands(), bash_groups(), bash_values(), bash_words());
}

// Zsh.

/// Text within single quotes of a zsh `_arguments` specification.
std::string zsh_quoted(std::string_view text)
{
    std::string safe;
    for (const char letter : text) {
        if (letter == '\'')
            safe += "'\\''";
        else if (letter == '[' || letter == ']' || letter == ':')
            safe += std::string{"\\"} + letter;
        else
            safe += letter;
    }
    return safe;
}

std::string zsh_value(const Flag& flag)
{
    if (flag.takes == Takes::nothing) return {};
    if (flag.takes == Takes::choice) return fmt::format(":{}:({})", flag.value, flag.choices);
    if (flag.takes == Takes::file) return fmt::format(":{}:_files", flag.value);
    return fmt::format(":{}:{}", flag.value, flag.takes == Takes::folder ? "_files -/" : " ");
}

std::string zsh_case(const Command& command)
{
    std::string specs;
    for (const Flag* flag : flags_of(command)) {
        const std::string rest = fmt::format("[{}]{}", zsh_quoted(flag->sentence), zsh_value(*flag));
        specs += fmt::format(" \\\n            '{}--{}{}'", flag->takes == Takes::assignment ? "*" : "",
                             flag->name, rest);
        if (flag->letter != '\0') specs += fmt::format(" \\\n            '-{}{}'", flag->letter, rest);
    }
    if (takes_file(command)) specs += fmt::format(" \\\n            '1:{}:_files'", command.argument);
    if (!command.argument_choices.empty())
        specs += fmt::format(" \\\n            '1:{}:({})'", command.argument, command.argument_choices);
    return fmt::format("        {}) _arguments{} ;;\n", last_word_of(command), specs);
}

std::string zsh_name(std::string_view name, std::string_view sentence)
{
    return fmt::format("        '{}:{}'\n", name, zsh_quoted(sentence));
}

std::string zsh_group(std::string_view group)
{
    std::string names, cases;
    for (const Command* command : commands_of(group)) {
        names += zsh_name(last_word_of(*command), command->sentence);
        cases += zsh_case(*command);
    }
    return fmt::format(R"(        {})
            if (( CURRENT == 2 )); then
                local -a members=(
{}                )
                _describe command members
                return
            fi
            shift words
            (( CURRENT-- ))
            case ${{words[1]}} in
{}            esac ;;
)",
                       group, names, cases);
}

std::string zsh_script()
{
    std::string commands;
    std::string cases;
    for (const std::string_view word : first_words()) {
        const Command* command = find_command(word);
        commands += zsh_name(word, command == nullptr ? "Work with large batches." : command->sentence);
        cases += command == nullptr ? zsh_group(word) : zsh_case(*command);
    }
    return fmt::format(R"(#compdef txpath
# zsh completion of txpath; made by: txpath completion zsh
_txpath() {{
    local -a commands=(
{}    )
    if (( CURRENT == 2 )); then
        _describe command commands
        return
    fi
    shift words
    (( CURRENT-- ))
    case ${{words[1]}} in
{}    esac
}}
compdef _txpath txpath
)",
                       commands, cases);
}

// Fish.

std::string fish_quoted(std::string_view text)
{
    std::string safe;
    for (const char letter : text) {
        if (letter == '\'' || letter == '\\') safe += '\\';
        safe += letter;
    }
    return safe;
}

/// `run` and `batch run` have a word in common.
std::string fish_condition(const Command& command)
{
    const std::string_view group = group_of(command);
    std::string condition = fmt::format("__fish_seen_subcommand_from {}", last_word_of(command));
    if (!group.empty()) return fmt::format("{}; and __fish_seen_subcommand_from {}", condition, group);
    for (const std::string_view other : groups())
        condition += fmt::format("; and not __fish_seen_subcommand_from {}", other);
    return condition;
}

std::string fish_line(const Command& command, const Flag& flag)
{
    std::string line = fmt::format("complete -c txpath -n '{}' -l {}", fish_condition(command), flag.name);
    if (flag.letter != '\0') line += fmt::format(" -s {}", flag.letter);
    if (flag.takes == Takes::choice) line += fmt::format(" -x -a '{}'", flag.choices);
    if (flag.takes == Takes::file) line += " -r -F";
    if (flag.takes == Takes::folder) line += " -x -a '(__fish_complete_directories)'";
    if (flag.takes == Takes::text || flag.takes == Takes::whole_number || flag.takes == Takes::assignment)
        line += " -x";
    return fmt::format("{} -d '{}'\n", line, fish_quoted(flag.sentence));
}

std::string fish_script()
{
    std::string page =
        "# fish completion of txpath; made by: txpath completion fish\ncomplete -c txpath -f\n";
    for (const std::string_view group : groups())
        page += fmt::format(
            "complete -c txpath -n __fish_use_subcommand -a {} -d 'Work with large batches.'\n", group);
    for (const Command& command : all_commands()) {
        const std::string_view group = group_of(command);
        page += fmt::format("complete -c txpath -n {} -a {} -d '{}'\n",
                            group.empty() ? "__fish_use_subcommand"
                                          : fmt::format("'__fish_seen_subcommand_from {}; and not "
                                                        "__fish_seen_subcommand_from {}'",
                                                        group, names_in_group(group)),
                            last_word_of(command), fish_quoted(command.sentence));
        if (takes_file(command))
            page += fmt::format("complete -c txpath -n '{}' -F\n", fish_condition(command));
        if (!command.argument_choices.empty())
            page += fmt::format("complete -c txpath -n '{}' -a '{}'\n", fish_condition(command),
                                command.argument_choices);
        for (const Flag* flag : flags_of(command)) page += fish_line(command, *flag);
    }
    return page;
}

}  // namespace

std::string completion_script(std::string_view shell)
{
    if (shell == "bash") return bash_script();
    return shell == "zsh" ? zsh_script() : fish_script();
}

}  // namespace txpath::app
