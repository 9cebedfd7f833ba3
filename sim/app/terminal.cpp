#include "app/terminal.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <cstdlib>

#include "base/text.hpp"

namespace txpath::app {

namespace {

std::string_view environment(const char* name)
{
    const char* value = std::getenv(name);
    return value == nullptr ? std::string_view{} : std::string_view{value};
}

bool wants_colour(const Invocation& invocation, Stream stream)
{
    const auto wish = invocation.text("color").value_or("auto");
    if (wish != "auto") return wish == "always";
    return environment("NO_COLOR").empty() && can_rewrite_lines(stream);
}

void write(std::FILE* stream, std::string_view text)
{
    std::fwrite(text.data(), 1, text.size(), stream);
}

struct Paint {
    std::string_view word, code;
};
constexpr std::array paints{Paint{": error: ", "1;31"}, Paint{": warning: ", "1;33"},
                            Paint{": note: ", "1;36"}};

std::string painted(std::string_view text, std::string_view code)
{
    return fmt::format("\x1b[{}m{}\x1b[0m", code, text);
}

/// `file:line:column: error: message`, the caret line, the help line; anything else as it is.
std::string coloured_line(std::string_view line)
{
    for (const auto& [word, code] : paints)
        if (const auto at = line.find(word); at != std::string_view::npos && !line.starts_with(' '))
            return fmt::format("{}: {}: {}", painted(line.substr(0, at), "1"),
                               painted(word.substr(2, word.size() - 4), code), line.substr(at + word.size()));
    const auto bar = line.find(" | ");
    if (bar == std::string_view::npos || line.find_first_not_of(' ') != bar + 1) return std::string{line};
    return fmt::format("{}{}", line.substr(0, bar + 3), painted(line.substr(bar + 3), "32"));
}

}  // namespace

Terminal::Terminal(const Invocation& invocation)
    : is_quiet_(invocation.has("quiet")),
      is_verbose_(invocation.has("verbose") && !invocation.has("quiet")),
      colours_output_(wants_colour(invocation, Stream::output)),
      colours_talk_(wants_colour(invocation, Stream::talk))
{
}

Terminal::Terminal(const Invocation& invocation, std::string& instead) : Terminal(invocation)
{
    instead_ = &instead;
    colours_talk_ = false;
}

void Terminal::say(std::string_view text) const
{
    if (instead_ == nullptr)
        write(stderr, text);
    else
        *instead_ += text;
}

void Terminal::data(std::string_view text) const
{
    write(stdout, text);
}

void Terminal::talk(std::string_view text) const
{
    if (!is_quiet_) say(fmt::format("{}\n", text));
}

void Terminal::detail(std::string_view text) const
{
    if (is_verbose_) say(fmt::format("{}\n", text));
}

void Terminal::error(std::string_view text) const
{
    const auto word = colours_talk_ ? painted("error:", "1;31") : std::string{"error:"};
    say(fmt::format("txpath: {} {}\n", word, text));
}

void Terminal::show(const Diagnostics& found) const
{
    Diagnostics shown;
    for (const Diagnostic& each : found.all()) {
        const bool is_wanted = each.severity == Severity::error ||
                               (each.severity == Severity::warning ? !is_quiet_ : is_verbose_);
        if (is_wanted) shown.add(each);
    }
    show_all(shown);
}

void Terminal::show_all(const Diagnostics& found) const
{
    if (found.empty()) return;
    const auto text = render(found);
    say(colours_talk_ ? coloured(text) : text);
    if (!text.ends_with('\n')) say("\n");
}

bool Terminal::has_colour(Stream stream) const noexcept
{
    return stream == Stream::output ? colours_output_ : colours_talk_;
}

bool Terminal::is_utf8() noexcept
{
    // The first of these that is set decides, as in setlocale.
    for (const char* name : {"LC_ALL", "LC_CTYPE", "LANG"})
        if (const auto value = environment(name); !value.empty())
            return value.find("UTF-8") != std::string_view::npos ||
                   value.find("utf8") != std::string_view::npos;
    return false;
}

bool is_terminal(Stream stream) noexcept
{
    return ::isatty(stream == Stream::output ? STDOUT_FILENO : STDERR_FILENO) == 1;
}

bool can_rewrite_lines(Stream stream) noexcept
{
    return is_terminal(stream) && environment("TERM") != "dumb";
}

bool flush_output() noexcept
{
    return std::fflush(stdout) == 0 && std::ferror(stdout) == 0;
}

std::string coloured(std::string_view rendered)
{
    std::string page;
    for (const auto line : split(rendered, '\n')) page += fmt::format("{}\n", coloured_line(line));
    if (!page.empty()) page.pop_back();
    return page;
}

}  // namespace txpath::app
