// diagnostic.hpp -- what is wrong, where, and what to write instead.
//
// Owns      Span, Diagnostic, Diagnostics and Checked<T>.
// Promises  a Checked<T> holds a value or the reasons there is none; the library never prints, logs or exits.
#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace txpath {

enum class Severity { note, warning, error };

/// Why a run was refused; decides the exit code of the program.
enum class Fault { scenario, missing_input };

/// A place in a scenario file. Lines and columns count from 1; line 0 means the file as a whole.
struct Span {
    std::string file;  ///< as the user would write it, relative to the working folder or the scenario's root
    std::size_t line = 0;
    std::size_t column = 0;
    std::size_t length = 1;  ///< characters to underline
};

struct Diagnostic {
    Severity severity = Severity::error;
    Fault fault = Fault::scenario;
    Span at;
    std::string message;  ///< one lower-case sentence that names the value and the rule
    std::string excerpt;  ///< the offending line as it stands in the file; empty when there is none
    std::string advice;   ///< beside the caret: what to write instead; may be empty
    std::string help;     ///< on a line of its own: what is allowed here; may be empty
};

/// Every mistake found, in the order of files and lines. The first thousand are kept, the rest only counted.
class Diagnostics {
public:
    Diagnostic& add(Diagnostic found);  ///< the reference is good until the next add
    void append(const Diagnostics& other);
    void sort();  ///< by file in order of first mention, then line, then column; drops exact duplicates

    [[nodiscard]] bool has_errors() const noexcept { return errors_ > 0; }
    [[nodiscard]] std::size_t error_count() const noexcept { return errors_; }
    [[nodiscard]] std::size_t dropped_count() const noexcept { return dropped_; }  ///< found but not kept
    [[nodiscard]] bool empty() const noexcept { return found_.empty(); }
    [[nodiscard]] const std::vector<Diagnostic>& all() const noexcept { return found_; }

private:
    std::vector<Diagnostic> found_;
    Diagnostic spare_;  // where the caller of `add` writes when the list is full
    std::size_t errors_ = 0;
    std::size_t dropped_ = 0;
    std::size_t dropped_errors_ = 0;
};

/// The text a person reads: `file:line:column: error: message`, the line, a caret with advice, a help line.
[[nodiscard]] std::string render(const Diagnostic& found);
[[nodiscard]] std::string render(const Diagnostics& found);

/// A value, or the reasons there is none. Never both, never neither.
template <class T>
class [[nodiscard]] Checked {
public:
    Checked(T value) : held_(std::move(value)) {}
    Checked(Diagnostics why) : held_(std::move(why)) {}

    [[nodiscard]] explicit operator bool() const noexcept { return std::holds_alternative<T>(held_); }
    [[nodiscard]] const T& value() const { return std::get<T>(held_); }
    [[nodiscard]] T& value() { return std::get<T>(held_); }
    [[nodiscard]] const Diagnostics& why_not() const { return std::get<Diagnostics>(held_); }

private:
    std::variant<T, Diagnostics> held_;
};

}  // namespace txpath
