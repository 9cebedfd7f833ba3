// together.hpp -- people who share something, lived by the plain engine with seed 7, and what to ask of them.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/reference.hpp"
#include "support/tiny_world.hpp"

namespace txpath::tests {

/// The scenario of this text, without its first two lines; fails the test if it is refused.
[[nodiscard]] Scenario shared_world(const std::string& text);

[[nodiscard]] plain::Run run_together(const Scenario& scenario);
[[nodiscard]] plain::Run run_together(const std::string& text);

[[nodiscard]] double uniform_of(std::uint64_t person, const std::string& what, std::uint32_t occurrence);

/// Numbers 0 .. count - 1, those with the least draw first.
[[nodiscard]] std::vector<std::uint64_t> by_draw(std::uint64_t count, const std::string& what);

/// When each person first entered the state; infinite if never.
[[nodiscard]] std::vector<double> entered(const Scenario& scenario, const std::vector<HistoryRow>& rows,
                                          std::uint64_t people, const std::string& state);

/// The sync point at that moment.
[[nodiscard]] const plain::SyncRecord& at(const plain::Run& run, double moment);

}  // namespace txpath::tests
