// replicates.hpp -- replicates of one sample, wherever they are kept.
//
// Owns      ReplicateSource; HeldReplicates, of results in memory.
// Promises  replicates come in order, each time the same; a source need not hold more than one in memory.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <vector>

#include "txpath/results.hpp"

namespace txpath {

class ReplicateSource {
public:
    ReplicateSource() = default;
    virtual ~ReplicateSource() = default;
    ReplicateSource(const ReplicateSource&) = delete;
    ReplicateSource& operator=(const ReplicateSource&) = delete;

    [[nodiscard]] virtual std::size_t size() const = 0;
    /// All replicates in order; each is gone when `take` returns. One visit at a time.
    virtual void visit(const std::function<void(const ReplicateResult&)>& take) const = 0;
    [[nodiscard]] virtual const std::vector<double>& checkpoints() const = 0;      ///< Results
    [[nodiscard]] virtual const std::optional<NetworkFacts>& network() const = 0;  ///< Results
};

/// A view: the results must outlive it.
class HeldReplicates final : public ReplicateSource {
public:
    explicit HeldReplicates(const Results& results) : results_(results) {}

    [[nodiscard]] std::size_t size() const override { return results_.replicates.size(); }
    void visit(const std::function<void(const ReplicateResult&)>& take) const override
    {
        for (const ReplicateResult& each : results_.replicates) take(each);
    }
    [[nodiscard]] const std::vector<double>& checkpoints() const override { return results_.checkpoints; }
    [[nodiscard]] const std::optional<NetworkFacts>& network() const override { return results_.network; }

private:
    const Results& results_;
};

}  // namespace txpath
