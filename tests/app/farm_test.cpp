// farm_test.cpp -- claims about a batch that several processes do, with threads for processes.
#include "app/farm.hpp"

#include <atomic>
#include <catch2/catch.hpp>
#include <chrono>
#include <cstdint>
#include <deque>
#include <map>
#include <mutex>
#include <numeric>
#include <string>
#include <thread>
#include <vector>

using namespace txpath;
using namespace txpath::app;

namespace {

/// Where the letters of all ranks lie.
struct PostOffice {
    explicit PostOffice(int ranks) : boxes(static_cast<std::size_t>(ranks)) {}
    std::mutex mutex;
    std::vector<std::deque<Letter>> boxes;
};

class PostInMemory final : public Post {
public:
    PostInMemory(PostOffice& office, int rank) : office_(office), rank_(rank) {}
    [[nodiscard]] int rank() const override { return rank_; }
    [[nodiscard]] int ranks() const override { return static_cast<int>(office_.boxes.size()); }
    void send(int to, std::string text) override
    {
        const std::lock_guard lock(office_.mutex);
        office_.boxes[static_cast<std::size_t>(to)].push_back({rank_, std::move(text)});
    }
    [[nodiscard]] std::optional<Letter> receive() override
    {
        const std::lock_guard lock(office_.mutex);
        auto& box = office_.boxes[static_cast<std::size_t>(rank_)];
        if (box.empty()) return std::nullopt;
        Letter letter = std::move(box.front());
        box.pop_front();
        return letter;
    }

private:
    PostOffice& office_;
    int rank_;
};

std::string square(std::uint64_t unit)
{
    return std::to_string(unit * unit);
}

/// Unit n is n squared; units take from none to a few milliseconds.
class Squares final : public UnitWork {
public:
    explicit Squares(std::uint64_t identity) : identity_(identity) {}
    std::uint64_t fails_at = UINT64_MAX;
    const Squares* waits_for = nullptr;  ///< unit 0 ends when this has done something, or is given up
    mutable std::atomic<int> units_done = 0;

    [[nodiscard]] std::uint64_t units() const override { return 1000; }
    [[nodiscard]] std::uint64_t identity() const override { return identity_; }
    bool work(std::span<const std::uint64_t> units, const UnitSpec& spec,
              const TakeAnswer& take) const override
    {
        for (const std::uint64_t unit : units) {
            if (*spec.rest || *spec.stop) return false;
            if (unit == fails_at) throw AnswerError("the seventh seal");
            std::this_thread::sleep_for(std::chrono::microseconds(unit * 7919 % 3000));
            while (unit == 0 && waits_for != nullptr && waits_for->units_done == 0) {
                if (*spec.stop) return false;
                std::this_thread::sleep_for(std::chrono::milliseconds(1));
            }
            take(unit, square(unit));
            ++units_done;
        }
        return true;
    }

private:
    std::uint64_t identity_;
};

Excuse excuse(const std::exception_ptr& failure)
{
    try {
        std::rethrow_exception(failure);
    } catch (const std::exception& what) {
        return {ExitCode::cannot_create, what.what()};
    }
}

/// All ranks of a job but the first, at work until dismissed.
class Others {
public:
    Others(PostOffice& office, const UnitWork& work, int threads)
    {
        for (int rank = 1; rank < static_cast<int>(office.boxes.size()); ++rank)
            threads_.emplace_back([&office, &work, threads, rank] {
                PostInMemory post(office, rank);
                serve(
                    post, "node" + std::to_string(rank),
                    [&] {
                        return Hand{&work, threads};
                    },
                    excuse);
            });
    }

private:
    std::vector<std::jthread> threads_;
};

std::vector<std::uint64_t> first_units(std::uint64_t count)
{
    std::vector<std::uint64_t> units(count);
    std::iota(units.begin(), units.end(), std::uint64_t{0});
    return units;
}

/// What a farm answers, and how it ended.
struct Outcome {
    std::map<std::uint64_t, std::string> answers;
    bool is_complete = false;
    std::string failure;
    ExitCode code = ExitCode::ok;
};

Outcome farmed(const Squares& work, const Squares& elsewhere, int ranks, int threads, const UnitSpec& spec)
{
    PostOffice office(ranks);
    PostInMemory post(office, 0);
    const Others others(office, elsewhere, threads);
    Outcome outcome;
    call_up(post);
    try {
        // So slow that no stretch is long: there is something left for whoever comes late.
        const Farm farm(work, threads, 0.05, post);
        CHECK(farm.identity() == work.identity());
        // In two parts, as a batch is done group by group.
        for (const auto& part : {first_units(100), std::vector<std::uint64_t>{500, 400, 700}})
            outcome.is_complete = farm.work(part, spec, [&](std::uint64_t unit, std::string_view answer) {
                CHECK(outcome.answers.emplace(unit, answer).second);
            });
    } catch (const RankFailure& failure) {
        outcome.failure = failure.what();
        outcome.code = failure.code();
    } catch (const AnswerError& failure) {
        outcome.failure = failure.what();
    }
    dismiss(post);
    return outcome;
}

}  // namespace

TEST_CASE("however many processes do them, each unit is answered once", "[app][farm]")
{
    const int ranks = GENERATE(1, 2, 5), threads = GENERATE(1, 3);
    Squares work(1), elsewhere(1);
    if (ranks > 1) work.waits_for = &elsewhere;
    const Outcome outcome = farmed(work, elsewhere, ranks, threads, {});
    CHECK(outcome.is_complete);
    CHECK(outcome.answers.size() == 103);
    for (const auto& [unit, answer] : outcome.answers) CHECK(answer == square(unit));
    CHECK(work.units_done + elsewhere.units_done == 103);
}

TEST_CASE("a process that fails ends the work with its own code and words", "[app][farm]")
{
    Squares work(1), elsewhere(1);
    work.fails_at = elsewhere.fails_at = 60;  // whoever does it
    const Outcome outcome = farmed(work, elsewhere, 3, 1, {});
    CHECK_FALSE(outcome.is_complete);
    CHECK_FALSE(outcome.answers.contains(60));
    if (outcome.code == ExitCode::ok)
        CHECK(outcome.failure == "the seventh seal");
    else
        CHECK(
            outcome.failure.ends_with("gave up, so that the job ends; what is done stays\nthe seventh seal"));
}

TEST_CASE("a process with another study is refused, whatever it would have answered", "[app][farm]")
{
    Squares work(1), elsewhere(2);
    work.waits_for = &elsewhere;  // until it is refused
    const Outcome outcome = farmed(work, elsewhere, 2, 1, {});
    CHECK(outcome.code == ExitCode::bad_scenario);
    CHECK(outcome.failure ==
          "rank 1 on node1 gave up, so that the job ends; what is done stays\n"
          "it read another study; all ranks must see the same folder");
    CHECK(elsewhere.units_done == 0);
}

TEST_CASE("work that is to rest finishes what is under way and begins nothing more", "[app][farm]")
{
    const Squares work(1), elsewhere(1);
    std::atomic<bool> rest = false;
    UnitSpec spec;
    spec.rest = &rest;
    spec.progress = [&rest](double share) {
        if (share > 0.2) rest = true;
    };
    const Outcome outcome = farmed(work, elsewhere, 3, 2, spec);
    CHECK_FALSE(outcome.is_complete);
    CHECK(outcome.answers.size() >= 20);
    CHECK(outcome.answers.size() < 100);
    CHECK(outcome.answers.size() == static_cast<std::size_t>(work.units_done + elsewhere.units_done));
}
