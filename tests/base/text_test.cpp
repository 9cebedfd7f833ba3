// text_test.cpp -- claims about the small things done to text.
#include "base/text.hpp"

#include <array>
#include <catch2/catch.hpp>

using namespace txpath;

TEST_CASE("a swap of neighbours is one edit", "[text]")
{
    CHECK(edit_distance("hazard_ratoi", "hazard_ratio") == 1);
    CHECK(edit_distance("kitten", "sitting") == 3);
    CHECK(edit_distance("", "abc") == 3);
    CHECK(edit_distance("rate", "rate") == 0);
}

TEST_CASE("a suggestion is near or is not made", "[text]")
{
    constexpr std::array<std::string_view, 4> names{"rate", "median", "hazard_ratios", "to"};
    CHECK(closest("hazard_ratoi", names) == "hazard_ratios");
    CHECK(closest("medain", names) == "median");
    CHECK_FALSE(closest("probability", names));
    CHECK_FALSE(closest("x", names));
    CHECK_FALSE(closest("", names));
}

TEST_CASE("a number written shortest reads back to the last bit", "[text]")
{
    CHECK(shortest(0.1) == "0.1");
    CHECK(shortest(100000.0) == "100000");
    CHECK(std::stod(shortest(1.0 / 3.0)) == 1.0 / 3.0);
}

TEST_CASE("characters are counted, not bytes", "[text]")
{
    CHECK(character_count("na\xC3\xAFve") == 5);
    CHECK(character_count("\xE2\x82\xAC") == 1);
    CHECK_FALSE(first_bad_byte("\xE2\x82\xAC"));
    CHECK(first_bad_byte("ab\xC0\xAF") == 2);        // overlong '/'
    CHECK(first_bad_byte("\xED\xA0\x80") == 0);      // a surrogate
    CHECK(first_bad_byte("\xF4\x90\x80\x80") == 0);  // beyond Unicode
    CHECK(first_bad_byte("abc\xE2\x82") == 3);       // cut short
}

TEST_CASE("names start with a small letter", "[text]")
{
    CHECK(is_name("line_2"));
    CHECK_FALSE(is_name("Line"));
    CHECK_FALSE(is_name("2nd"));
    CHECK_FALSE(is_name(""));
}
