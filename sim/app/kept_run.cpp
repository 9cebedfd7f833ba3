#include "app/kept_run.hpp"

#include <filesystem>
#include <system_error>

#include "base/files.hpp"
#include "txpath/replicate_work.hpp"
#include "txpath/report.hpp"

namespace txpath::app {

namespace {

namespace fs = std::filesystem;

std::string folder_of(const RunPlan& plan, const UnitWork& work)
{
    const std::string name = run_folder_name(plan.scenario, work.identity()) + ".unfinished";
    return (fs::path(plan.destination) / name).string();
}

}  // namespace

KeptRun::KeptRun(const RunPlan& plan)
    : work_(replicate_work(plan.scenario, plan.model, most_replicates(plan.scenario))),
      folder_(folder_of(plan, *work_)),
      // Any number of replicates: a run that is given more of them goes on from those it has.
      shard_{(fs::path(folder_) / "replicates").string(), {work_->identity(), 0, std::uint64_t{1} << 32}},
      answers_({shard_}, ShardReader::Whole::no)
{
    std::error_code error;
    fs::create_directories(folder_, error);
    if (error) throw no_creation(folder_, error.value());
    writer_ = std::make_unique<ShardWriter>(shard_.path, shard_.head);
    found_ = writer_->records().size();
}

KeptRun::~KeptRun()
{
    if (writer_ && done() == 0) forget();
}

bool KeptRun::do_up_to(std::uint64_t end, const UnitSpec& spec)
{
    const std::vector<std::uint64_t> missing = writer_->missing(end);
    if (missing.empty()) return true;
    const bool is_all = work_->work(
        missing, spec, [this](std::uint64_t unit, std::string_view answer) { writer_->add(unit, answer); });
    writer_->sync();
    return is_all;
}

void KeptRun::forget() noexcept
{
    writer_.reset();
    std::error_code ignored;
    fs::remove_all(folder_, ignored);
}

}  // namespace txpath::app
