// sick_sicker_by_hand.cpp -- scenarios of Sick-Sicker (Krijkamp 2018), written by hand for this one model.
//
// Owns      the yardstick that the engine is measured against: the same continuous-time
//           model, the same tallies.
// Method    four states; all rates are constants, so a stay ends after one exponential time of the total
//           rate, and one uniform number says how. xoshiro256++ seeded once, or the engine's keyed draws
//           with `keyed`, one threshold for each competing transition as the engine has it: then every
//           count equals the engine's.
//
// Usage     sick_sicker_by_hand PEOPLE [stream|keyed]; prints JSON with ns per event and the results.
#include <chrono>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <vector>

#include "base/random.hpp"

namespace {

constexpr int years = 30;
constexpr double year = 365.25;
constexpr double horizon = years * year;
enum State { healthy, sick, sicker, dead, states };
enum Event { die, fall_sick, recover, worsen, events };

struct Rates {
    double sick = -std::log(1.0 - 0.15) / year, recover = -std::log(1.0 - 0.5) / year,
           worsen = -std::log(1.0 - 0.105) / year, die = -std::log(1.0 - 0.005) / year;
};

struct Tally {
    std::int64_t occupancy[years + 1][states] = {};
    double time[years + 1][states] = {};  ///< telescoped: -entry, +exit
    std::int64_t fired[years + 1][events] = {};
    double discounted[states] = {};
    std::int64_t count = 0;
};

/// xoshiro256++ (Blackman and Vigna).
class Stream {
public:
    explicit Stream(std::uint64_t seed)
    {
        for (auto& word : s_) {
            std::uint64_t z = (seed += 0x9e3779b97f4a7c15);
            z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
            z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
            word = z ^ (z >> 31);
        }
    }
    double uniform()
    {
        const std::uint64_t result = rotl(s_[0] + s_[3], 23) + s_[0];
        const std::uint64_t t = s_[1] << 17;
        s_[2] ^= s_[0];
        s_[3] ^= s_[1];
        s_[1] ^= s_[2];
        s_[0] ^= s_[3];
        s_[2] ^= t;
        s_[3] = rotl(s_[3], 45);
        return (static_cast<double>(result >> 11) + 0.5) * 0x1p-53;
    }

private:
    static std::uint64_t rotl(std::uint64_t x, int k) { return (x << k) | (x >> (64 - k)); }
    std::uint64_t s_[4];
};

const double discount_rate = std::log(1.03) / year;

double discounted(double t)
{
    return (1.0 - std::exp(-discount_rate * t)) / discount_rate;
}

void move(Tally& tally, int from, int to, int event, double t)
{
    const int row = static_cast<int>(std::ceil(t / year));
    --tally.occupancy[row][from];
    ++tally.occupancy[row][to];
    tally.time[row][from] += t;
    tally.time[row][to] -= t;
    const double d = discounted(t);
    tally.discounted[from] += d;
    tally.discounted[to] -= d;
    ++tally.fired[row][event];
    ++tally.count;
}

void live_stream(std::int64_t people, Tally& tally)
{
    const Rates r;
    const double die_sick = 3.0 * r.die, die_sicker = 10.0 * r.die;
    const double from_healthy = r.sick + r.die, from_sick = r.recover + r.worsen + die_sick;
    Stream stream(1);
    for (std::int64_t person = 0; person < people; ++person) {
        int state = healthy;
        double t = 0.0;
        ++tally.occupancy[0][healthy];
        for (;;) {
            const double total = state == healthy ? from_healthy : state == sick ? from_sick : die_sicker;
            t -= std::log(stream.uniform()) / total;
            if (t > horizon) break;
            int to = dead, event = die;
            if (state == healthy) {
                if (stream.uniform() * total < r.sick) to = sick, event = fall_sick;
            } else if (state == sick) {
                const double u = stream.uniform() * total;
                if (u < r.recover)
                    to = healthy, event = recover;
                else if (u < r.recover + r.worsen)
                    to = sicker, event = worsen;
            }
            move(tally, state, to, event, t);
            state = to;
            if (state == dead) break;
        }
        tally.discounted[state] += discounted(horizon);
    }
}

void live_keyed(std::int64_t people, Tally& tally)
{
    const Rates r;
    const txpath::Draws draws({1, 0, 0});
    const txpath::Decision names[events] = {
        txpath::decision("illness.die"), txpath::decision("illness.fall_sick"),
        txpath::decision("illness.recover"), txpath::decision("illness.worsen")};
    for (std::int64_t id = 0; id < people; ++id) {
        const auto person = static_cast<std::uint64_t>(id);
        std::uint32_t occurrence[events] = {};
        int state = healthy;
        double t = 0.0;
        ++tally.occupancy[0][healthy];
        for (;;) {
            const double death = state == healthy ? r.die : state == sick ? 3.0 * r.die : 10.0 * r.die;
            double next = t + draws.threshold(person, names[die], occurrence[die]++) / death;
            int to = dead, event = die;
            if (state == healthy) {
                const double falls =
                    t + draws.threshold(person, names[fall_sick], occurrence[fall_sick]++) / r.sick;
                if (falls < next) next = falls, to = sick, event = fall_sick;
            } else if (state == sick) {
                const double recovers =
                    t + draws.threshold(person, names[recover], occurrence[recover]++) / r.recover;
                const double worsens =
                    t + draws.threshold(person, names[worsen], occurrence[worsen]++) / r.worsen;
                if (recovers < next) next = recovers, to = healthy, event = recover;
                if (worsens < next) next = worsens, to = sicker, event = worsen;
            }
            if (next > horizon) break;
            t = next;
            move(tally, state, to, event, t);
            state = to;
            if (state == dead) break;
        }
        tally.discounted[state] += discounted(horizon);
    }
}

}  // namespace

int main(int argc, char** argv)
{
    const std::int64_t people = argc > 1 ? std::atoll(argv[1]) : 200000;
    const bool keyed = argc > 2 && std::strcmp(argv[2], "keyed") == 0;
    Tally tally;
    const auto start = std::chrono::steady_clock::now();
    keyed ? live_keyed(people, tally) : live_stream(people, tally);
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    const double cost = (2000 * tally.discounted[healthy] + 4000 * tally.discounted[sick] +
                         15000 * tally.discounted[sicker]) /
                        year;
    const double qalys =
        (tally.discounted[healthy] + 0.75 * tally.discounted[sick] + 0.5 * tally.discounted[sicker]) / year;
    const auto n = static_cast<double>(people);
    std::printf("{\"events\": %lld, \"ns_per_event\": %.3f, \"cost\": %.4f, \"qalys\": %.6f}\n",
                static_cast<long long>(tally.count), 1e9 * seconds / static_cast<double>(tally.count),
                cost / n, qalys / n);
    return 0;
}
