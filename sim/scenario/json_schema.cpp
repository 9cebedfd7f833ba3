// json_schema.cpp -- the registry as a JSON Schema (draft-07), for editors.
//
// Owns      json_schema, study_schema.
// Promises  a scenario that the loader accepts is accepted by the schema; unknown keys are refused by
//           both. Units and references between names are beyond a schema: it checks shapes and words.
#include <fmt/format.h>

#include <map>
#include <nlohmann/json.hpp>

#include "scenario/schema.hpp"
#include "txpath/study.hpp"

namespace txpath {

namespace {

using Json = nlohmann::ordered_json;

Json refer_to(std::string_view name)
{
    return {{"$ref", fmt::format("#/definitions/{}", name)}};
}

Json any_of(std::initializer_list<Json> choices)
{
    return {{"anyOf", Json(Json::array_t(choices))}};
}

Json map_to(Json value)
{
    return {{"type", "object"}, {"additionalProperties", std::move(value)}};
}

Json list_of(Json item)
{
    return {{"type", "array"}, {"items", std::move(item)}};
}

Json object_of(std::initializer_list<std::pair<std::string_view, Json>> keys)
{
    Json properties = Json::object();
    for (const auto& [name, value] : keys) properties[std::string(name)] = value;
    return {{"type", "object"}, {"properties", properties}, {"additionalProperties", false}};
}

constexpr std::string_view name_pattern = "^[a-z][a-z0-9_]*$";

/// Mappings with free names, each with a place of its own.
Json named(std::string_view inner)
{
    return {{"type", "object"},
            {"patternProperties", {{std::string(name_pattern), refer_to(inner)}}},
            {"additionalProperties", false}};
}

/// `null` removes a key in a file that extends another, wherever it stands.
Json or_null(Json schema)
{
    return any_of({std::move(schema), Json{{"type", "null"}}});
}

Json shape_of(const Key& key)
{
    switch (key.shape) {
        case Shape::text:
        case Shape::name:
            return {{"type", Json::array({"string", "number"})}};
        case Shape::boolean:
            return {{"type", "boolean"}};
        case Shape::integer:
            return {{"type", "integer"}};
        case Shape::number:
            return refer_to("quantity");
        case Shape::value:
            return refer_to("value");
        case Shape::values:
            return map_to(or_null(refer_to("value")));
        case Shape::one_of: {
            Json words = Json::array();
            for (const auto word : words_of(key.words)) words.push_back(std::string(word));
            return {{"enum", words}};
        }
        case Shape::place:
            return refer_to(key.inner);
        case Shape::named_places: {
            Json schema = named(key.inner);
            schema["patternProperties"][std::string(name_pattern)] = or_null(refer_to(key.inner));
            return schema;
        }
        case Shape::place_list:
            return list_of(refer_to(key.inner));
        case Shape::names:
            return refer_to("names");
        case Shape::special:
            return refer_to("form_" + std::string(key.inner));
    }
    return Json::object();
}

Json bounded(const Key& key, Json schema)
{
    if (key.shape != Shape::integer) return schema;
    if (key.at_least) schema["minimum"] = static_cast<std::int64_t>(*key.at_least);
    if (key.at_most) schema["maximum"] = static_cast<std::int64_t>(*key.at_most);
    return schema;
}

/// The example as an editor inserts it: numbers as numbers, everything else as text.
Json example_of(const Key& key)
{
    if (const auto number = parse_number(key.example)) {
        if (key.shape == Shape::integer) return static_cast<std::int64_t>(*number);
        return *number;
    }
    if (key.example == "true") return true;
    return std::string(key.example);
}

Json property_of(const Key& key)
{
    Json schema = or_null(bounded(key, shape_of(key)));
    schema["title"] = std::string(key.name);
    std::string description(key.sentence);
    if (key.shape == Shape::number || key.shape == Shape::value)
        description += fmt::format(" ({})", name_of(key.dimension));
    schema["description"] = description;
    if (!key.fallback.empty()) schema["default"] = std::string(key.fallback);
    schema["examples"] = Json::array({example_of(key)});
    return schema;
}

/// Required keys are not required here: a file that extends another gives only what changes.
Json definition_of(const Place& place)
{
    Json properties = Json::object();
    for (const auto& key : place.keys) properties[std::string(key.name)] = property_of(key);
    return {{"title", std::string(place.title)},
            {"description", std::string(place.sentence)},
            {"type", "object"},
            {"properties", properties},
            {"additionalProperties", false}};
}

void define_forms(Json& definitions)
{
    const Json value = refer_to("value");
    const Json quantity = refer_to("quantity");
    const Json text = {{"type", "string"}};
    const Json names = refer_to("names");
    const Json shares = map_to(or_null(value));
    const Json interval = {{"type", "array"}, {"items", quantity}, {"minItems", 2}, {"maxItems", 2}};
    const std::map<std::string_view, Json> forms{
        {"references", any_of({text, map_to(Json::object())})},
        {"file_list", names},
        {"branch", any_of({text, shares,
                           object_of({{"dirichlet", refer_to("distribution_dirichlet")},
                                      {"source", text},
                                      {"note", text}})})},
        {"start", any_of({text, map_to(any_of({text, value, shares, Json{{"type", "null"}}}))})},
        {"states_of_track", names},
        {"ratios", map_to(or_null(any_of({value, refer_to("ratio")})))},
        {"odds_ratios", map_to(or_null(map_to(or_null(any_of({value, refer_to("ratio")})))))},
        {"condition",
         {{"type", "object"},
          {"properties", {{"not", refer_to("form_condition")}, {"any", list_of(refer_to("form_condition"))}}},
          {"additionalProperties", any_of({names, refer_to("comparison"), Json{{"type", "null"}}})}}},
        {"toward", any_of({value, map_to(or_null(value))})},
        {"half_life", any_of({value, refer_to("half_life")})},
        {"piecewise", map_to(value)},
        {"moves", map_to(or_null(text))},
        {"categories", any_of({names, shares})},
        {"counters", map_to(or_null(Json{{"type", "integer"}}))},
        {"given", map_to(map_to(map_to(any_of({value, shares}))))},
        {"parameters", map_to(or_null(value))},
        {"perspectives", map_to(or_null(names))},
        {"argument", value},  // an attribute's law may have uncertain arguments
        {"interval", interval},
        {"counts", map_to(quantity)},
        {"state_names", names},
        {"event_names", names},
        {"target_value", quantity},
        {"moment", quantity},
        {"fixed_attributes", map_to(or_null(text))},
        {"settings", map_to(Json::object())},
        {"control_settings", map_to(or_null(Json{{"type", Json::array({"number", "boolean"})}}))},
        {"group", any_of({text, refer_to("group")})},
        {"window", any_of({text, interval})},
        {"endpoint_value", quantity},
        {"endpoint_interval", interval},
        {"bound", quantity},
        {"money_list", list_of(quantity)},
        {"value_groups", map_to(names)},
        {"value_ranges", list_of(any_of({text, refer_to("value_range")}))},
        {"value_range_or_path", any_of({text, refer_to("value_range")})},
        {"capacity", any_of({value, map_to(or_null(any_of({text, value})))})},
        {"order", any_of({Json{{"enum", Json::array({"first_come"})}}, refer_to("order")})},
        {"network", any_of({Json{{"enum", Json::array({"complete", "none"})}}, refer_to("network")})},
        {"half_width", quantity},
        {"policy_set", map_to(or_null(value))},
    };
    for (const auto& form : all_forms()) {
        Json schema = forms.at(form.name);
        schema["description"] = std::string(form.sentence);
        definitions["form_" + std::string(form.name)] = std::move(schema);
    }
}

/// A schema of files whose top is one of the registry's places.
std::string schema_of(std::string_view top, std::string_view title)
{
    Json definitions = Json::object();
    definitions["quantity"] = {{"description", "a number, or a text with its unit"},
                               {"type", Json::array({"number", "string"})}};
    definitions["value"] = any_of({refer_to("quantity"), refer_to("uncertain")});
    definitions["names"] =
        any_of({Json{{"type", "string"}}, list_of(Json{{"type", Json::array({"string", "number"})}})});
    for (const auto& place : all_places()) definitions[std::string(place.name)] = definition_of(place);
    define_forms(definitions);
    const Json schema{{"$schema", "http://json-schema.org/draft-07/schema#"},
                      {"title", title},
                      {"allOf", Json::array({refer_to(top)})},
                      {"definitions", definitions}};
    return schema.dump(2) + "\n";
}

}  // namespace

std::string json_schema()
{
    return schema_of("scenario", "txpath scenario, language version 1");
}

std::string study_schema()
{
    return schema_of("study", "txpath study, language version 1");
}

}  // namespace txpath
