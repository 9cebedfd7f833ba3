// page_context.cpp -- what every page has: how it was made, what it rests on, whether to trust it.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "base/text.hpp"
#include "report/human.hpp"
#include "report/page_parts.hpp"
#include "report/page_words.hpp"

namespace txpath::report {
namespace {

constexpr std::string_view assumption = "assumption", effective = ".effective.yaml";

std::string name_of_file(const std::string& file)
{
    std::string name = file.substr(0, file.size() - effective.size());
    if (name.starts_with("scenario.")) name = name.substr(9);
    return name;
}

/// Its first error in one line.
std::string first_error(const Diagnostics& why)
{
    for (const Diagnostic& one : why.all())
        if (one.severity == Severity::error) return one.message;
    return "it is not in order";
}

std::string citation(const Scenario& scenario, const std::string& key)
{
    for (const auto& [name, text] : scenario.references)
        if (name == key) return fmt::format("{}: {}", key, text);
    return key;
}

PageInput input_of(const Scenario& scenario, const Parameter& parameter)
{
    PageInput input;
    input.path = parameter.path;
    input.name = spoken(parameter.path.substr(parameter.path.rfind('.') + 1));
    input.value = parameter.written.empty() ? shortest(parameter.base) : parameter.written;
    input.unit = parameter.unit;
    input.distribution = parameter.written_law;
    input.is_assumption = parameter.source == assumption;
    input.source = input.is_assumption ? "assumption" : citation(scenario, parameter.source);
    input.grade = parameter.source.empty() ? "no source" : input.is_assumption ? "assumption" : "published";
    input.note = parameter.note;
    return input;
}

void add_inputs(const PageContext& context, PageContent& page)
{
    std::set<std::string> listed;  // what several scenarios have alike stands once
    for (const auto& [name, scenario] : context.scenarios) {
        std::set<std::string> known;
        const bool is_first = &scenario == &context.scenarios.front().scenario;
        const std::string of = is_first ? "" : name + ": ";
        for (const Parameter& parameter : scenario.parameters) {
            known.insert(parameter.path);
            PageInput input = input_of(scenario, parameter);
            if (!listed.insert(input.path + '\n' + input.value + '\n' + input.source).second) continue;
            input.path = of + input.path;
            if (input.is_assumption)
                page.assumptions.push_back(fmt::format("{} = {}{}{}", input.path, input.value,
                                                       input.note.empty() ? "" : ": ", input.note));
            page.inputs.push_back(std::move(input));
        }
        for (const Unsourced& one : scenario.unsourced_numbers)
            if (!known.contains(one.path) && listed.insert(one.path + '\n' + one.written).second)
                page.inputs.push_back({spoken(one.path.substr(one.path.rfind('.') + 1)), of + one.path,
                                       one.written, "", "", "", "no source", false, ""});
    }
}

void add_making(const PageContext& context, PageContent& page)
{
    const ManifestSaid& said = context.manifest();
    const auto add = [&page](std::string name, std::string value) {
        if (!value.empty()) page.made.emplace_back(std::move(name), std::move(value));
    };
    add("program", "txpath " + said.version + (said.commit.empty() ? "" : ", commit " + said.commit));
    add("analysis", std::string(word_for(context.folder.kind())));
    add(said.strategies.empty() ? "scenario" : "study", said.name);
    for (const Named& one : said.strategies) add("strategy " + one.name, one.label);
    add("reference", said.reference);
    add("perspective", said.perspective);
    add("seed", said.seed);
    if (said.people > 0.0)
        add("people",
            rounded(said.people) + " simulated" +
                (said.scale == 1.0 ? "" : fmt::format(", each standing for {}", rounded(said.scale))));
    if (said.are_samples) add("samples", fmt::format("{} of {}", said.done, said.planned));
    if (said.replicates > 0) add("replicates", fmt::format("{}", said.replicates));
    if (said.horizon_days > 0.0) add("horizon", span_of_days(said.horizon_days));
    add("fingerprint", said.fingerprint);
    add("folder", context.folder.name());
    std::string files;
    for (const auto& file : said.files) files += (files.empty() ? "" : ", ") + file.first;
    add("files in the folder", files);
}

PageVerdict files_verdict(const PageContext& context)
{
    const auto changed = context.folder.changed_files();
    if (!changed)
        return {"Files", Status::caution,
                "the folder has no SHA256SUMS, so nobody can tell whether its tables are as written"};
    if (changed->empty()) return {"Files", Status::good, "all files are as they were written (SHA256SUMS)"};
    std::string names;
    for (const std::string& one : *changed) names += (names.empty() ? "" : ", ") + one;
    return {"Files", Status::bad,
            fmt::format("changed or missing since the folder was written: {}; do not rely on this report",
                        names)};
}

void add_common_verdicts(const PageContext& context, PageContent& page)
{
    const ManifestSaid& said = context.manifest();
    page.verdict.push_back(files_verdict(context));
    const std::string_view noun = said.are_samples ? "sample" : "replicate";
    if (said.planned > 0)
        page.verdict.push_back({"Work done", said.done < said.planned ? Status::caution : Status::good,
                                said.done < said.planned
                                    ? fmt::format("stopped after {} of {} {}s", said.done, said.planned, noun)
                                    : fmt::format("{} of {} {}s", said.done, said.planned, noun)});
    const std::size_t warnings = page.warnings.size();
    page.verdict.push_back({"Warnings", warnings == 0 ? Status::good : Status::caution,
                            warnings == 0 ? "none" : fmt::format("{}, listed below", warnings)});
    std::size_t unsourced = 0;
    for (const PageInput& input : page.inputs) unsourced += input.grade == "no source" ? 1 : 0;
    if (!context.scenarios.empty())
        page.verdict.push_back({"Sources",
                                unsourced == 0 && 2 * page.assumptions.size() <= page.inputs.size()
                                    ? Status::good
                                    : Status::caution,
                                fmt::format("{} of {} inputs are assumptions, {} have no source",
                                            page.assumptions.size(), page.inputs.size(), unsourced)});
    if (said.version != context.version)
        page.verdict.push_back(
            {"Version", Status::caution,
             fmt::format("the folder was written by version {}, this report by {}",
                         said.version.empty() ? "unknown" : said.version, context.version)});
}

/// Of strategies the reference only: what the others have otherwise is in a table of its own.
bool is_wanted(const ManifestSaid& said, const std::string& name)
{
    return said.strategies.empty() || name == said.reference;
}

void read_scenarios(PageContext& context)
{
    for (const std::string& file : context.folder.files_ending(effective)) {
        if (!is_wanted(context.manifest(), name_of_file(file))) continue;
        auto read = load_scenario(context.folder.path() + "/" + file, {});
        if (read)
            context.scenarios.push_back({name_of_file(file), std::move(read.value())});
        else
            context.unreadable.push_back(
                fmt::format("{} could not be read again: {}", file, first_error(read.why_not())));
    }
}

}  // namespace

std::string PageContext::title() const
{
    if (!manifest().title.empty()) return manifest().title;
    return manifest().name.empty() ? folder.name() : manifest().name;
}

std::string PageContext::currency() const
{
    return scenario() == nullptr ? std::string{} : scenario()->economics.currency;
}

std::string PageContext::called(std::string_view name) const
{
    std::string label = manifest().called(name);
    return label == name ? spoken(name) : label;
}

PageContext context_of(const FinishedFolder& folder, const std::string& version)
{
    PageContext context{folder, {}, {}, version};
    read_scenarios(context);
    return context;
}

PageContent begin_page(const PageContext& context)
{
    PageContent page{std::string(word_for(context.folder.kind())), context.title(), {}, {}, {}};
    page.warnings = context.manifest().warnings;
    for (const std::string& why : context.unreadable)
        page.warnings.push_back(why + "; its inputs, sources and pathways are missing from this report");
    add_making(context, page);
    add_inputs(context, page);
    add_common_verdicts(context, page);
    page.limits.emplace_back(
        "Results of a model: they hold as far as its pathways, numbers and assumptions do. Not medical "
        "advice.");
    return page;
}

void add_section(PageContent& page, PageSection section)
{
    if (!section.figures.empty()) page.sections.push_back(std::move(section));
}

void add_section(PageContent& page, PageSection section, PageFigure figure)
{
    if (!figure.rows.empty()) section.figures.push_back(std::move(figure));
    add_section(page, std::move(section));
}

}  // namespace txpath::report
