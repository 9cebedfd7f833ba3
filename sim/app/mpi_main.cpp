// mpi_main.cpp -- the program txpath-mpi: `batch run` by all processes of one MPI job.
//
// Promises  the first rank speaks, writes and has the exit code of `txpath batch run`; the others compute. A
// rank that
//           fails ends the job with its code and words.
#include <fmt/format.h>
#include <sys/resource.h>

#include <algorithm>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "app/batch_run.hpp"
#include "app/farm.hpp"
#include "app/mpi_post.hpp"
#include "app/program.hpp"
#include "app/signals.hpp"

namespace txpath::app {

namespace {

// A farm has no other process to share with: it takes many shards at once, so that it seldom waits for the
// last of them.
constexpr std::size_t units_each = 128, spare_files = 100, usual_files = 1024;

std::size_t most_open_files()
{
    rlimit limit = {};
    const bool is_known = getrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY;
    const std::size_t most = is_known ? std::min<std::size_t>(limit.rlim_cur, 4 * usual_files) : usual_files;
    return std::max<std::size_t>(most, 2 * spare_files) - spare_files;
}

/// A rank's own words, and how it ends because of them.
class Refusal : public std::exception {
public:
    Refusal(ExitCode code, std::string said) : excuse_{code, std::move(said)} {}
    [[nodiscard]] const Excuse& excuse() const noexcept { return excuse_; }

private:
    Excuse excuse_;
};

ExitCode lead(const Invocation& invocation, MpiPost& post)
{
    const Terminal terminal{invocation};
    say_if_pinned(invocation, terminal);
    const auto found = ready_batch(invocation, post.ranks_here(), terminal);
    if (const auto* code = std::get_if<ExitCode>(&found)) return *code;
    const auto& ready = std::get<ReadyBatch>(found);
    call_up(post);
    const Farm farm(ready.study->work(), ready.threads, ready.batch.plan.unit.seconds, post);
    return do_batch(ready, farm, ready.threads * post.ranks(), {units_each, most_open_files()}, invocation,
                    terminal);
}

ExitCode first_rank(const Parsed& parsed, MpiPost& post)
{
    if (const auto* mistake = std::get_if<UsageError>(&parsed)) return say_usage(*mistake);
    if (std::holds_alternative<VersionWanted>(parsed)) return say_version();
    const auto& invocation = std::get<Invocation>(parsed);
    if (invocation.command().name == "batch run") return lead(invocation, post);
    return say_usage({fmt::format("txpath-mpi does 'batch run BATCH' alone; 'txpath {}' does the rest",
                                  invocation.command().name)});
}

/// It is called only when the first rank has a batch, so the words are those of a batch.
void follow(const Parsed& parsed, MpiPost& post)
{
    std::unique_ptr<ReadyBatch> ready;
    const auto prepare = [&]() -> Hand {
        const auto& invocation = std::get<Invocation>(parsed);
        std::string said;
        auto found = ready_batch(invocation, post.ranks_here(), Terminal{invocation, said});
        if (const auto* code = std::get_if<ExitCode>(&found)) throw Refusal(*code, std::move(said));
        ready = std::make_unique<ReadyBatch>(std::move(std::get<ReadyBatch>(found)));
        return {&ready->study->work(), ready->threads};
    };
    const auto excuse = [](const std::exception_ptr& failure) -> Excuse {
        try {
            std::rethrow_exception(failure);
        } catch (const Refusal& refusal) {
            return refusal.excuse();
        } catch (...) {
            auto [code, text] = ending_of(std::current_exception());
            return {code, std::move(text)};
        }
    };
    serve(post, post.host(), prepare, excuse);
}

/// What must not fail, since others wait for it.
void see_to(const std::function<void()>& duty)
{
    const ExitCode code = guarded([&] {
        duty();
        return ExitCode::ok;
    });
    if (code != ExitCode::ok) MpiPost::abort(static_cast<int>(code));
}

ExitCode take_part(const std::vector<std::string>& arguments, MpiPost& post)
{
    ExitCode code = ExitCode::ok;
    if (post.rank() == 0) {
        code = guarded([&] { return first_rank(parse(arguments), post); });
        see_to([&] { dismiss(post); });
    } else {
        see_to([&] { follow(parse(arguments), post); });
    }
    return code;
}

}  // namespace

/// For main.
static int mpi_program(int count, char** words)
{
    listen_for_signals();
    return static_cast<int>(guarded([&] {
        MpiPost post(count, words);
        return take_part({words + 1, words + count}, post);
    }));
}

}  // namespace txpath::app

int main(int count, char** words)
{
    return txpath::app::mpi_program(count, words);
}
