#include "app/arguments.hpp"

#include <fmt/format.h>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <algorithm>
#include <charconv>
#include <utility>

#include "base/text.hpp"

namespace txpath::app {

namespace {

std::optional<std::uint64_t> whole_number(std::string_view text)
{
    std::uint64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return number;
}

std::string near(std::string_view word, std::span<const std::string_view> candidates, std::string_view dashes)
{
    const auto nearest = closest(word, candidates);
    return nearest ? fmt::format("; did you mean '{}{}'?", dashes, *nearest) : std::string{};
}

/// Why the value of a flag is not one it takes, or nothing.
std::optional<std::string> mistake_in(const Flag& flag, const std::string& value)
{
    switch (flag.takes) {
        case Takes::whole_number:
            if (const auto number = whole_number(value); number && *number >= flag.at_least) return {};
            return flag.at_least == 0
                       ? fmt::format("'--{}' is '{}', which is not a whole number", flag.name, value)
                       : fmt::format("'--{}' is '{}', which is not a whole number of at least {}", flag.name,
                                     value, flag.at_least);
        case Takes::choice: {
            const auto choices = words_of(flag.choices);
            if (std::ranges::find(choices, value) != choices.end()) return {};
            return fmt::format("'--{}' is '{}', but takes {}{}", flag.name, value, joined(choices, ", "),
                               near(value, choices, ""));
        }
        case Takes::assignment:
            if (const auto equals = value.find('='); equals != std::string::npos && equals > 0) return {};
            return fmt::format("'--{}' is '{}', but takes PATH=VALUE", flag.name, value);
        case Takes::folder:
        case Takes::file:
        case Takes::text:
            if (!value.empty()) return {};
            return fmt::format("'--{}' is empty", flag.name);
        case Takes::nothing:
            return {};
    }
    return {};
}

const Flag* flag_named(const Command& command, std::string_view name)
{
    const auto flags = flags_of(command);
    const auto found = std::ranges::find(flags, name, &Flag::name);
    return found == flags.end() ? nullptr : *found;
}

std::optional<std::string> mistake_in(const Command& command, const Invocation::Values& given)
{
    for (const auto& [name, values] : given) {
        const Flag& flag = *flag_named(command, name);
        if (values.size() > 1 && flag.takes != Takes::assignment)
            return fmt::format("'--{}' is given {} times", name, values.size());
        for (const auto& value : values)
            if (auto mistake = mistake_in(flag, value)) return mistake;
    }
    return {};
}

UsageError unknown_flag(const Command& command, std::string_view word)
{
    const std::string_view bare = word.substr(0, word.find('='));
    std::vector<std::string_view> names;
    for (const Flag* flag : flags_of(command)) names.push_back(flag->name);
    const std::string_view name = bare.substr(std::min(bare.find_first_not_of('-'), bare.size()));
    return {fmt::format("'{}' has no flag '{}'{}", command.name, bare, near(name, names, "--"))};
}

UsageError unknown_command(std::string_view word)
{
    const std::vector<std::string_view> names = first_words();
    if (word.starts_with('-'))
        return {fmt::format("'{}' comes before any command; write the command first: txpath COMMAND {}", word,
                            word)};
    if (word.ends_with(".yaml") || word.ends_with(".yml"))
        return {fmt::format("there is no command '{}'; did you mean 'txpath run {}'?", word, word)};
    return {fmt::format("there is no command '{}'{}", word, near(word, names, ""))};
}

/// Words that CLI11 did not know, and those after `--`: the arguments, or mistakes.
std::variant<std::vector<std::string>, UsageError> arguments_among(const Command& command,
                                                                   const std::vector<std::string>& words,
                                                                   std::span<const std::string> after_dashes)
{
    std::vector<std::string> arguments;
    for (const auto& word : words) {
        if (word.size() > 1 && word.starts_with('-')) return unknown_flag(command, word);
        arguments.push_back(word);
    }
    arguments.insert(arguments.end(), after_dashes.begin(), after_dashes.end());
    const std::size_t takes = command.argument.empty() ? 0 : 1;
    if (arguments.size() > takes && !command.is_argument_repeated)
        return UsageError{fmt::format("'{}' takes {}, so '{}' is one too many", command.name,
                                      takes == 0 ? "no argument" : fmt::format("one {}", command.argument),
                                      arguments[takes])};
    return arguments;
}

std::optional<std::string> mistake_in_argument(const Command& command, const std::string& argument)
{
    if (argument.empty()) {
        if (command.argument.empty() || !command.is_argument_required) return {};
        return fmt::format("'{}' needs a {}: txpath {} {}", command.name, command.argument, command.name,
                           command.argument);
    }
    const auto choices = words_of(command.argument_choices);
    // of `help`: two words may name one command
    if (command.name == "help" && find_command(argument) != nullptr) return {};
    if (choices.empty() || std::ranges::find(choices, argument) != choices.end()) return {};
    return fmt::format("'{}' does not know '{}'; it takes {}{}", command.name, argument,
                       joined(choices, ", "), near(argument, choices, ""));
}

Parsed read(const Command& command, const CLI::App& parser, const Invocation::Values& slots,
            std::span<const std::string> after_dashes)
{
    Invocation::Values given;
    for (const Flag* flag : flags_of(command)) {
        const auto count = parser.count(fmt::format("--{}", flag->name));
        if (count > 0) given[flag->name] = slots.at(flag->name);
    }
    if (given.contains("help")) return Invocation{*find_command("help"), std::string{command.name}, {}};
    auto arguments = arguments_among(command, parser.remaining(), after_dashes);
    if (auto* mistake = std::get_if<UsageError>(&arguments)) return std::move(*mistake);
    auto& words = std::get<std::vector<std::string>>(arguments);
    if (auto mistake = mistake_in(command, given)) return UsageError{std::move(*mistake)};
    if (words.empty()) words.emplace_back();
    for (const std::string& word : words)
        if (auto mistake = mistake_in_argument(command, word)) return UsageError{std::move(*mistake)};
    if (words.front().empty()) words.clear();
    return Invocation{command, std::move(words), std::move(given)};
}

void declare(CLI::App& parser, const Command& command, Invocation::Values& slots)
{
    parser.set_help_flag();
    parser.allow_extras();
    for (const Flag* flag : flags_of(command)) {
        auto name = fmt::format("--{}", flag->name);
        if (flag->letter != '\0') name = fmt::format("-{},{}", flag->letter, name);
        if (flag->takes == Takes::nothing) {
            parser.add_flag(name)->disable_flag_override();
            slots[flag->name];
        } else {
            parser.add_option(name, slots[flag->name])->expected(1)->allow_extra_args(false)->take_all();
        }
    }
}

/// CLI11 takes no spaces.
std::string name_in_parser(const Command& command)
{
    std::string name(command.name);
    std::ranges::replace(name, ' ', '-');
    return name;
}

const Command* command_in_parser(std::string_view name)
{
    const auto found = std::ranges::find(all_commands(), name, name_in_parser);
    return found == all_commands().end() ? nullptr : &*found;
}

/// Two words that name one command become one, as the parser knows it; or why they do not.
std::variant<std::vector<std::string>, UsageError> with_groups_joined(std::span<const std::string> arguments)
{
    std::vector<std::string> words(arguments.begin(), arguments.end());
    if (words.front() == "help" && words.size() == 3 && !commands_of(words[1]).empty()) {
        words[1] += ' ' + words[2];
        words.pop_back();
        return words;
    }
    const auto members = commands_of(words.front());
    if (members.empty()) return words;
    std::vector<std::string_view> names;
    for (const Command* member : members) names.push_back(last_word_of(*member));
    if (words.size() == 1 || words[1].starts_with('-')) {
        if (words.size() > 1 && (words[1] == "--help" || words[1] == "-h"))
            return std::vector<std::string>{"help", words.front()};
        return UsageError{fmt::format("'{}' needs a second word: {}", words.front(), joined(names, ", "))};
    }
    const auto found =
        std::ranges::find(members, words[1], [](const Command* member) { return last_word_of(*member); });
    if (found == members.end())
        return UsageError{fmt::format("there is no command '{} {}'{}", words.front(), words[1],
                                      near(words[1], names, words.front() + ' '))};
    words.erase(words.begin());
    words.front() = name_in_parser(**found);
    return words;
}

/// CLI11 begins its messages with the flag's name.
UsageError plain_words(const CLI::ParseError& error, const Command* command)
{
    const std::string_view message = error.what();
    std::string_view name = message.substr(0, message.find_first_of(": "));
    name.remove_prefix(std::min(name.find_first_not_of('-'), name.size()));
    const Flag* flag = command == nullptr ? nullptr : flag_named(*command, name);
    if (flag == nullptr) return {std::string{message}};
    if (flag->takes == Takes::nothing) return {fmt::format("'--{}' takes no value", name)};
    return {fmt::format("'--{}' needs a value: --{} {}", name, name, flag->value)};
}

}  // namespace

std::optional<std::string> Invocation::text(std::string_view flag) const
{
    const auto found = given_.find(flag);
    if (found == given_.end() || found->second.empty()) return std::nullopt;
    return found->second.front();
}

std::optional<std::uint64_t> Invocation::number(std::string_view flag) const
{
    const auto value = text(flag);
    return value ? whole_number(*value) : std::nullopt;
}

std::vector<std::string> Invocation::texts(std::string_view flag) const
{
    const auto found = given_.find(flag);
    return found == given_.end() ? std::vector<std::string>{} : found->second;
}

Parsed parse(std::span<const std::string> given)
{
    if (given.empty()) return UsageError{"no command is given"};
    auto joined_words = with_groups_joined(given);
    if (auto* mistake = std::get_if<UsageError>(&joined_words)) return std::move(*mistake);
    const std::span<const std::string> arguments = std::get<std::vector<std::string>>(joined_words);
    if (arguments.front() == "--version") return VersionWanted{};
    if (arguments.front() == "--help" || arguments.front() == "-h")
        return Invocation{*find_command("help"), std::string{}, {}};

    CLI::App parser;
    parser.set_help_flag();
    parser.allow_extras();
    parser.require_subcommand(0, 1);
    std::map<std::string_view, Invocation::Values> slots;
    for (const Command& command : all_commands())
        declare(*parser.add_subcommand(name_in_parser(command)), command, slots[command.name]);

    // CLI11 ends a command at `--`, so what comes after is kept from it. It takes the words last first.
    const auto dashes = std::ranges::find(arguments, "--");
    const std::span<const std::string> after_dashes{dashes == arguments.end() ? dashes : dashes + 1,
                                                    arguments.end()};
    std::vector<std::string> words(arguments.begin(), dashes);
    std::ranges::reverse(words);
    try {
        parser.parse(std::move(words));
    } catch (const CLI::ParseError& error) {
        return plain_words(error, command_in_parser(arguments.front()));
    }
    if (const auto extras = parser.remaining(); !extras.empty()) return unknown_command(extras.front());
    if (parser.get_subcommands().empty()) return UsageError{"no command is given"};
    const CLI::App* chosen = parser.get_subcommands().front();
    const Command& command = *command_in_parser(chosen->get_name());
    return read(command, *chosen, slots[command.name], after_dashes);
}

}  // namespace txpath::app
