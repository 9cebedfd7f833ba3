// tree_parse_line_test.cpp -- settings read in a browser mean what they mean on the command line.
#include "scenario/tree_parse_line.hpp"

#include <fmt/format.h>

#include <array>
#include <catch2/catch.hpp>
#include <random>
#include <string>
#include <string_view>

using namespace txpath;

namespace {

using Parser = Node (*)(const SourceFile&, const std::string&, Diagnostics&);

struct Read {
    bool is_accepted = false;
    std::string tree, mistakes;
};

std::string written(const Mark& mark)
{
    return fmt::format("@{}:{}+{}", mark.line, mark.column, mark.length);
}

/// All that a node says, its places too.
std::string written(const Node& node)
{
    std::string text = written(node.at);
    if (node.kind == Node::Kind::scalar)
        return fmt::format("{}{}<{}>", text, node.is_quoted ? "quoted" : "plain", node.text);
    for (const Node& item : node.items) text += " " + written(item);
    for (const Entry& entry : node.entries)
        text += fmt::format(" {}{}={}", entry.key, written(entry.key_at), written(entry.value));
    return fmt::format("{}({})", node.kind == Node::Kind::list ? "list" : "mapping", text);
}

Read read(Parser parser, const std::string& text)
{
    Sources sources;
    Diagnostics found;
    const Node node = parser(sources.add(source_of("command line", "", text)), text, found);
    return {!found.has_errors(), written(node), render(found)};
}

class Texts {
public:
    explicit Texts(std::uint64_t seed) : luck_(seed) {}

    /// A value as somebody might write it.
    std::string value(int depth)
    {
        switch (one_of(depth > 3 ? 3 : 5)) {
            case 0:
                return pick(plain);
            case 1:
                return '"' + pick(quotable) + '"';
            case 2:
                return '\'' + pick(quotable) + "''" + pick(quotable) + '\'';
            case 3:
                return "[" + several([&] { return value(depth + 1); }) + "]";
            default: {
                std::size_t key = 0;
                return "{" + several([&] { return this->key(key++) + blanks() + value(depth + 1); }) + "}";
            }
        }
    }

    /// Bits of YAML in any order, most of which make no sense.
    std::string nonsense()
    {
        std::string text;
        for (std::size_t left = 1 + one_of(9); left > 0; --left) text += pick(bits);
        switch (one_of(3)) {
            case 0:
                return text;
            case 1:
                return "[" + text + "]";
            default:
                return "{a: " + text + "}";
        }
    }

    std::string blanks() { return std::string(one_of(3), ' '); }

private:
    static constexpr std::array<std::string_view, 14> plain{
        "0.5 per year", "5 %",           "-3",  "1e-3", "true", "null",         "~", "12 -> 40",
        "$rate",        "tracks.ssri.x", "a:b", "é",    "x#y",  "2 USD per day"};
    static constexpr std::array<std::string_view, 8> quotable{
        "", "a b", "6 months", ", ]", "# no comment", "{x: 1}", "é", ": "};
    static constexpr std::array<std::string_view, 60> bits{"[",
                                                           "]",
                                                           "{",
                                                           "}",
                                                           ",",
                                                           ":",
                                                           " ",
                                                           "  ",
                                                           "\"",
                                                           "'",
                                                           "''",
                                                           "#",
                                                           " #",
                                                           "-",
                                                           "- ",
                                                           "?",
                                                           "? ",
                                                           "!",
                                                           "&",
                                                           "*",
                                                           "|",
                                                           ">",
                                                           "%",
                                                           "@",
                                                           "`",
                                                           "~",
                                                           "null",
                                                           "a",
                                                           "b",
                                                           "1 year",
                                                           "0.5",
                                                           "5 %",
                                                           "true",
                                                           "<<",
                                                           "\t",
                                                           "\\",
                                                           "\\n",
                                                           "---",
                                                           "--- ",
                                                           "...",
                                                           "=",
                                                           "é",
                                                           "\xEF\xBB\xBF",
                                                           "\r",
                                                           "\u2028",
                                                           "\u0085",
                                                           "\u00A0",
                                                           ": ",
                                                           ", ",
                                                           "a: ",
                                                           "x:y",
                                                           "b: ",
                                                           "{a: 1}",
                                                           "[1, 2]",
                                                           "\"q r\"",
                                                           "'s'",
                                                           "{a: ",
                                                           "... ",
                                                           "b:",
                                                           "$a"};

