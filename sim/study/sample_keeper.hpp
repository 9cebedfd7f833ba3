// sample_keeper.hpp -- what is kept of each sample of an analysis of uncertainty.
//
// Owns      SampleAnswer, the numbers of one sample; SampleKeeper, which puts samples together.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/fingerprint.hpp"
#include "txpath/uncertainty.hpp"

namespace txpath {

struct SampleAnswer {
    std::uint64_t instants = 0;
    std::string refusal;                 ///< why the model refuses the draw; empty: it does not
    std::vector<SampledFigure> figures;  ///< [strategy][stratum]; empty of a refused draw
    std::vector<double> people;          ///< by stratum, of the reference; empty of a refused draw
};

[[nodiscard]] SampleAnswer summed_up(const DecisionStudy& study, const DrawAnswer& answer);

/// What is asked of a sample.
[[nodiscard]] ParameterDraw draw_of(const SampleSource& source, std::uint32_t sample, bool has_common_luck);

/// A mistake when there are fewer samples than two.
[[nodiscard]] Diagnostics too_few_planned(const DecisionStudy& study);

/// Takes samples in order. A view of study and source.
class SampleKeeper {
public:
    SampleKeeper(const DecisionStudy& study, const SampleSource& source);

    void keep(std::uint32_t number, SampleAnswer answer);
    [[nodiscard]] const UncertaintySample& so_far() const noexcept { return sample_; }
    ///   Errors  fewer than two samples were answered
    [[nodiscard]] Checked<UncertaintySample> finish();

private:
    const DecisionStudy& study_;
    const SampleSource& source_;
    UncertaintySample sample_;
};

/// Which values are drawn, and how: all that draws depend on but the seed and the number of samples.
void add_what_varies(const UncertaintySettings& settings, Fingerprint& fingerprint);

}  // namespace txpath
