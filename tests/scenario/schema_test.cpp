// schema_test.cpp -- claims about the registry, the JSON Schema and the reference page.
#include "scenario/schema.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <set>

#include "scenario/tree.hpp"
#include "txpath/scenario.hpp"

using namespace txpath;

TEST_CASE("every place and form that a key names is in the registry", "[schema]")
{
    std::set<std::string_view> places, forms;
    for (const auto& place : all_places()) CHECK(places.insert(place.name).second);
    for (const auto& form : all_forms()) CHECK(forms.insert(form.name).second);
    for (const auto& place : all_places()) {
        for (const auto& key : place.keys) {
            INFO(place.name << "." << key.name);
            const bool is_place = key.shape == Shape::place || key.shape == Shape::named_places ||
                                  key.shape == Shape::place_list;
            if (is_place) CHECK(places.count(key.inner) == 1);
            if (key.shape == Shape::special) CHECK(forms.count(key.inner) == 1);
        }
    }
}

TEST_CASE("every key has a sentence and a legal example", "[schema]")
{
    for (const auto& place : all_places()) {
        for (const auto& key : place.keys) {
            INFO(place.name << "." << key.name);
            CHECK(key.sentence.size() > 3);
            Sources sources;
            Diagnostics found;
            const std::string text = "x: " + std::string(key.example);
            const auto& file = sources.add(source_of("x", "x", text));
            const Node root = parse_yaml(file, text, found);
            CHECK(found.empty());
            if (key.shape != Shape::number && key.shape != Shape::value) continue;
            const auto result = parse_quantity(key.example, key.dimension);
            REQUIRE(result.quantity);
            if (key.at_least) CHECK(result.quantity->number >= *key.at_least);
            if (key.at_most) CHECK(result.quantity->number <= *key.at_most);
            if (key.above) CHECK(result.quantity->number > *key.above);
        }
    }
}

TEST_CASE("a place knows its keys and no others", "[schema]")
{
    CHECK(find_key(place("transition"), "hazard_ratios") != nullptr);
    CHECK(find_key(place("transition"), "hazard_ratoi") == nullptr);
    for (const auto key : when_keys()) CHECK(find_key(place("transition"), key) != nullptr);
    for (const auto key : attribute_laws()) CHECK(find_key(place("attribute"), key) != nullptr);
    for (const auto key : distribution_keys()) CHECK(find_key(place("uncertain"), key) != nullptr);
}

TEST_CASE("schema and reference page show every key", "[schema]")
{
    const auto schema = json_schema();
    const auto page = language_reference();
    for (const auto& place : all_places()) {
        CHECK(page.find("\n## " + std::string(place.name) + "\n") != std::string::npos);
        for (const auto& key : place.keys) {
            INFO(place.name << "." << key.name);
            CHECK(page.find("`" + std::string(key.name) + "`") != std::string::npos);
            CHECK(schema.find("\"" + std::string(key.name) + "\"") != std::string::npos);
        }
    }
}
