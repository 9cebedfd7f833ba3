// held_answers.hpp -- answers of units of work in memory.
//
// Owns      HeldAnswers; do_in_parts, which does the units of a work in several calls and any order.
#pragma once

#include <algorithm>
#include <catch2/catch.hpp>
#include <cstdint>
#include <functional>
#include <map>
#include <numeric>
#include <string>
#include <vector>

#include "base/random.hpp"
#include "txpath/batch.hpp"

namespace txpath {

class HeldAnswers final : public UnitAnswers {
public:
    std::map<std::uint64_t, std::string> answers;

    HeldAnswers() = default;
    HeldAnswers(const HeldAnswers& other) : UnitAnswers(), answers(other.answers) {}
    HeldAnswers& operator=(const HeldAnswers&) = delete;

    [[nodiscard]] std::uint64_t size() const override { return answers.size(); }
    [[nodiscard]] std::string one(std::uint64_t unit) const override { return answers.at(unit); }
    void visit(const std::function<void(std::uint64_t, std::string_view)>& take) const override
    {
        for (const auto& [unit, answer] : answers) take(unit, answer);
    }
};

/// All units, in an order of luck, so many calls of work(), one after the other.
inline void do_in_parts(const UnitWork& work, std::size_t parts, int threads, HeldAnswers& held)
{
    std::vector<std::uint64_t> units(work.units());
    std::iota(units.begin(), units.end(), std::uint64_t{0});
    const Draws draws{{parts, static_cast<std::uint32_t>(threads), 0}};
    for (std::size_t left = units.size(); left > 1; --left)
        std::swap(units[left - 1], units[draws.bits(left, {0}, 0) % left]);
    UnitSpec spec;
    spec.threads = threads;
    for (std::size_t part = 0; part < parts; ++part) {
        const std::size_t first = units.size() * part / parts, end = units.size() * (part + 1) / parts;
        const bool is_complete = work.work(std::span(units).subspan(first, end - first), spec,
                                           [&](std::uint64_t unit, std::string_view answer) {
                                               const bool is_new = held.answers.emplace(unit, answer).second;
                                               CHECK(is_new);
                                           });
        CHECK(is_complete);
    }
    CHECK(held.answers.size() == units.size());
}

}  // namespace txpath
