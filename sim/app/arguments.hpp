// arguments.hpp -- from words on the command line to a command with its flags.
//
// Owns      Invocation, UsageError and parse. The .cpp is the only door to CLI11.
// Promises  an Invocation obeys the tables: known flags only, numbers in range, choices among those
//           allowed, the argument there if the command needs one. A UsageError is one sentence,
//           with the nearest right word.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "app/command_table.hpp"

namespace txpath::app {

/// A command with what was said about it.
class Invocation {
public:
    using Values = std::map<std::string_view, std::vector<std::string>>;

    Invocation(const Command& command, std::string argument, Values given)
        : command_(&command), argument_(std::move(argument)), given_(std::move(given))
    {
        if (!argument_.empty()) arguments_.push_back(argument_);
    }
    Invocation(const Command& command, std::vector<std::string> arguments, Values given)
        : command_(&command),
          argument_(arguments.empty() ? std::string{} : arguments.front()),
          arguments_(std::move(arguments)),
          given_(std::move(given))
    {
    }

    [[nodiscard]] const Command& command() const noexcept { return *command_; }
    [[nodiscard]] const std::string& argument() const noexcept { return argument_; }  ///< empty: not given
    [[nodiscard]] const std::vector<std::string>& arguments() const noexcept { return arguments_; }
    [[nodiscard]] bool has(std::string_view flag) const { return given_.contains(flag); }
    [[nodiscard]] std::optional<std::string> text(std::string_view flag) const;
    [[nodiscard]] std::optional<std::uint64_t> number(std::string_view flag) const;
    [[nodiscard]] std::vector<std::string> texts(
        std::string_view flag) const;  ///< of a flag that may be repeated

private:
    const Command* command_;
    std::string argument_;
    std::vector<std::string> arguments_;
    Values given_;
};

struct UsageError {
    std::string sentence;
};

/// What the program was asked for. No command at all is a UsageError; `--version` is the command "version",
/// which is in no table because it is not one a person looks for.
struct VersionWanted {};

using Parsed = std::variant<Invocation, VersionWanted, UsageError>;

/// Read the words after the program's name.
[[nodiscard]] Parsed parse(std::span<const std::string> arguments);

}  // namespace txpath::app
