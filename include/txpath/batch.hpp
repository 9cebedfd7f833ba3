// batch.hpp -- work cut into units, and their answers.
//
// Owns      UnitWork (what does units), Growth, UnitAnswers (where their answers are), AnswerError.
// Promises  a unit's answer is a function of the work's identity and the unit's number alone: not of threads,
//           order, process, machine or which other units there are. So any split of the units, in any order,
//           gives the same answers, and more units can be added to those that are done.
// Not here  how answers are kept (base/shard.hpp), which process does what (app).
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>

namespace txpath {

struct UnitSpec {
    int threads = 0;                          ///< 0: all the machine has; 1: the caller alone
    std::function<void(double)> progress;     ///< share of these units done; called from any thread
    const std::atomic<bool>* rest = nullptr;  ///< once true, no further unit is begun
    const std::atomic<bool>* stop = nullptr;  ///< once true, units under way are given up too
};

/// Gets an answer as soon as it is there: one call at a time, from any thread, units in any order.
using TakeAnswer = std::function<void(std::uint64_t unit, std::string_view answer)>;

class UnitWork {
public:
    UnitWork() = default;
    virtual ~UnitWork() = default;
    UnitWork(const UnitWork&) = delete;
    UnitWork& operator=(const UnitWork&) = delete;

    [[nodiscard]] virtual std::uint64_t units() const = 0;
    /// Of all that an answer depends on but the unit's number: equal for a batch and for the same with more
    /// units.
    [[nodiscard]] virtual std::uint64_t identity() const = 0;
    /// Do these units, numbers below units().
    ///   Returns  false when it was stopped before all were done; those that were taken are good
    virtual bool work(std::span<const std::uint64_t> units, const UnitSpec& spec,
                      const TakeAnswer& take) const = 0;
};

/// Whether units can be added to those that are done, with the same identity.
struct Growth {
    bool is_possible = true;
    std::string why_not;  ///< a sentence
};

/// An answer that is missing, or is not what the work would have answered; what() is a sentence.
class AnswerError : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// The answers of units 0, 1, 2, ...
class UnitAnswers {
public:
    UnitAnswers() = default;
    virtual ~UnitAnswers() = default;
    UnitAnswers(const UnitAnswers&) = delete;
    UnitAnswers& operator=(const UnitAnswers&) = delete;

    [[nodiscard]] virtual std::uint64_t size() const = 0;
    [[nodiscard]] virtual std::string one(std::uint64_t unit) const = 0;
    /// All in order; each is gone when `take` returns.
    virtual void visit(
        const std::function<void(std::uint64_t unit, std::string_view answer)>& take) const = 0;
};

}  // namespace txpath
