// load_study.cpp -- from a study file to a Study, or to every mistake in it.
//
// Owns      the order in which the parts of a study are read: targets first, because they name the scenarios.
#include <fmt/format.h>

#include "scenario/study_file.hpp"
#include "scenario/study_parts.hpp"

namespace txpath {

namespace {

void load_search(Loading& loading, const Node& node, Search& search)
{
    if (!check_keys(loading, node, "search", "'search'")) return;
    const Fields fields{loading, node, "search", "search"};
    if (const Node* global = child(node, "global"))
        search.global = global->text == "none"    ? GlobalSearch::none
                        : global->text == "isres" ? GlobalSearch::isres
                                                  : GlobalSearch::crs2_lm;
    if (const Node* local = child(node, "local"))
        search.local = local->text == "none"          ? LocalSearch::none
                       : local->text == "sbplx"       ? LocalSearch::sbplx
                       : local->text == "nelder_mead" ? LocalSearch::nelder_mead
                                                      : LocalSearch::bobyqa;
    if (const auto count = fields.whole("global_evaluations"))
        search.global_evaluations = static_cast<std::uint32_t>(*count);
    if (const auto count = fields.whole("local_evaluations"))
        search.local_evaluations = static_cast<std::uint32_t>(*count);
    if (const auto tolerance = fields.number("tolerance")) search.tolerance = *tolerance;
}

/// The entries of a list that must not be empty.
const std::vector<Node>& entries_of(Loading& loading, const Node& node, std::string_view key,
                                    std::string_view empty)
{
    static const std::vector<Node> none;
    const Node* list = child(node, key);
    if (list == nullptr || list->kind != Node::Kind::list) return none;  // check_keys reported it
    if (list->items.empty()) report(loading.found, list->at, std::string(empty));
    return list->items;
}

void load_calibration(Loading& loading, const Node& node, const std::string& folder, Study& study)
{
    if (!check_keys(loading, node, "calibrate", "'calibrate'")) return;
    const Fields fields{loading, node, "calibrate", "calibrate"};
    if (const auto replicates = fields.whole("replicates"))
        study.replicates = static_cast<std::uint32_t>(*replicates);
    if (const auto seed = fields.whole("seed")) study.seed = static_cast<std::uint64_t>(*seed);
    if (const Node* search = child(node, "search"); search != nullptr && search->kind == Node::Kind::mapping)
        load_search(loading, *search, study.search);
    if (const Node* extends = fields.word("extends")) study.extends = extends->text;
    const auto before = loading.found.error_count();
    for (const Node& target : entries_of(loading, node, "targets", "there is nothing to fit to"))
        load_target(loading, target, folder, study);
    const bool are_targets_known = loading.found.error_count() == before;
    for (const Node& value : entries_of(loading, node, "values", "there is nothing to fit")) {
        const bool has_keys = check_keys(loading, value, "fitted", "the fitted value");
        if (has_keys && are_targets_known) load_fitted(loading, value, study);
    }
}

void warn_of_excess(const Study& study, const Node& root, Diagnostics& warnings)
{
    if (study.values.size() <= study.targets.size()) return;
    warnings.add({.severity = Severity::warning,
                  .fault = Fault::scenario,
                  .at = span_of(root.find("calibrate")->key_at),
                  .message = fmt::format("{} values are fitted to {} targets: not all can be told",
                                         study.values.size(), study.targets.size()),
                  .excerpt = excerpt_of(root.find("calibrate")->key_at),
                  .advice = {},
                  .help = "give some of them 'prior: declared', or more targets"});
}

}  // namespace

Checked<Study> load_study(const std::string& path)
{
    Sources sources;
    Loading loading{.sources = sources, .root_folder = {}};
    Diagnostics& found = loading.found;
    const auto file = open_study(loading, path);
    if (!file) return std::move(found);
    Study study;
    study.name = file->name;
    study.text = file->text;
    if (auto head = read_study_head(loading, file->root)) {
        study.title = std::move(head->title);
        study.description = std::move(head->description);
        const Node* part = child(file->root, "calibrate");
        if (part == nullptr)
            report(found, file->root.at, "the study has no 'calibrate', so there is nothing to fit").help =
                "a study with 'strategies' is for 'txpath compare', 'uncertainty' and 'sensitivity'";
        else if (part->kind == Node::Kind::mapping)
            load_calibration(loading, *part, file->folder, study);
    }
    found.sort();
    if (found.has_errors()) return std::move(found);
    study.warnings.append(found);
    warn_of_excess(study, file->root, study.warnings);
    return study;
}

}  // namespace txpath
