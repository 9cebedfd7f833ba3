// terminal.hpp -- what the program says, and where.
//
// Owns      Terminal: data to standard output, talk to standard error, colour only where it is welcome.
// Promises  nothing but data ever reaches standard output; `quiet` silences everything but errors.
#pragma once

#include <string>
#include <string_view>

#include "app/arguments.hpp"
#include "txpath/diagnostic.hpp"

namespace txpath::app {

enum class Stream { output, talk };

class Terminal {
public:
    /// Colour, quiet and verbose as the flags, NO_COLOR and TERM say.
    explicit Terminal(const Invocation& invocation);
    /// Whatever would go to standard error goes to the end of `instead`, which must outlive it; no colour.
    Terminal(const Invocation& invocation, std::string& instead);

    void data(std::string_view text) const;    ///< to standard output, as it is
    void talk(std::string_view text) const;    ///< a line to standard error, unless quiet
    void detail(std::string_view text) const;  ///< a line to standard error, only if verbose
    void error(std::string_view text) const;   ///< `txpath: error: ` and a line to standard error

    /// Diagnostics to standard error: errors always, warnings unless quiet, notes if verbose.
    void show(const Diagnostics& found) const;
    void show_all(const Diagnostics& found) const;  ///< whatever the flags say

    [[nodiscard]] bool has_colour(Stream stream) const noexcept;
    [[nodiscard]] static bool is_utf8() noexcept;  ///< may characters beyond ASCII be written?
    [[nodiscard]] bool is_quiet() const noexcept { return is_quiet_; }
    [[nodiscard]] bool is_verbose() const noexcept { return is_verbose_; }

private:
    void say(std::string_view text) const;

    std::string* instead_ = nullptr;
    bool is_quiet_ = false, is_verbose_ = false;
    bool colours_output_ = false, colours_talk_ = false;
};

[[nodiscard]] bool is_terminal(Stream stream) noexcept;

/// Does the terminal rewrite lines? Not if TERM is dumb.
[[nodiscard]] bool can_rewrite_lines(Stream stream) noexcept;

/// Everything said to standard output so far is there; false when it could not be written.
[[nodiscard]] bool flush_output() noexcept;

/// The text of rendered diagnostics with colour: severities and carets.
[[nodiscard]] std::string coloured(std::string_view rendered);

}  // namespace txpath::app
