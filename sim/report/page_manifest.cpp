// page_manifest.cpp -- what the manifests of all commands say, in one shape.
#include <array>
#include <nlohmann/json.hpp>

#include "base/files.hpp"
#include "report/page_folder.hpp"

namespace txpath::report {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t most_bytes = std::size_t{64} << 20;

/// The part of that name; null if there is none.
const Json& part(const Json& json, const char* name)
{
    static const Json nothing;
    const auto found = json.is_object() ? json.find(name) : json.end();
    return json.is_object() && found != json.end() ? *found : nothing;
}

std::string text_of(const Json& json)
{
    if (json.is_string()) return json.get<std::string>();
    return json.is_number() ? json.dump() : std::string{};
}

double number_of(const Json& json, double otherwise)
{
    return json.is_number() ? json.get<double>() : otherwise;
}

std::uint64_t count_of(const Json& json)
{
    return json.is_number_unsigned() ? json.get<std::uint64_t>() : 0;
}

std::vector<Named> named(const Json& json, const char* label)
{
    std::vector<Named> found;
    if (!json.is_object()) return found;
    for (const auto& [name, what] : json.items()) found.push_back({name, text_of(part(what, label))});
    return found;
}

std::string first_text(const Json& json)
{
    return json.is_object() && !json.empty() ? text_of(json.begin().value()) : std::string{};
}

void read_settings(const Json& settings, ManifestSaid& said)
{
    said.seed = text_of(part(settings, "seed"));
    said.perspective = text_of(part(settings, "perspective"));
    said.people = number_of(part(settings, "people"), number_of(part(settings, "people_per_sample"), 0.0));
    said.scale = number_of(part(settings, "real_people_per_person"), 1.0);
    said.horizon_days = number_of(part(settings, "horizon_days"), 0.0);
    said.replicates = count_of(part(settings, "replicates"));
}

void read_work(const Json& work, ManifestSaid& said)
{
    said.are_samples = part(work, "samples_planned").is_number();
    const bool are = said.are_samples;
    if (!are && !part(work, "replicates_planned").is_number() && !part(work, "replicates_done").is_number())
        return;  // a fit or a validation does no replicates of its own
    said.done = count_of(part(work, are ? "samples_done" : "replicates_done"));
    said.planned = count_of(part(work, are ? "samples_planned" : "replicates_planned"));
    if (said.planned == 0) said.planned = are ? said.done : std::max(said.done, said.replicates);
}

ManifestSaid said_by(const Json& json)
{
    ManifestSaid said;
    said.version = text_of(part(part(json, "program"), "version"));
    said.commit = text_of(part(part(json, "program"), "commit"));
    const Json& head = part(json, json.contains("study") ? "study" : "scenario");
    said.name = text_of(part(head, "name"));
    said.title = text_of(part(head, "title"));
    said.reference = text_of(part(json.contains("reference") ? json : head, "reference"));
    const Json& strategies = part(json.contains("strategies") ? json : head, "strategies");
    said.strategies = named(strategies, "label");
    said.barriers = named(part(json, "barriers"), "title");
    said.fingerprint = text_of(part(part(json, "fingerprints"), "run"));
    if (said.fingerprint.empty()) said.fingerprint = first_text(part(json, "fingerprints"));
    read_settings(part(json, "settings"), said);
    read_work(part(json, "work"), said);
    if (said.perspective.empty()) said.perspective = text_of(part(head, "perspective"));
    for (const Json& each : part(head, "thresholds")) said.thresholds.push_back(number_of(each, 0.0));
    for (const Json& each : part(json, "warnings")) said.warnings.push_back(text_of(each));
    if (const Json& files = part(json, "files"); files.is_object())
        for (const auto& [name, what] : files.items())
            said.files.emplace_back(name, text_of(part(what, "sha256")));
    return said;
}

}  // namespace

std::string ManifestSaid::called(std::string_view name_of_it) const
{
    for (const auto* list : {&strategies, &barriers})
        for (const Named& one : *list)
            if (one.name == name_of_it && !one.label.empty()) return one.label;
    return std::string(name_of_it);
}

ManifestSaid read_manifest(const std::string& folder)
{
    const std::string path = folder + "/manifest.json";
    const ReadResult file = read_file(path, most_bytes);
    if (file.failure == ReadFailure::absent)
        throw UnreadableFolder(
            {PageFault::Kind::damaged, folder, "has no manifest.json, so it is no finished folder",
             "name a folder that run, compare, uncertainty, barriers, sensitivity, validate "
             "or calibrate wrote"});
    if (file.failure != ReadFailure::none)
        throw UnreadableFolder({PageFault::Kind::damaged, path, file.reason, {}});
    const Json json = Json::parse(file.text, nullptr, false);
    if (json.is_discarded() || !json.is_object())
        throw UnreadableFolder({PageFault::Kind::damaged, path, "is not the JSON that txpath writes",
                                "make the folder anew, or fetch it again from where it was made"});
    return said_by(json);
}

}  // namespace txpath::report
