// command_table.hpp -- the registry: every command and every flag of the program, once.
//
// Owns      Flag, Command and their tables; they drive the parser, the help, shell
//           completion and the man page.
// Promises  what is not in the tables is not understood, and what is in them is documented.
#pragma once

#include <span>
#include <string_view>
#include <vector>

namespace txpath::app {

enum class Takes {
    nothing,
    text,
    folder,        ///< completed as a folder
    file,          ///< completed as a file
    whole_number,  ///< at least `Flag::at_least`
    choice,        ///< one of the words of `Flag::choices`
    assignment,    ///< PATH=VALUE; may be given several times
};

struct Flag {
    std::string_view name;  ///< without dashes
    char letter = '\0';     ///< of the short form; '\0': none
    Takes takes = Takes::nothing;
    std::string_view value = {};    ///< what help calls the value
    std::string_view choices = {};  ///< separated by spaces
    unsigned at_least = 0;
    std::string_view sentence = {};
    std::string_view key =
        {};  ///< what Command::flags calls it if another flag has the name too; empty: name
};

struct Example {
    std::string_view line, sentence;
};

struct Command {
    std::string_view name;  ///< one word, or two: of a group of commands, and of one of them
    std::string_view sentence;
    std::string_view argument = {};           ///< what help calls it; empty: takes none
    std::string_view argument_sentence = {};  ///< what it is
    std::string_view argument_choices = {};   ///< separated by spaces; empty: a file
    std::string_view flags = {};              ///< keys of all_flags(), separated by spaces
    std::span<const Example> examples = {};
    bool is_argument_required = true;
    bool is_argument_repeated = false;  ///< takes any number of them
};

[[nodiscard]] std::span<const Command> all_commands();
[[nodiscard]] std::span<const Flag> all_flags();

[[nodiscard]] const Command* find_command(std::string_view name) noexcept;
[[nodiscard]] std::string_view key_of(const Flag& flag) noexcept;
[[nodiscard]] const Flag& flag(std::string_view key);

/// The word that several commands begin with; empty: the command is of no group.
[[nodiscard]] std::string_view group_of(const Command& command) noexcept;
/// The commands of a group, in order; none if there is no such group.
[[nodiscard]] std::vector<const Command*> commands_of(std::string_view group);
/// The last word of its name.
[[nodiscard]] std::string_view last_word_of(const Command& command) noexcept;
/// What may come first on the command line: commands and groups, each once, in order.
[[nodiscard]] std::vector<std::string_view> first_words();

/// The flags of a command with those that every command has, in the order help shows them.
[[nodiscard]] std::vector<const Flag*> flags_of(const Command& command);

/// What txpath is, in one line.
[[nodiscard]] std::string_view about() noexcept;

}  // namespace txpath::app
