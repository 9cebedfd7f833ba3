// cheers_text.cpp -- the CHEERS 2022 items of a study as one Markdown page.
//
// Owns      the list of the 28 items, the page and its list of slots.
#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <string_view>

#include "report/cheers.hpp"
#include "report/odd_words.hpp"
#include "txpath/cheers.hpp"

namespace txpath {
namespace {

using namespace report;

/// Items on which neither a study nor a scenario has anything to say.
CheersItem for_author(std::vector<std::string> wanted)
{
    return {{}, std::move(wanted)};
}

CheersItem abstract(const CheersSubject&)
{
    return for_author({"a structured summary: context, key methods, results, alternative analyses"});
}

CheersItem plan(const CheersSubject&)
{
    return for_author({"whether there was a health economic analysis plan, and where it can be read"});
}

CheersItem engagement(const CheersSubject&)
{
    return for_author(
        {"how patients, the public, clinicians, payers or others took part in the design, or that nobody "
         "did"});
}

CheersItem main_results(const CheersSubject&)
{
    return for_author(
        {"mean costs and outcomes of each strategy, by main category, and the overall measure"});
}

CheersItem effect_of_uncertainty(const CheersSubject&)
{
    return for_author({"how uncertainty about judgments, inputs and projections changes the findings",
                       "what other discount rates and time horizons change"});
}

CheersItem effect_of_engagement(const CheersSubject&)
{
    return for_author({"what taking part changed in the approach or the findings"});
}

CheersItem funding(const CheersSubject&)
{
    return for_author({"who paid, and what part the funder had in the work and its report"});
}

CheersItem conflicts(const CheersSubject&)
{
    return for_author({"the interests of each author, by the rules of the journal"});
}

struct Heading {
    std::string_view section;  ///< empty: that of the item before
    std::string_view title;
    CheersItem (*item)(const CheersSubject&);
};

constexpr Heading headings[] = {
    {"Title", "Title", cheers_title},
    {"Abstract", "Abstract", abstract},
    {"Introduction", "Background and objectives", cheers_background},
    {"Methods", "Health economic analysis plan", plan},
    {"", "Study population", cheers_population},
    {"", "Setting and location", cheers_setting},
    {"", "Comparators", cheers_comparators},
    {"", "Perspective", cheers_perspective},
    {"", "Time horizon", cheers_horizon},
    {"", "Discount rate", cheers_discounting},
    {"", "Selection of outcomes", cheers_outcomes},
    {"", "Measurement of outcomes", cheers_measurement},
    {"", "Valuation of outcomes", cheers_valuation},
    {"", "Measurement and valuation of resources and costs", cheers_costs},
    {"", "Currency, price date, and conversion", cheers_currency},
    {"", "Rationale and description of model", cheers_model},
    {"", "Analytics and assumptions", cheers_assumptions},
    {"", "Characterising heterogeneity", cheers_heterogeneity},
    {"", "Characterising distributional effects", cheers_distribution},
    {"", "Characterising uncertainty", cheers_uncertainty},
    {"", "Approach to engagement with patients and others affected by the study", engagement},
    {"Results", "Study parameters", cheers_parameters},
    {"", "Summary of main results", main_results},
    {"", "Effect of uncertainty", effect_of_uncertainty},
    {"", "Effect of engagement with patients and others affected by the study", effect_of_engagement},
    {"Discussion", "Study findings, limitations, generalisability, and current knowledge",
     cheers_limitations},
    {"Other relevant information", "Source of funding", funding},
    {"", "Conflicts of interest", conflicts},
};
static_assert(std::size(headings) == 28);

std::string opening(const CheersSubject& subject, const CheersFacts& facts)
{
    const Scenario& scenario = subject.scenario;
    const std::string& name = subject.study != nullptr ? subject.study->name : scenario.name;
    std::string title = subject.study != nullptr ? subject.study->title : scenario.title;
    if (title.empty()) title = name;
    return fmt::format(
        "# CHEERS 2022: {}\n\n"
        "A draft after the Consolidated Health Economic Evaluation Reporting Standards 2022 (Husereau et al. "
        "2022), "
        "written from the {} `{}` by txpath {}. Under each of the 28 items stands what {} say; "
        "what only the author can say is marked **AUTHOR** and listed at the end. No item is ticked, and no "
        "result is read: whether an item is reported well is for its author to judge.\n\n",
        cell(title), subject.study != nullptr ? "study" : "scenario", name, facts.version,
        subject.study != nullptr ? "the study and its scenarios" : "the scenario");
}

std::string references(const CheersSubject& subject)
{
    std::set<std::string> cited;
    std::string lines =
        "- Husereau D, Drummond M, Augustovski F, et al. (2022) Consolidated Health Economic Evaluation "
        "Reporting "
        "Standards 2022 (CHEERS 2022) statement: updated reporting guidance for health economic evaluations. "
        "BMJ "
        "376:e067975, doi 10.1136/bmj-2021-067975\n";
    const auto add = [&](const Scenario& scenario) {
        for (const auto& [key, citation] : scenario.references) {
            const bool is_cited = std::ranges::any_of(
                scenario.parameters, [&key = key](const Parameter& one) { return one.source == key; });
            if (is_cited && cited.insert(key).second) lines += fmt::format("- {}: {}\n", key, cell(citation));
        }
    };
    add(subject.scenario);
    if (subject.study != nullptr)
        for (const Strategy& strategy : subject.study->strategies) add(strategy.scenario);
    return "## References\n\n" + lines + "\n";
}

std::string draft(const CheersSubject& subject, const CheersFacts& facts)
{
    std::string text = opening(subject, facts), slots;
    std::size_t number = 0, count = 0;
    for (const Heading& heading : headings) {
        ++number;
        if (!heading.section.empty()) text += fmt::format("## {}\n\n", heading.section);
        text += fmt::format("### {} {}\n\n", number, heading.title);
        const CheersItem item = heading.item(subject);
        text += item.said;
        for (const std::string& wanted : item.wanted) {
            text += fmt::format("**AUTHOR**: {}.\n\n", wanted);
            slots += fmt::format("{}. {} {}: {}\n", ++count, number, heading.title, wanted);
        }
    }
    return text + references(subject) +
           fmt::format(
               "## What the author has still to write\n\n{} slots, each with the number of its item.\n\n{}",
               count, slots);
}

}  // namespace

std::string cheers_text(const DecisionStudy& study, const CheersFacts& facts)
{
    return draft({study.strategies[study.reference].scenario, &study}, facts);
}

std::string cheers_text(const Scenario& scenario, const CheersFacts& facts)
{
    return draft({scenario, nullptr}, facts);
}

}  // namespace txpath
