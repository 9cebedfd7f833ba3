// strata_test.cpp -- which people a stratum of the tables holds.
#include <catch2/catch.hpp>

#include "txpath/economics.hpp"

using namespace txpath;

namespace {

Scenario with_attributes(const std::vector<std::pair<std::string, std::vector<std::string>>>& attributes)
{
    Scenario scenario;
    for (const auto& [name, categories] : attributes) {
        Attribute attribute;
        attribute.name = name;
        attribute.is_categorical = true;
        attribute.categories = categories;
        scenario.outputs.by.push_back(scenario.people.attributes.next_id());
        scenario.people.attributes.push_back(attribute);
    }
    return scenario;
}

}  // namespace

TEST_CASE("without attributes to report by there is one stratum of one cell", "[strata]")
{
    const auto found = strata(with_attributes({}));

    REQUIRE(found.size() == 1);
    CHECK(found[0].name == "all");
    CHECK(found[0].cells == std::vector<std::size_t>{0});
}

TEST_CASE("one attribute gives everybody and each category, without crossings", "[strata]")
{
    const auto found = strata(with_attributes({{"sex", {"female", "male"}}}));

    REQUIRE(found.size() == 3);
    CHECK(found[0].cells == std::vector<std::size_t>{0, 1});
    CHECK(found[1].name == "sex=female");
    CHECK(found[1].cells == std::vector<std::size_t>{0});
    CHECK(found[2].name == "sex=male");
    CHECK(found[2].cells == std::vector<std::size_t>{1});
}

TEST_CASE("two attributes give their categories and then every crossing, the first attribute outermost",
          "[strata]")
{
    const auto found =
        strata(with_attributes({{"coverage", {"none", "private", "public"}}, {"sex", {"female", "male"}}}));

    REQUIRE(found.size() == 1 + 3 + 2 + 6);
    CHECK(found[0].cells == std::vector<std::size_t>{0, 1, 2, 3, 4, 5});
    CHECK(found[2].name == "coverage=private");
    CHECK(found[2].cells == std::vector<std::size_t>{2, 3});
    CHECK(found[5].name == "sex=male");
    CHECK(found[5].cells == std::vector<std::size_t>{1, 3, 5});
    CHECK(found[6].name == "coverage=none;sex=female");
    CHECK(found[9].name == "coverage=private;sex=male");
    CHECK(found[9].cells == std::vector<std::size_t>{3});
}