    std::size_t one_of(std::size_t count) { return static_cast<std::size_t>(luck_() % count); }

    template <class List>
    std::string pick(const List& list)
    {
        return std::string(list[one_of(list.size())]);
    }

    std::string key(std::size_t number)
    {
        const std::string name = fmt::format("key_{}", number);
        return one_of(4) == 0 ? '"' + name + "\": " : name + ": ";
    }

    template <class One>
    std::string several(const One& one)
    {
        std::string text = blanks();
        for (std::size_t left = one_of(4); left > 0; --left)
            text += one() + blanks() + (left > 1 ? "," : "") + blanks();
        return text;
    }

    std::mt19937_64 luck_;
};

}  // namespace

TEST_CASE("a value that people write on one line is read as the whole parser reads it", "[tree]")
{
    Texts texts(1);
    for (int time = 0; time < 500; ++time) {
        const std::string text =
            texts.blanks() + texts.value(0) + texts.blanks() + (time % 5 == 0 ? " # a comment" : "");
        const Read whole = read(parse_yaml, text), line = read(parse_yaml_line, text);
        INFO(text << "\n" << line.mistakes);
        REQUIRE(whole.is_accepted);
        CHECK(line.is_accepted);
        CHECK(line.tree == whole.tree);
    }
}

TEST_CASE("what is accepted on one line means what the whole parser takes it for, whatever it is", "[tree]")
{
    Texts texts(2);
    int accepted = 0;
    for (int time = 0; time < 5000; ++time) {
        const std::string text = texts.nonsense();
        const Read line = read(parse_yaml_line, text);
        if (!line.is_accepted) continue;
        ++accepted;
        const Read whole = read(parse_yaml, text);
        INFO(text << "\n" << whole.mistakes);
        CHECK(whole.is_accepted);
        CHECK(line.tree == whole.tree);
    }
    CHECK(accepted > 500);
}

TEST_CASE("the longest key and the deepest nesting are those of the whole parser", "[tree]")
{
    for (const std::size_t length : {1024U, 1025U}) {
        const std::string text = "{" + std::string(length, 'k') + ": 1}";
        CHECK(read(parse_yaml_line, text).is_accepted == (length == 1024));
        CHECK(read(parse_yaml, text).is_accepted == (length == 1024));
    }
    for (const std::size_t depth : {31U, 32U, 33U}) {
        const std::string text = std::string(depth, '[') + std::string(depth, ']');
        CHECK(read(parse_yaml_line, text).is_accepted == (depth <= 32));
        CHECK(read(parse_yaml, text).is_accepted == (depth <= 32));
    }
}

TEST_CASE("what YAML has and a setting on one line does without is refused with its place", "[tree]")
{
    const auto refusal = [](const std::string& text) {
        INFO(text);
        CHECK(read(parse_yaml, text).is_accepted);
        return read(parse_yaml_line, text).mistakes;
    };
    const auto said = [](int column, std::string_view shown, std::size_t under, std::string_view message) {
        return fmt::format("command line:1:{}: error: {}\n    1 | {}\n      | {}{} {}\n", column, message,
                           shown, std::string(static_cast<std::size_t>(column) - 1, ' '),
                           "^" + std::string(under - 1, '~'),
                           "write a number, a text, [a, list] or {a: mapping} on one line");
    };
    CHECK(refusal("a: b") == said(2, "a: b", 1, "a mapping stands in braces here"));
    CHECK(refusal("- a") == said(1, "- a", 3, "a list stands in brackets here"));
    CHECK(refusal("[a: 1]") == said(3, "[a: 1]", 1, "a mapping stands in braces here"));
    CHECK(refusal("{a}") == said(3, "{a}", 1, "key 'a' has no ': value'"));
    CHECK(refusal("\"\\n\"") == said(2, "\"\\n\"", 3, "a backslash cannot be used here"));
    CHECK(refusal("# nothing") == said(1, "# nothing", 9, "a value cannot begin with '#'"));
    CHECK(refusal("--- a") == said(1, "--- a", 5, "a value cannot begin with '---'"));
    CHECK(refusal("1\t# a") ==
          said(2, "1    # a", 6, "a tab, a carriage return or a byte order mark cannot be used here"));
}
