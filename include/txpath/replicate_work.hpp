// replicate_work.hpp -- replicates of a scenario as units of work.
//
// Owns      replicate_work (unit r is replicate r of sample 0), StoredReplicates (replicates from answers).
// Promises  a replicate that was stored is the one that a plain run would have counted, to the last unit.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "txpath/batch.hpp"
#include "txpath/model.hpp"
#include "txpath/replicates.hpp"
#include "txpath/scenario.hpp"

namespace txpath {

/// Answers hold whole histories of the first `histories` people.
///   Requires  the model was compiled of the scenario
[[nodiscard]] std::unique_ptr<UnitWork> replicate_work(const Scenario& scenario, const Model& model,
                                                       std::uint32_t replicates, std::uint64_t histories);

/// One replicate from its answer.
///   Throws  AnswerError if it is no replicate
[[nodiscard]] ReplicateResult replicate_of(std::uint64_t unit, std::string_view answer);

/// A view: the answers must outlive it.
class StoredReplicates final : public ReplicateSource {
public:
    /// The first `count` answers, all of which must be there.
    ///   Throws  AnswerError; what the answers throw
    StoredReplicates(const UnitAnswers& answers, std::uint64_t count);

    [[nodiscard]] std::size_t size() const override { return count_; }
    void visit(const std::function<void(const ReplicateResult&)>& take) const override;
    [[nodiscard]] const std::vector<double>& checkpoints() const override { return checkpoints_; }
    [[nodiscard]] const std::optional<NetworkFacts>& network() const override { return network_; }

private:
    const UnitAnswers& answers_;
    std::size_t count_;
    std::vector<double> checkpoints_;
    std::optional<NetworkFacts> network_;
};

}  // namespace txpath
