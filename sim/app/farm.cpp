#include "app/farm.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstddef>
#include <optional>
#include <set>
#include <thread>
#include <utility>
#include <vector>

#include "app/build_facts.hpp"
#include "app/lanes.hpp"
#include "app/signals.hpp"
#include "base/bytes.hpp"

namespace txpath::app {

namespace {

// Between two looks at the letters: far less than a stretch takes, far more than a look.
constexpr std::chrono::milliseconds nap{2};
// A stretch is this part of what one lane would still get, but is worth its letters, and is no longer than
// this: shards are then done one after the other. Units in a row may share work, so that some stay together
// however long they take.
constexpr std::size_t stretches_left = 4;
constexpr double least_seconds = 0.05, most_seconds = 1.0;
constexpr std::size_t units_together = 16;

/// That take so long on one thread; at least one.
std::size_t units_in(double seconds, double unit_seconds)
{
    return static_cast<std::size_t>(std::clamp(std::ceil(seconds / std::max(unit_seconds, 1e-9)), 1.0, 1e6));
}

enum class Word : std::uint64_t {
    begin,    ///< to all: prepare
    stretch,  ///< to one: units
    rest,     ///< to all: begin no further unit
    end,      ///< to all
    ready,    ///< from each: version, identity, threads
    harvest,  ///< from each: stretches that ended, answers
    heard,    ///< from each: the signal that came
    failed,   ///< from each: host, exit code, words
    bye,      ///< from each: it will send nothing more
};

ByteWriter letter_of(Word word)
{
    ByteWriter bytes;
    bytes.whole(static_cast<std::uint64_t>(word));
    return bytes;
}

Word word_of(const Letter& letter)
{
    return static_cast<Word>(ByteReader(letter.text).whole());
}

void tell_all(Post& post, Word word)
{
    for (int rank = 1; rank < post.ranks(); ++rank) post.send(rank, letter_of(word).take());
}

std::string program_version()
{
    return fmt::format("{} ({})", version(), commit());
}

/// One process, as the first sees it.
struct Rank {
    std::size_t lanes = 0;  ///< 0: it is not ready yet
    std::size_t held = 0;   ///< stretches it has
};

}  // namespace

RankFailure::RankFailure(int rank, const std::string& host, ExitCode code, const std::string& said)
    : std::runtime_error(fmt::format("rank {} on {} gave up, so that the job ends; what is done stays\n{}",
                                     rank, host, said)),
      code_(code)
{
}

class Farm::State {
public:
    State(const UnitWork& work, int threads, double unit_seconds, Post& post)
        : work_(work),
          post_(post),
          lanes_(work, threads),
          least_units_(units_in(least_seconds, unit_seconds)),
          most_units_(std::max(units_together, units_in(most_seconds, unit_seconds))),
          ranks_(static_cast<std::size_t>(post.ranks()))
    {
        ranks_.front().lanes = lanes_.count();
    }

    bool work(std::span<const std::uint64_t> units, const UnitSpec& spec, const TakeAnswer& take)
    {
        left_ = units;
        awaited_ = {units.begin(), units.end()};
        const auto is_set = [](const std::atomic<bool>* flag) { return flag != nullptr && *flag; };
        for (;;) {
            if (!is_resting_ && (is_set(spec.rest) || is_set(spec.stop))) rest();
            hand_out();
            if (!is_anything_held()) break;
            Harvest own = lanes_.wait(nap);
            if (own.failure) std::rethrow_exception(own.failure);
            accept(0, own.stretches, own.answers, take);
            while (const auto letter = post_.receive()) read(*letter, take);
            if (spec.progress && !units.empty())
                spec.progress(1.0 - static_cast<double>(awaited_.size()) / static_cast<double>(units.size()));
        }
        return awaited_.empty();
    }

private:
    void rest()
    {
        is_resting_ = true;
        left_ = {};
        lanes_.rest();
        tell_all(post_, Word::rest);
    }

