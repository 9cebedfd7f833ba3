// batch_study.hpp -- the study of a batch: what its units are and what becomes of their answers.
//
// Owns      BatchStudy, one kind for each command whose work can be split.
// Promises  what is delivered is what the plain command would have delivered.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/arguments.hpp"
#include "app/batch_plan.hpp"
#include "app/exit_codes.hpp"
#include "app/process.hpp"
#include "app/terminal.hpp"
#include "txpath/batch.hpp"
#include "txpath/diagnostic.hpp"

namespace txpath::app {

/// What the work takes, whoever does it.
struct UnitSize {
    std::uint64_t people = 0;        ///< simulated in a unit, all strategies
    double years = 0.0;              ///< of each of them
    std::uint64_t memory_bytes = 0;  ///< on one thread, besides the program
};

class BatchStudy {
public:
    BatchStudy() = default;
    virtual ~BatchStudy() = default;
    BatchStudy(const BatchStudy&) = delete;
    BatchStudy& operator=(const BatchStudy&) = delete;

    [[nodiscard]] virtual const UnitWork& work() const = 0;
    [[nodiscard]] virtual const std::string& name() const = 0;
    /// Every file that was read.
    [[nodiscard]] virtual const std::vector<std::string>& files() const = 0;
    [[nodiscard]] virtual UnitSize size() const = 0;
    /// Of one unit, measured.
    [[nodiscard]] virtual UnitCost pilot() const = 0;
    /// What there is to say before it is planned: rules that are left aside.
    virtual void announce(const Terminal& terminal) const = 0;
    /// Why no units can be added to those that are done: a sentence; empty: they can.
    [[nodiscard]] virtual std::string why_fixed() const = 0;
    /// Folder that `deliver` writes, below its destination.
    [[nodiscard]] virtual std::string folder_name() const = 0;
    /// Of its tables, about, when so many units are merged.
    [[nodiscard]] virtual std::uint64_t table_bytes(std::uint64_t count) const = 0;
    /// Tables and summary of the first `count` units, which are answered.
    [[nodiscard]] virtual ExitCode deliver(const UnitAnswers& answers, std::uint64_t count,
                                           const Invocation& invocation, const Terminal& terminal,
                                           const Stopwatch& watch) const = 0;
};

/// Seconds and bytes of unit 0 on one thread.
[[nodiscard]] UnitCost measured(const UnitWork& work);

/// What a unit is, in the singular.
[[nodiscard]] std::string_view unit_word(BatchKind kind) noexcept;

/// Read and check a study as a batch of this kind.
///   Errors  every mistake of the study; a study that cannot be cut into units
[[nodiscard]] Checked<std::unique_ptr<BatchStudy>> load_batch_study(BatchKind kind, const std::string& path,
                                                                    const BatchWishes& wishes);

/// The command whose work a file asks for: `uncertainty` if it has that section, `compare` if it has
/// strategies, else `run`.
[[nodiscard]] BatchKind kind_of_file(const std::string& path);

}  // namespace txpath::app
