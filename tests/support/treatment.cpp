#include "support/treatment.hpp"

#include <fmt/format.h>

namespace txpath {

namespace {

constexpr const char* usual = R"(txpath: 1
title: Usual care
time: {{horizon: 2 years, report_every: 1 year}}
population: {{size: {}, attributes: {{sex: {{categories: {{female: 0.6, male: 0.4}}}}}}}}
parameters:
  fall: {{value: 1 per year, gamma: {{mean: 1 per year, sd: 0.3 per year}}, source: assumption, note: made up}}
  rise: {{value: 1 per year, gamma: {{mean: 1 per year, sd: 0.3 per year}}, source: assumption, note: made up}}
  price: {{value: 800 USD per year, gamma: {{mean: 800 USD per year, sd: 200 USD per year}}, source: assumption, note: made up}}
tracks:
  care:
    start: well
    states: {{well: {{}}, ill: {{utility: 0.5, costs: {{care: 3000 USD per year}}}}}}
    transitions:
      fall_ill: {{from: well, to: ill, rate: $fall}}
      recover: {{from: ill, to: well, rate: $rise}}
economics: {{currency: USD, price_year: 2025, discount: {{costs: 3 % per year, health: 3 % per year}}}}
outputs: {{by: [sex]}}
run: {{seed: 4}}
)";

constexpr const char* treated = R"(txpath: 1
extends: usual.yaml
title: Treatment
tracks:
  care:
    states: {{ill: {{costs: {{drug: $price}}}}}}
    transitions: {{recover: {{hazard_ratios: {{sex.female: {0}, sex.male: {0}}}}}}}
)";

constexpr const char* study = R"(txpath: 1
title: Is treatment worth its price?
strategies:
  usual: {scenario: usual.yaml}
  treated: {scenario: treated.yaml}
reference: usual
thresholds: [20000 USD, 50000 USD]
)";

}  // namespace

TreatmentWorkplace::TreatmentWorkplace(const Treatment& treatment)
{
    write("usual.yaml", fmt::format(usual, treatment.people));
    write("treated.yaml", fmt::format(treated, treatment.hazard_ratio));
    write("study.yaml", treatment_study(treatment.section));
}

std::string treatment_study(const std::string& section)
{
    return study + section;
}

}  // namespace txpath
