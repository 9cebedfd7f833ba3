// tree_test.cpp -- claims about reading YAML; whole messages are compared.
#include "scenario/tree.hpp"

#include <catch2/catch.hpp>

using namespace txpath;

namespace {

std::string mistakes_in(const std::string& text)
{
    Sources sources;
    Diagnostics found;
    const auto& file = sources.add(source_of("a.yaml", "a.yaml", text));
    (void)parse_yaml(file, text, found);
    found.sort();
    return render(found);
}

}  // namespace

TEST_CASE("nodes know their places, in characters", "[tree]")
{
    const std::string text =
        "\xEF\xBB\xBFna\xC3\xAFve: {rate: 0.2 per year, to: \"a b\"}\r\nlist: [x, y]\r\n";
    Sources sources;
    Diagnostics found;
    const auto& file = sources.add(source_of("a.yaml", "a.yaml", text));
    const Node root = parse_yaml(file, text, found);
    REQUIRE(found.empty());
    const Node& inner = root.find("na\xC3\xAFve")->value;
    const Entry& rate = *inner.find("rate");
    CHECK(rate.key_at.column == 9);
    CHECK(rate.value.text == "0.2 per year");
    CHECK(rate.value.at.column == 15);
    CHECK(rate.value.at.length == 12);
    CHECK(inner.find("to")->value.is_quoted);
    CHECK(inner.find("to")->value.at.length == 5);
    CHECK(root.find("list")->key_at.line == 2);
    CHECK(root.find("list")->value.items[1].at.column == 11);
}

TEST_CASE("what YAML allows and the language does not is refused, all at once", "[tree]")
{
    CHECK(mistakes_in("abc: 2\nb: &x {c: [*x], <<: 3}\nd: !foo 3\nabc: 7\n---\nf: 2\n") ==
          "a.yaml:2:4: error: anchors (&name) are not part of the language\n"
          "    2 | b: &x {c: [*x], <<: 3}\n"
          "      |    ^~~~~ name the value under 'parameters' and write $name\n"
          "a.yaml:2:12: error: aliases (*name) are not part of the language\n"
          "    2 | b: &x {c: [*x], <<: 3}\n"
          "      |            ^~ write the value out, or name it under 'parameters' and write $name\n"
          "a.yaml:2:17: error: merge keys (<<) are not part of the language\n"
          "    2 | b: &x {c: [*x], <<: 3}\n"
          "      |                 ^~ use 'extends' or 'include'\n"
          "a.yaml:3:4: error: tags (!foo) are not part of the language\n"
          "    3 | d: !foo 3\n"
          "      |    ^~~~~~ leave it out\n"
          "a.yaml:4:1: error: duplicate key 'abc'\n"
          "    4 | abc: 7\n"
          "      | ^~~ first given at a.yaml:1:1\n"
          "a.yaml:5:1: error: a second document starts here\n"
          "    5 | ---\n"
          "      | ^~~ keep one document a file\n");
}

TEST_CASE("tabs, controls, other encodings and bad bytes are refused before parsing", "[tree]")
{
    CHECK(mistakes_in("a:\n\tb: 1\n") ==
          "a.yaml:2:1: error: a tab stands in the indentation\n"
          "    2 |     b: 1\n"
          "      | ^~~~ write spaces: YAML does not allow tabs here\n");
    CHECK(mistakes_in(std::string("a: \x01\n")) ==
          "a.yaml:1:4: error: control character 0x01 in the text\n"
          "    1 | a: \xEF\xBF\xBD\n"
          "      |    ^ remove it\n");
    CHECK(mistakes_in("\xFF\xFE"
                      "a") == "a.yaml: error: the file is written in UTF-16\n      | save it as UTF-8\n");
    CHECK(mistakes_in("a: \xC3(\n") ==
          "a.yaml:1:4: error: byte 0xc3 is not UTF-8\n"
          "    1 | a: \xEF\xBF\xBD(\n"
          "      |    ^ save the file as UTF-8\n");
}

TEST_CASE("32 levels are read and 33 are refused", "[tree]")
{
    CHECK(mistakes_in(std::string(32, '[') + std::string(32, ']')).empty());
    const auto text = mistakes_in(std::string(33, '[') + std::string(33, ']'));
    CHECK(text.substr(0, text.find('\n')) == "a.yaml:1:33: error: the text is nested deeper than 32 levels");
    const auto deep = mistakes_in(std::string(15000, '['));
    CHECK(deep.substr(0, deep.find('\n')) == "a.yaml:1:401: error: the text is nested deeper than 32 levels");
}

TEST_CASE("a file that is too large is refused", "[tree]")
{
    CHECK(mistakes_in(std::string((std::size_t{4} << 20) + 1, 'a')) ==
          "a.yaml: error: the file has 4194305 bytes\n help | a scenario file may have at most 4 MiB\n");
    std::string many = "a:\n";
    for (int k = 0; k < 200000; ++k) many += "- 1\n";
    const auto text = mistakes_in(many);
    CHECK(text.substr(text.find("error")).substr(0, 43) == "error: the file has more than 200,000 value");
}

TEST_CASE("broken YAML is explained", "[tree]")
{
    CHECK(mistakes_in("a: [1, 2\nb: 3\n") ==
          "a.yaml:2:2: error: a list that was opened with '[' is not closed\n"
          "    2 | b: 3\n"
          "      |  ^ write ']' or a comma\n");
    CHECK(mistakes_in("a: 1\n b: 2\n") ==
          "a.yaml:2:3: error: a ':' stands where no key can end\n"
          "    2 |  b: 2\n"
          "      |   ^ put the text in quotes if it contains ': '\n");
    CHECK(mistakes_in("a: \"x\nb: 1\n") ==
          "a.yaml:1:4: error: a text in quotes is not closed\n"
          "    1 | a: \"x\n"
          "      |    ^~ close the quotes\n");
}

TEST_CASE("an empty value is at its key", "[tree]")
{
    const std::string text = "a:\n\nb: 1\n";
    Sources sources;
    Diagnostics found;
    const auto& file = sources.add(source_of("a.yaml", "a.yaml", text));
    const Node root = parse_yaml(file, text, found);
    CHECK(root.entries[0].value.is_null());
    CHECK(root.entries[0].value.at.line == 1);
}
