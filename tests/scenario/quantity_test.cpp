// quantity_test.cpp -- claims about numbers with units; expected values by hand.
#include "scenario/quantity.hpp"

#include <catch2/catch.hpp>

using namespace txpath;

namespace {

double read(std::string_view text, Dimension wanted)
{
    const auto result = parse_quantity(text, wanted);
    INFO(text << ": " << result.error.message);
    REQUIRE(result.quantity);
    return result.quantity->number;
}

std::string refusal(std::string_view text, Dimension wanted)
{
    const auto result = parse_quantity(text, wanted);
    if (result.quantity) return "accepted";
    return result.error.advice.empty() ? result.error.message
                                       : result.error.message + " | " + result.error.advice;
}

}  // namespace

TEST_CASE("a year is 365.25 days, a month a twelfth of it, a week 7 days", "[quantity]")
{
    CHECK(read("1 year", Dimension::duration) == 365.25);
    CHECK(read("2 months", Dimension::duration) == 60.875);
    CHECK(read("12 weeks", Dimension::duration) == 84.0);
    CHECK(read("6 hours", Dimension::duration) == 0.25);
    CHECK(read("90 minutes", Dimension::duration) == 0.0625);
    CHECK(read("86400 seconds", Dimension::duration) == Approx(1.0).epsilon(1e-15));
}

TEST_CASE("every way of writing a number is read", "[quantity]")
{
    CHECK(read("2.8 million", Dimension::pure) == 2800000.0);
    CHECK(read("100 thousand", Dimension::pure) == 100000.0);
    CHECK(read("1e5", Dimension::pure) == 100000.0);
    CHECK(read("-0.5", Dimension::pure) == -0.5);
    CHECK(read("33 %", Dimension::probability) == 0.33);
    CHECK(read("33%", Dimension::probability) == 0.33);
}

TEST_CASE("rates are per day whatever they are written in", "[quantity]")
{
    CHECK(read("0.7 per week", Dimension::rate) == Approx(0.1).epsilon(1e-15));
    CHECK(read("36.525 per year", Dimension::rate) == Approx(0.1).epsilon(1e-15));
    CHECK(read("4.66 per 100 person-years", Dimension::rate) == Approx(4.66 / 36525.0).epsilon(1e-14));
    CHECK(read("4.66 per 1 thousand patient-years", Dimension::rate) ==
          Approx(4.66 / 365250.0).epsilon(1e-14));
    CHECK(read("5 % per year", Dimension::rate) == Approx(0.05 / 365.25).epsilon(1e-14));
    CHECK(read("180 per day", Dimension::amount_rate) == 180.0);
    CHECK(read("3 % per year", Dimension::rate_per_year) == 0.03);
}

TEST_CASE("a probability over time keeps its span", "[quantity]")
{
    const auto result = parse_quantity("33 % within 14 weeks", Dimension::chance_over_time);
    REQUIRE(result.quantity);
    CHECK(result.quantity->number == 0.33);
    CHECK(result.quantity->span == 98.0);
    CHECK(result.quantity->unit == "within 14 weeks");
}

TEST_CASE("money keeps its currency", "[quantity]")
{
    const auto result = parse_quantity("365.25 USD per year", Dimension::money_rate);
    REQUIRE(result.quantity);
    CHECK(result.quantity->number == Approx(1.0).epsilon(1e-15));
    CHECK(result.quantity->currency == "USD");
    CHECK(read("590 USD", Dimension::money) == 590.0);
}

TEST_CASE("dates are days of the Gregorian calendar", "[quantity]")
{
    CHECK(parse_date("1970-01-01") == 0);
    CHECK(parse_date("2000-03-01") == 11017);  // date -u -d 2000-03-01 +%s, divided by 86400
    CHECK(parse_date("2024-02-29") == 19782);
    CHECK(parse_date("1969-12-31") == -1);
    CHECK_FALSE(parse_date("2023-02-29"));
    CHECK_FALSE(parse_date("1900-02-29"));
    CHECK_FALSE(parse_date("2023-13-01"));
    CHECK_FALSE(parse_date("2023-1-1"));
}

TEST_CASE("numbers that only other languages read are refused with advice", "[quantity]")
{
    CHECK(refusal("010", Dimension::pure) ==
          "which has a leading zero | numbers are decimal: write it without");
    CHECK(refusal("0x10", Dimension::pure) ==
          "which is not a decimal number | write it with the digits 0 to 9");
    CHECK(refusal("1e999", Dimension::pure) == "which is too large or too small for a number");
    CHECK(refusal("nan", Dimension::pure) == "which is not a finite number | write a decimal number");
    CHECK(refusal(".inf", Dimension::pure) == "which is not a finite number | write a decimal number");
    CHECK(refusal("1_000", Dimension::pure) == "which has '_' between its digits | write 1000");
    CHECK(refusal("1,000", Dimension::pure) == "which has commas between its digits | write 1000");
    CHECK(refusal("1,5", Dimension::pure) == "which has a decimal comma | write 1.5");
    CHECK(refusal("many", Dimension::pure) == "which is not a number");
}

TEST_CASE("a missing or wrong unit says what to write", "[quantity]")
{
    CHECK(refusal("5 %", Dimension::rate) ==
          "which has no time unit | write '5 % per year', or 'probability: 5 % within 1 year'");
    CHECK(refusal("12", Dimension::duration) ==
          "which has no unit of time | write '12 days', '12 weeks', '12 months' or '12 years'");
    CHECK(refusal("12weeks", Dimension::duration) == "whose number and unit run together | write '12 weeks'");
    CHECK(refusal("12 weks", Dimension::duration) ==
          "whose unit 'weks' is not known | did you mean 'weeks'?");
    CHECK(refusal("590", Dimension::money) == "which has no currency | write '590 USD', for example");
    CHECK(refusal("33", Dimension::probability) == "which is not between 0 and 1 | write '33 %'");
    CHECK(refusal("33 %", Dimension::chance_over_time) ==
          "which does not say by when | write '33 % within 14 weeks', for example");
    CHECK(refusal("0.2 per year", Dimension::duration) ==
          "which is a rate, not a duration | write '12 weeks', for example");
    CHECK(refusal("0.2/year", Dimension::rate) == "which has '/' in it | write 'per', as in '0.2 per year'");
    CHECK(refusal("100 % within 1 year", Dimension::chance_over_time) ==
          "which no finite hazard gives | write a probability below 1, or use 'after'");
    CHECK(refusal("1 year 6 months", Dimension::duration) ==
          "which has a word too many, '6' | write it in one unit, as in '18 months'");
}
