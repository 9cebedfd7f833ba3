#include "study/study_identity.hpp"

#include <algorithm>
#include <string_view>

#include "study/priced.hpp"
#include "study/strategy_run.hpp"

namespace txpath {

namespace {

/// Lines of the effective text, where a section goes on as long as lines are indented.
void add_without_run(std::string_view text, Fingerprint& print)
{
    bool is_in_run = false;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size() - 1);
        const std::string_view line = text.substr(0, end + 1);
        text.remove_prefix(end + 1);
        if (!line.starts_with(' ')) is_in_run = line.starts_with("run:");
        if (!is_in_run) print.add(line);
    }
}

void add(const std::vector<Charge>& charges, Fingerprint& print)
{
    print.add(charges.size());
    for (const Charge& charge : charges) {
        print.add(static_cast<int>(charge.basis));
        print.add(charge.column);
        print.add(charge.amount);
    }
}

void add(const Prices& prices, Fingerprint& print)
{
    print.add(prices.headings.size());
    for (const Heading& heading : prices.headings) {
        print.add(heading.category.index());
        print.add(heading.state.is_absent() ? std::size_t{0} : heading.state.index() + 1);
        add(heading.charges, print);
    }
    add(prices.one_off_qalys, print);
}

}  // namespace

void add_strategies(const DecisionStudy& study, Fingerprint& print)
{
    for (const Strategy& strategy : study.strategies) {
        const Scenario& scenario = strategy.scenario;
        add_without_run(scenario.effective_text, print);
        for (const Parameter& parameter : scenario.parameters) {
            print.add(std::string_view(parameter.path));
            print.add(parameter.base);
        }
        const auto model = compiled(scenario);
        print.add(model ? model.value().fingerprint() : 0);
        add(prices_of(scenario, base_case(scenario)), print);
    }
    print.add(study.reference);
    print.add(std::string_view(study.perspective));
}

}  // namespace txpath