    [[nodiscard]] std::size_t all_lanes() const
    {
        std::size_t count = 0;
        for (const Rank& rank : ranks_) count += rank.lanes;
        return count;
    }

    [[nodiscard]] bool is_anything_held() const
    {
        return std::ranges::any_of(ranks_, [](const Rank& rank) { return rank.held > 0; });
    }

    /// One stretch a lane, and one in hand for each process, unless others would then have none.
    void hand_out()
    {
        for (const bool in_hand : {false, true})
            for (std::size_t rank = 0; rank < ranks_.size(); ++rank)
                while (ranks_[rank].lanes > 0 && !left_.empty() &&
                       ranks_[rank].held <
                           ranks_[rank].lanes + (in_hand && left_.size() > all_lanes() ? 1 : 0))
                    give(rank);
    }

    void give(std::size_t rank)
    {
        const std::size_t fair = left_.size() / (stretches_left * all_lanes());
        const auto stretch = left_.first(std::min(left_.size(), std::clamp(fair, least_units_, most_units_)));
        left_ = left_.subspan(stretch.size());
        ++ranks_[rank].held;
        if (rank == 0) {
            lanes_.add({stretch.begin(), stretch.end()});
            return;
        }
        ByteWriter letter = letter_of(Word::stretch);
        letter.wholes(stretch);
        post_.send(static_cast<int>(rank), letter.take());
    }

    void accept(std::size_t rank, std::size_t stretches, const std::vector<UnitAnswer>& answers,
                const TakeAnswer& take)
    {
        for (const auto& [unit, answer] : answers) {
            if (awaited_.erase(unit) == 0)
                throw AnswerError(
                    fmt::format("rank {} answered unit {}, which was not asked for", rank, unit));
            take(unit, answer);
        }
        ranks_[rank].held -= std::min(ranks_[rank].held, stretches);
    }

    void read(const Letter& letter, const TakeAnswer& take)
    {
        ByteReader bytes(letter.text);
        const auto rank = static_cast<std::size_t>(letter.from);
        switch (static_cast<Word>(bytes.whole())) {
            case Word::ready:
                return welcome(rank, bytes);
            case Word::harvest: {
                const std::size_t stretches = bytes.whole();
                std::vector<UnitAnswer> answers(bytes.count(2));
                for (auto& [unit, answer] : answers) {
                    unit = bytes.whole();
                    answer = bytes.text();
                }
                if (!bytes.is_done())
                    throw AnswerError(fmt::format("a letter of rank {} was not what it sent", rank));
                return accept(rank, stretches, answers, take);
            }
            case Word::heard:
                return hear(static_cast<int>(bytes.whole()));
            case Word::failed: {
                const std::string host = bytes.text();
                const auto code = static_cast<ExitCode>(bytes.whole());
                throw RankFailure(letter.from, host, code, bytes.text());
            }
            default:
                throw AnswerError(fmt::format("a letter of rank {} has no meaning", rank));
        }
    }

    void welcome(std::size_t rank, ByteReader& bytes)
    {
        const std::string host = bytes.text(), version = bytes.text();
        const std::uint64_t identity = bytes.whole();
        if (version != program_version())
            throw RankFailure(static_cast<int>(rank), host, ExitCode::usage,
                              fmt::format("it runs txpath {} and rank 0 runs {}; numbers may differ between "
                                          "versions, so start one version everywhere",
                                          version, program_version()));
        if (identity != work_.identity())
            throw RankFailure(static_cast<int>(rank), host, ExitCode::bad_scenario,
                              "it read another study; all ranks must see the same folder");
        ranks_[rank].lanes = bytes.whole();
        if (is_resting_) post_.send(static_cast<int>(rank), letter_of(Word::rest).take());
    }

