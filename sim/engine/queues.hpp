// queues.hpp -- who waits for what, and who is next.
//
// Owns      Queues: one line a pool, and grants.
// Promises  the order of a line is total: priority, moment of joining, a keyed draw, person; so grants do not
//           depend on the order in which people were simulated. A sync point costs no more in a longer line.
#pragma once

#include <cstdint>
#include <vector>

#include "base/bytes.hpp"
#include "engine/crowd.hpp"
#include "model/commons.hpp"

namespace txpath {

class Queues {
public:
    Queues(const ModelTables& model, Draws draws);

    /// Those who joined since the last sync point get in line.
    void admit(Crowd& people);

    /// Give what is free to those who are next.
    ///   Shape     counts: of all people, as ModelTables::counts says
    ///   Writes    visits: a move for each grant, by shard; granted: whoever was
    struct Grant {
        std::uint64_t person;
        std::uint32_t pool;
        double wait;  ///< days
    };
    void allot(double now, const ModelTables& model, const Crowd& people,
               const std::vector<std::int64_t>& counts, std::vector<std::vector<Visit>>& visits,
               std::vector<Grant>& granted);

    /// Those who wait, when all were admitted.
    void write(const Crowd& people, ByteWriter& out) const;
    void resume(const Crowd& people, ByteReader& in);

private:
    struct Place {
        double priority;  ///< lower goes first
        double joined;
        std::uint64_t tie, person;
        std::uint32_t state;
        friend auto operator<=>(const Place&, const Place&) = default;
    };
    [[nodiscard]] double priority_of(const Crowd& people, std::uint64_t person, std::uint32_t state) const;
    [[nodiscard]] bool still_waits(const Crowd& people, const ModelTables& model, const Place& place) const;
    void drop_those_gone(std::uint32_t pool, const Crowd& people, const ModelTables& model,
                         std::int64_t waiting);

    const ModelTables& model_;
    Draws draws_;
    std::vector<std::vector<Place>> lines_;  ///< by pool: heaps, the first in line in front
    bool may_wait_twice_ = false;            ///< somebody can stand in two lines
};

/// What the people of a pool use.
[[nodiscard]] double use_of(const ModelTables& model, std::uint32_t pool, const std::int64_t* counts);

/// How many wait in a pool.
[[nodiscard]] std::int64_t waiting_in(const ModelTables& model, std::uint32_t pool,
                                      const std::int64_t* counts);

}  // namespace txpath
