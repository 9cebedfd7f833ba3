#include "app/batch_plan.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <limits>
#include <nlohmann/json.hpp>

#include "app/build_facts.hpp"
#include "base/files.hpp"

namespace txpath::app {

namespace {

using Json = nlohmann::ordered_json;
namespace fs = std::filesystem;

constexpr int plan_format = 1;
constexpr std::size_t size_cap = std::size_t{64} << 20;

template <class Thing>
void put(Json& json, const char* key, const std::optional<Thing>& value)
{
    if (value) json[key] = *value;
}

template <class Thing>
void get(const Json& json, const char* key, std::optional<Thing>& value)
{
    if (json.contains(key)) value = json.at(key).get<Thing>();
}

Json as_json(const BatchWishes& wishes)
{
    Json json = Json::object();
    Json set = Json::array();
    for (const Override& each : wishes.set) set.push_back({each.path, each.value});
    json["set"] = set;
    put(json, "reference", wishes.reference);
    put(json, "samples", wishes.samples);
    put(json, "replicates", wishes.replicates);
    put(json, "population", wishes.population);
    put(json, "sampling", wishes.sampling);
    json["tables"] = wishes.tables;
    return json;
}

BatchWishes wishes_from(const Json& json)
{
    BatchWishes wishes;
    for (const Json& each : json.at("set"))
        wishes.set.push_back({each.at(0).get<std::string>(), each.at(1).get<std::string>()});
    get(json, "reference", wishes.reference);
    get(json, "samples", wishes.samples);
    get(json, "replicates", wishes.replicates);
    get(json, "population", wishes.population);
    get(json, "sampling", wishes.sampling);
    wishes.tables = json.at("tables").get<std::string>();
    return wishes;
}

/// As hexadecimal digits, since not every reader of JSON has whole numbers of 64 bits.
std::uint64_t identity_from(const std::string& digits)
{
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value, 16);
    if (error != std::errc{} || end != digits.data() + digits.size() || digits.size() != 16)
        throw std::invalid_argument("identity");
    return value;
}

BatchPlan plan_from(const Json& json)
{
    BatchPlan plan;
    plan.version = json.at("txpath").get<std::string>();
    const auto kind = json.at("kind").get<std::string>();
    bool is_known = false;
    for (const BatchKind one : {BatchKind::run, BatchKind::compare, BatchKind::uncertainty})
        if (word_for(one) == kind) {
            plan.kind = one;
            is_known = true;
        }
    if (!is_known) throw std::invalid_argument("kind");
    plan.name = json.at("name").get<std::string>();
    plan.study = json.at("study").get<std::string>();
    plan.wishes = wishes_from(json.at("wishes"));
    plan.identity = identity_from(json.at("identity").get<std::string>());
    plan.shard_ends = json.at("shard_ends").get<std::vector<std::uint64_t>>();
    if (!std::ranges::is_sorted(plan.shard_ends, std::ranges::less_equal{}) || plan.units() == 0 ||
        plan.shard_ends.front() == 0)
        throw std::invalid_argument("shard_ends");
    const Json& unit = json.at("unit");
    plan.unit = {unit.at("seconds").get<double>(), unit.at("answer_bytes").get<std::uint64_t>()};
    plan.people = unit.at("people").get<std::uint64_t>();
    plan.years = unit.at("years").get<double>();
    plan.memory_bytes = json.at("memory_bytes_per_thread").get<std::uint64_t>();
    return plan;
}

}  // namespace

std::string word_for(BatchKind kind)
{
    switch (kind) {
        case BatchKind::run:
            return "run";
        case BatchKind::compare:
            return "compare";
        default:
            return "uncertainty";
    }
}

ShardHead BatchPlan::head_of(std::size_t shard) const
{
    return {identity, shard == 0 ? 0 : shard_ends[shard - 1], shard_ends[shard]};
}

void want_units(BatchPlan& plan, std::uint64_t count)
{
    if (plan.kind == BatchKind::uncertainty) {
        plan.wishes.samples = static_cast<std::uint32_t>(count);
        return;
    }
    std::erase_if(plan.wishes.set, [](const Override& one) { return one.path == "run.replicates"; });
    plan.wishes.set.push_back({"run.replicates", std::to_string(count)});
}

void add_shards(BatchPlan& plan, std::uint64_t units, std::uint64_t shards)
{
    const std::uint64_t before = plan.units();
    shards = std::clamp<std::uint64_t>(shards, 1, units);
    const std::uint64_t size = units / shards, larger = units % shards;
    std::uint64_t end = before;
    for (std::uint64_t shard = 0; shard < shards; ++shard) {
        end += size + (shard < larger ? 1 : 0);
        plan.shard_ends.push_back(end);
    }
}

std::string plan_file(const std::string& folder)
{
    return (fs::path(folder) / "plan.json").string();
}

std::string shard_folder(const std::string& folder)
{
    return (fs::path(folder) / "shards").string();
}

std::string shard_file(const std::string& folder, std::size_t shard)
{
    return (fs::path(shard_folder(folder)) / fmt::format("{:06}.shard", shard + 1)).string();
}

std::string study_file(const std::string& folder, const BatchPlan& plan)
{
    return (fs::path(folder) / "inputs" / plan.study).string();
}

std::string text_of(const BatchPlan& plan)
{
    Json json;
    json["format"] = plan_format;
    json["txpath"] = plan.version;
    json["kind"] = word_for(plan.kind);
    json["name"] = plan.name;
    json["study"] = plan.study;
    json["wishes"] = as_json(plan.wishes);
    json["identity"] = fmt::format("{:016x}", plan.identity);
    json["units"] = plan.units();
    json["unit"] = {{"seconds", plan.unit.seconds},
                    {"answer_bytes", plan.unit.answer_bytes},
                    {"people", plan.people},
                    {"years", plan.years}};
    json["memory_bytes_per_thread"] = plan.memory_bytes;
    json["shards"] = plan.shards();
    json["shard_ends"] = plan.shard_ends;
    return json.dump(1) + "\n";
}

std::variant<BatchPlan, PlanMistake> read_plan(const std::string& folder)
{
    const std::string path = plan_file(folder);
    const ReadResult file = read_file(path, size_cap);
    if (file.failure == ReadFailure::absent)
        return PlanMistake{
            fmt::format("{} is not there: is {} the folder of a batch? 'txpath batch plan' makes one", path,
                        folder),
            true};
    if (file.failure != ReadFailure::none) return PlanMistake{fmt::format("{} {}", path, file.reason)};
    try {
        const Json json = Json::parse(file.text);
        if (json.at("format").get<int>() != plan_format)
            return PlanMistake{fmt::format("{} has format {}, and this program reads {}", path,
                                           json.at("format").dump(), plan_format)};
        BatchPlan plan = plan_from(json);
        if (plan.version != version())
            return PlanMistake{
                fmt::format("{} was made by txpath {}, and this is {}, whose numbers may differ; use that "
                            "version, or plan anew",
                            path, plan.version, version())};
        return plan;
    } catch (const std::exception& error) {
        return PlanMistake{fmt::format("{} is not what 'batch plan' wrote: {}", path, error.what())};
    }
}

}  // namespace txpath::app
