// treatment.hpp -- a folder with a study of usual care and a treatment, of which three values are uncertain.
//
// Owns      usual.yaml, treated.yaml and study.yaml of a workplace.
#pragma once

#include <string>

#include "support/workplace.hpp"

namespace txpath {

struct Treatment {
    int people = 0;
    std::string hazard_ratio;  ///< of recovery with treatment, as written
    std::string section;       ///< of the study: what is asked
};

class TreatmentWorkplace : public Workplace {
public:
    explicit TreatmentWorkplace(const Treatment& treatment);
};

/// study.yaml
[[nodiscard]] std::string treatment_study(const std::string& section);

}  // namespace txpath
