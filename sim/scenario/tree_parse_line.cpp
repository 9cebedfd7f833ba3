#include "scenario/tree_parse_line.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"
#include "scenario/source_text.hpp"

namespace txpath {

namespace {

constexpr std::size_t depth_cap = 32;
constexpr std::size_t key_cap = 1024;  // of yaml-cpp, up to the colon
using Kind = Node::Kind;

/// Thrown when reading on makes no sense; the reason was reported before.
struct Stop {};

class LineParser {
public:
    LineParser(const SourceFile& file, std::string_view text, Diagnostics& found)
        : file_(file), text_(text), found_(found)
    {
    }

    /// Requires  not blank
    Node parse()
    {
        refuse_what_yaml_takes_apart();
        skip_blanks();
        Node node = value(0);
        skip_blanks();
        if (!is_done() && text_[at_] != '#') stop("the value goes on after its end");
        return node;
    }

private:
    [[nodiscard]] bool is_done() const noexcept { return at_ >= text_.size(); }
    void skip_blanks() noexcept
    {
        while (!is_done() && text_[at_] == ' ') ++at_;
    }

    [[noreturn]] void stop(std::string message)
    {
        report(found_, mark_at(file_, 0, std::min(at_, text_.size())), std::move(message)).advice =
            "write a number, a text, [a, list] or {a: mapping} on one line";
        throw Stop{};
    }

    /// Where a tab, a byte order mark or a mark of documents may stand is for a whole parser of YAML to know.
    void refuse_what_yaml_takes_apart()
    {
        for (const std::string_view what : {"\t", "\r", "\xEF\xBB\xBF"}) {
            at_ = std::min(text_.find(what), text_.size());
            if (!is_done()) stop("a tab, a carriage return or a byte order mark cannot be used here");
        }
        at_ = 0;
        for (const std::string_view what : {"---", "..."})
            if (text_.starts_with(what) && (text_.size() == 3 || text_[3] == ' '))
                stop(fmt::format("a value cannot begin with '{}'", what));
    }

    Node nothing() const
    {
        Node node;
        node.at = mark_at(file_, 0, at_);
        return node;
    }

    Node value(std::size_t depth)
    {
        if (depth == depth_cap) stop("the text is nested deeper than 32 levels");
        switch (text_[at_]) {
            case '[':
                return list(depth);
            case '{':
                return mapping(depth);
            case '"':
            case '\'':
                return quoted();
            default:
                return plain(depth > 0);
        }
    }

    Node quoted()
    {
        Node node = nothing();
        node.is_quoted = true;
        const char quote = text_[at_++];
        for (;; ++at_) {
            if (is_done()) stop("a text in quotes is not closed");
            if (text_[at_] == '\\' && quote == '"') stop("a backslash cannot be used here");
            if (text_[at_] != quote) {
                node.text += text_[at_];
                continue;
            }
            if (quote == '"' || text_.substr(at_, 2) != "''") break;
            node.text += text_[++at_];  // '' is one quote
        }
        ++at_;
        return node;
    }

    Node plain(bool is_in_brackets)
    {
        Node node = nothing();
        if (std::string_view("&*!|>%@`,]}#?").find(text_[at_]) != std::string_view::npos)
            stop(fmt::format("a value cannot begin with '{}'", text_[at_]));
        if (text_.substr(at_, 2) == "- " || text_.substr(at_) == "-") stop("a list stands in brackets here");
        const std::size_t begin = at_;
        for (; !is_done(); ++at_) {
            const char c = text_[at_];
            if (is_in_brackets && std::string_view(",[]{}").find(c) != std::string_view::npos) break;
            if (c == '#' && at_ > begin && text_[at_ - 1] == ' ') break;
            if (c == ':' && is_end_of_key(is_in_brackets)) break;
            if (c == '?' && is_in_brackets) stop("a question mark stands in quotes here");
        }
        if (!is_in_brackets && !is_done() && text_[at_] == ':') stop("a mapping stands in braces here");
        node.text = trimmed(text_.substr(begin, at_ - begin));
        return node;
    }

    /// Does the colon here end a key?
    [[nodiscard]] bool is_end_of_key(bool is_in_brackets) const
    {
        if (at_ + 1 >= text_.size()) return true;
        const char next = text_[at_ + 1];
        return next == ' ' ||
               (is_in_brackets && std::string_view(",]}").find(next) != std::string_view::npos);
    }

    /// What stands between brackets: `item` reads one; true when there is one.
    template <class Item>
    void items(char close, const Item& item)
    {
        ++at_;
        for (;;) {
            skip_blanks();
            if (is_done()) stop(fmt::format("'{}' is missing", close));
            if (text_[at_] == close) break;
            item();
            skip_blanks();
            if (is_done()) stop(fmt::format("'{}' is missing", close));
            if (text_[at_] == close) break;
            if (text_[at_] != ',') stop(fmt::format("a comma or '{}' is missing", close));
            ++at_;
        }
        ++at_;
    }

    Node list(std::size_t depth)
    {
        Node node = nothing();
        node.kind = Kind::list;
        items(']', [&] {
            node.items.push_back(value(depth + 1));
            skip_blanks();
            if (!is_done() && text_[at_] == ':') stop("a mapping stands in braces here");
        });
        return node;
    }

    Node mapping(std::size_t depth)
    {
        Node node = nothing();
        node.kind = Kind::mapping;
        items('}', [&] {
            if (text_[at_] == '[' || text_[at_] == '{') stop("a key must be a plain word");
            const std::size_t begin = at_;
            Node key = value(depth + 1);
            skip_blanks();
            if (at_ - begin > key_cap) stop("a key is longer than 1024 bytes");
            if (is_done() || text_[at_] != ':') stop(fmt::format("key '{}' has no ': value'", key.text));
            if (key.is_null() || key.text == "<<") stop("this key is not part of the language");
            if (node.find(key.text) != nullptr) stop(fmt::format("duplicate key '{}'", key.text));
            ++at_;
            skip_blanks();
            const bool has_value = !is_done() && text_[at_] != ',' && text_[at_] != '}';
            Node held;
            held.at = key.at;
            if (has_value) held = value(depth + 1);
            node.entries.push_back({std::move(key.text), key.at, std::move(held)});
        });
        return node;
    }

    const SourceFile& file_;
    std::string_view text_;
    Diagnostics& found_;
    std::size_t at_ = 0;
};

}  // namespace

Node parse_yaml_line(const SourceFile& file, const std::string& text, Diagnostics& found)
{
    Node nothing;
    nothing.at = {&file, 0, 0, 1};
    if (!check_source(file, text, found)) return nothing;
    if (text.find('\n') != std::string::npos) {
        report(found, nothing.at, "a setting has more than one line").advice = "write it on one";
        return nothing;
    }
    if (text.find_first_not_of(' ') == std::string::npos) return nothing;
    try {
        return LineParser(file, text, found).parse();
    } catch (const Stop&) {
        return nothing;
    }
}

}  // namespace txpath
