#include "scenario/study_file.hpp"

#include <fmt/format.h>

#include <array>
#include <filesystem>

#include "base/files.hpp"
#include "scenario/source_text.hpp"
#include "txpath/study.hpp"

namespace txpath {

namespace {

namespace fs = std::filesystem;

/// Keys that only say something about strategies.
constexpr std::array<std::string_view, 6> of_strategies{"reference",          "perspective", "thresholds",
                                                        "willingness_to_pay", "uncertainty", "sensitivity"};

}  // namespace

std::optional<StudyFile> open_study(Loading& loading, const std::string& path)
{
    auto file = read_file(path, file_size_cap);
    if (file.failure != ReadFailure::none) {
        Diagnostic mistake;
        mistake.at.file = path;
        mistake.message = fmt::format("'{}' {}", path, file.reason);
        if (file.failure != ReadFailure::too_large) mistake.fault = Fault::missing_input;
        loading.found.add(std::move(mistake));
        return std::nullopt;
    }
    StudyFile study;
    study.source = &loading.sources.add(source_of(path, path, file.text));
    study.root = parse_yaml(*study.source, file.text, loading.found);
    study.name = fs::path(path).stem().string();
    study.folder = fs::path(path).parent_path().string();
    study.text = std::move(file.text);
    if (loading.found.has_errors()) return std::nullopt;
    return study;
}

StudyKind kind_of_study(const std::string& path)
{
    Sources sources;
    Loading loading{.sources = sources, .root_folder = {}};
    const auto file = open_study(loading, path);
    if (!file) return {};
    return {.fits = child(file->root, "calibrate") != nullptr,
            .compares = child(file->root, "strategies") != nullptr,
            .draws = child(file->root, "uncertainty") != nullptr};
}

std::optional<StudyHead> read_study_head(Loading& loading, const Node& root)
{
    if (!check_keys(loading, root, "study", "the study")) return std::nullopt;
    if (root.find("strategies") == nullptr) {
        for (const std::string_view key : of_strategies)
            if (const Entry* entry = root.find(key))
                report(loading.found, entry->key_at,
                       fmt::format("'{}' belongs to a study with 'strategies'", key));
    }
    const Fields fields{loading, root, "study", ""};
    StudyHead head;
    if (const Node* title = fields.word("title")) head.title = title->text;
    if (const Node* description = fields.word("description")) head.description = description->text;
    return head;
}

std::optional<std::string> path_beside(Loading& loading, const Node& file, const std::string& folder)
{
    if (fs::path(file.text).is_absolute()) {
        report(loading.found, file.at, fmt::format("'{}' is an absolute path", file.text)).advice =
            "name files relative to this one";
        return std::nullopt;
    }
    std::string path = (fs::path(folder) / file.text).lexically_normal().string();
    std::error_code error;
    if (fs::is_regular_file(path, error)) return path;
    report(loading.found, file.at, fmt::format("'{}' is not there", file.text)).fault = Fault::missing_input;
    return std::nullopt;
}

}  // namespace txpath