    const UnitWork& work_;
    Post& post_;
    Lanes lanes_;
    std::size_t least_units_, most_units_;  // of a stretch
    std::vector<Rank> ranks_;
    std::span<const std::uint64_t> left_;
    std::set<std::uint64_t> awaited_;  // not answered
    bool is_resting_ = false;
};

Farm::Farm(const UnitWork& work, int threads, double unit_seconds, Post& post)
    : work_(work), state_(std::make_unique<State>(work, threads, unit_seconds, post))
{
}

Farm::~Farm() = default;

bool Farm::work(std::span<const std::uint64_t> units, const UnitSpec& spec, const TakeAnswer& take) const
{
    return state_->work(units, spec, take);
}

void call_up(Post& post)
{
    tell_all(post, Word::begin);
}

void dismiss(Post& post)
{
    tell_all(post, Word::end);
    for (int present = post.ranks() - 1; present > 0;) {
        const auto letter = post.receive();
        if (!letter)
            std::this_thread::sleep_for(nap);
        else if (word_of(*letter) == Word::bye)
            --present;
    }
}

namespace {

/// A process that is not the first.
class Servant {
public:
    Servant(Post& post, const std::string& host) : post_(post), host_(host) {}

    /// Waits for the first process; false: there is nothing to do.
    [[nodiscard]] bool is_called()
    {
        for (;;) {
            if (const auto letter = post_.receive()) return word_of(*letter) == Word::begin;
            std::this_thread::sleep_for(nap);
        }
    }

    void work(const Hand& hand)
    {
        Lanes lanes(*hand.work, hand.threads);
        ByteWriter letter = letter_of(Word::ready);
        letter.text(host_);
        letter.text(program_version());
        letter.whole(hand.work->identity());
        letter.whole(lanes.count());
        post_.send(0, letter.take());
        bool has_heard = false;
        for (;;) {
            while (const auto next = post_.receive())
                if (!obey(*next, lanes)) return;
            if (const auto signal = signal_heard(); signal && !std::exchange(has_heard, true)) {
                ByteWriter heard = letter_of(Word::heard);
                heard.whole(static_cast<std::uint64_t>(*signal));
                post_.send(0, heard.take());
            }
            Harvest harvest = lanes.wait(nap);
            send(harvest);
            if (harvest.failure) std::rethrow_exception(harvest.failure);
        }
    }

    /// And waits for the end.
    void fail(const Excuse& excuse)
    {
        ByteWriter letter = letter_of(Word::failed);
        letter.text(host_);
        letter.whole(static_cast<std::uint64_t>(excuse.code));
        letter.text(excuse.said);
        post_.send(0, letter.take());
        for (;;) {
            const auto next = post_.receive();
            if (next && word_of(*next) == Word::end) return;
            if (!next) std::this_thread::sleep_for(nap);
        }
    }

private:
    /// False: it was the last.
    [[nodiscard]] static bool obey(const Letter& letter, Lanes& lanes)
    {
        ByteReader bytes(letter.text);
        switch (static_cast<Word>(bytes.whole())) {
            case Word::stretch:
                lanes.add(bytes.wholes());
                return true;
            case Word::rest:
                lanes.rest();
                return true;
            default:
                return false;
        }
    }

    void send(const Harvest& harvest)
    {
        if (harvest.answers.empty() && harvest.stretches == 0) return;
        ByteWriter letter = letter_of(Word::harvest);
        letter.whole(harvest.stretches);
        letter.whole(harvest.answers.size());
        for (const auto& [unit, answer] : harvest.answers) {
            letter.whole(unit);
            letter.text(answer);
        }
        post_.send(0, letter.take());
    }

    Post& post_;
    const std::string& host_;
};

}  // namespace

void serve(Post& post, const std::string& host, const std::function<Hand()>& prepare,
           const std::function<Excuse(std::exception_ptr)>& excuse)
{
    Servant servant(post, host);
    if (servant.is_called()) try {
            servant.work(prepare());
        } catch (...) {
            servant.fail(excuse(std::current_exception()));
        }
    post.send(0, letter_of(Word::bye).take());
}

}  // namespace txpath::app
