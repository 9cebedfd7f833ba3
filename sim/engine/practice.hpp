// practice.hpp -- who treats whom, who knows whom, and what is seen of it.
//
// Owns      Practice: each person's clinician, each clinician's panel and neighbours, and what the clinicians
//           were at the last sync point.
// Promises  a function of the luck and of the categories that match; panels differ by at most one person
//           among the clinicians of a category.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "base/bytes.hpp"
#include "engine/crowd.hpp"
#include "model/network.hpp"

namespace txpath {

class Practice {
public:
    /// first_state: of the people's track that shows their clinician's state
    Practice(const ClinicianRow& row, std::uint32_t first_state, const Luck& luck);

    [[nodiscard]] const NetworkRows& network() const noexcept { return network_; }

    /// Everybody gets a clinician.
    ///   Requires  the clinicians have begun. categories: by person, of the attribute that must match; empty:
    ///             all match
    void assign(const Crowd& clinicians, std::span<const std::uint8_t> categories, std::size_t people);

    [[nodiscard]] bool is_assigned() const noexcept { return !of_person_.empty(); }
    [[nodiscard]] std::uint32_t seen_state(std::uint64_t person) const noexcept
    {
        return seen_[of_person_[person]];
    }
    [[nodiscard]] double attribute(std::uint64_t person, std::uint32_t attribute) const noexcept
    {
        return attributes_[attribute][of_person_[person]];
    }

    /// See the clinicians anew: their patients who must be told, and the neighbours, by shard of each crowd.
    void look(Crowd& clinicians, const Crowd& people, bool is_first,
              std::vector<std::vector<Visit>>& patients, std::vector<std::vector<std::uint32_t>>& neighbours);

    [[nodiscard]] const std::vector<double>& nearby() const noexcept { return nearby_; }

    /// What was seen of the clinicians at the last sync point.
    void write(ByteWriter& out) const;
    /// The same in a run that goes on, after assign. moved: takes the clinicians who are not what was seen.
    void resume(const Crowd& clinicians, std::vector<std::uint32_t>& moved, ByteReader& in);

private:
    void assign_category(std::span<const std::uint32_t> clinicians, std::span<const std::uint32_t> patients);
    void count_neighbours();
    void change(std::uint32_t clinician, std::uint8_t from, std::uint8_t to);
    void take_shares(std::uint32_t clinician) noexcept;

    const ClinicianRow& row_;
    std::uint32_t first_state_;
    NetworkRows network_;
    std::vector<std::uint32_t> ranked_;  ///< clinicians in the order of their draws
    std::vector<std::uint32_t> of_person_;
    std::vector<std::uint64_t> panel_first_;
    std::vector<std::uint32_t> panels_;
    std::vector<std::vector<double>> attributes_;
    std::vector<std::uint8_t> seen_;        ///< local state, as seen at the last sync point
    std::vector<bool> reads_;               ///< by state: something in it depends on the neighbours
    std::vector<std::uint8_t> is_changed_;  ///< neighbours' states, since the last sync point
    std::vector<std::uint32_t> changed_;
    std::vector<std::uint32_t> counts_;    ///< of neighbours: [clinician * nearby + place]
    std::vector<std::uint64_t> in_state_;  ///< clinicians by state
    std::vector<double> nearby_;           ///< [clinician * nearby + place]
};

}  // namespace txpath
