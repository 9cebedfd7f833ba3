// explain_test.cpp -- claims about overlays, `--set`, and the texts of a merged scenario.
#include "scenario/explain.hpp"

#include <unistd.h>

#include <catch2/catch.hpp>
#include <filesystem>

#include "base/files.hpp"
#include "scenario/overlay.hpp"

using namespace txpath;
namespace fs = std::filesystem;

namespace {

/// Files of a scenario in a folder of their own, which is the working folder while the test lasts.
class Folder {
public:
    Folder()
    {
        fs::create_directories(path_);
        fs::current_path(path_);
    }
    ~Folder()
    {
        fs::current_path(before_);
        fs::remove_all(path_);
    }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;

    void write(const std::string& name, const std::string& text) const
    {
        fs::create_directories((path_ / name).parent_path());
        write_file((path_ / name).string(), text);
    }

private:
    fs::path before_ = fs::current_path();
    fs::path path_ = fs::temp_directory_path() / ("txpath_overlay_test_" + std::to_string(::getpid()));
};

std::string whole(const std::string& path, const std::vector<Override>& overrides)
{
    Sources sources;
    Diagnostics found;
    const auto result = overlay(sources, path, overrides, found);
    if (found.empty()) return effective_text(result.root, Scenario{});
    found.sort();
    return render(found);
}

}  // namespace

TEST_CASE("mappings merge key by key, anything else replaces, null removes", "[overlay]")
{
    const Folder folder;
    folder.write(
        "base.yaml",
        "time: {horizon: 1 year, report_every: 1 month}\noutputs: {by: [sex, age]}\nrun: {seed: 1}\n");
    folder.write("a.yaml", "extends: base.yaml\ntime: {horizon: 2 years}\noutputs: {by: [sex]}\nrun: null\n");
    CHECK(whole("a.yaml", {}) ==
          "time:\n  horizon: 2 years\n  report_every: 1 month\noutputs:\n  by: [sex]\n");
}

TEST_CASE("an overlay's way of saying when replaces the base's", "[overlay]")
{
    const Folder folder;
    folder.write("base.yaml",
                 "tracks: {care: {transitions: {go: {from: a, rate: {value: 0.1 per year, source: x}}}}}\n"
                 "population: {attributes: {age: {normal: {mean: 4, sd: 1}, min: 0}}}\n");
    folder.write("a.yaml",
                 "extends: base.yaml\ntracks: {care: {transitions: {go: {median: 57 days}}}}\n"
                 "population: {attributes: {age: {value: 3}}}\n");
    CHECK(whole("a.yaml", {}) ==
          "tracks:\n  care: {transitions: {go: {from: a, median: 57 days}}}\n"
          "population:\n  attributes: {age: {min: 0, value: 3}}\n");
}

TEST_CASE("removing what is not there is an error", "[overlay]")
{
    const Folder folder;
    folder.write("a.yaml", "run:\ntime: {horizon: 1 year}\n");
    CHECK(whole("a.yaml", {}) ==
          "a.yaml:1:1: error: 'run' is nothing, and there is nothing to remove\n"
          "    1 | run:\n"
          "      | ^~~ write '{}' for an empty mapping\n");
}

TEST_CASE("includes may repeat but not contradict one another", "[overlay]")
{
    const Folder folder;
    folder.write("lib/x.yaml", "counters: {n: 0}\nrun: {seed: 1}\n");
    folder.write("lib/y.yaml", "counters: {n: 0}\nrun: {seed: 2}\n");
    folder.write("a.yaml", "include: [lib/x.yaml, lib/y.yaml]\n");
    CHECK(whole("a.yaml", {}) ==
          "lib/y.yaml:2:7: error: two includes give 'seed' different values\n"
          "    2 | run: {seed: 2}\n"
          "      |       ^~~~ the other one is at lib/x.yaml:2:7\n");
}

TEST_CASE("a cycle shows its chain", "[overlay]")
{
    const Folder folder;
    folder.write("a.yaml", "extends: b.yaml\n");
    folder.write("b.yaml", "include: [a.yaml]\n");
    CHECK(whole("a.yaml", {}) ==
          "b.yaml:1:11: error: 'a.yaml' leads back to itself\n"
          "    1 | include: [a.yaml]\n"
          "      |           ^~~~~~\n"
          " help | a.yaml -> b.yaml -> a.yaml\n");
}

TEST_CASE("no file outside the scenario's folder is opened", "[overlay]")
{
    const Folder folder;
    folder.write("s/a.yaml", "extends: ../b.yaml\n");
    folder.write("s/c.yaml", "extends: /etc/passwd\n");
    folder.write("s/d.yaml", "extends: none.yaml\n");
    fs::create_symlink("../b.yaml", "s/link.yaml");
    folder.write("s/e.yaml", "extends: link.yaml\n");
    folder.write("b.yaml", "run: {seed: 1}\n");
    CHECK(whole("s/a.yaml", {}) ==
          "s/a.yaml:1:10: error: '../b.yaml' lies outside the scenario's folder\n"
          "    1 | extends: ../b.yaml\n"
          "      |          ^~~~~~~~~\n"
          " help | files must be in the folder of the scenario or below it\n");
    CHECK(whole("s/c.yaml", {}) ==
          "s/c.yaml:1:10: error: '/etc/passwd' is an absolute path\n"
          "    1 | extends: /etc/passwd\n"
          "      |          ^~~~~~~~~~~ name files relative to this one\n");
    CHECK(whole("s/d.yaml", {}) ==
          "s/d.yaml:1:10: error: 's/none.yaml' is not there\n"
          "    1 | extends: none.yaml\n"
          "      |          ^~~~~~~~~\n");
    CHECK(whole("s/e.yaml", {}).find("lies outside the scenario's folder") != std::string::npos);
}

TEST_CASE("a path on the command line finds keys with dots, and replaces an uncertain value whole",
          "[overlay]")
{
    const Folder folder;
    folder.write(
        "a.yaml",
        "tracks: {care: {transitions: {go: {hazard_ratios: {sex.female: {value: 2, source: x}}}}}}\n");
    CHECK(
        whole("a.yaml", {{"tracks.care.transitions.go.hazard_ratios.sex.female", "3"}, {"run.seed", "7"}}) ==
        "tracks:\n  care: {transitions: {go: {hazard_ratios: {sex.female: 3}}}}\nrun:\n  seed: 7\n");
}

TEST_CASE("a path that names nothing is refused with what there is", "[overlay]")
{
    const Folder folder;
    folder.write("a.yaml", "run: {seed: 1}\n");
    CHECK(whole("a.yaml", {{"run.sede", "2"}}) ==
          "command line:1:7: error: 'run.sede' names nothing in the scenario\n"
          "    1 | --set run.sede=2\n"
          "      |       ^~~~~~~~ no 'sede'; did you mean 'seed'?\n"
          " help | there: seed, replicates, stop\n");
}

TEST_CASE("the explained text says where every value was written", "[overlay]")
{
    const Folder folder;
    folder.write("base.yaml", "run:\n  seed: 1\n");
    folder.write("a.yaml", "extends: base.yaml\ntitle: \"A: b\"\n");
    Sources sources;
    Diagnostics found;
    const auto result = overlay(sources, "a.yaml", {{"run.replicates", "3"}}, found);
    CHECK(explained_text(result.root, Scenario{}, Scenario{}, {{"x.y", Span{"a.yaml", 4, 1, 1}}}) ==
          "run:\n  seed: 1  # base.yaml:2\n  replicates: 3  # --set run.replicates=3\ntitle: \"A: b\"  # "
          "a.yaml:2\n"
          "\n# 1 number with neither a source nor 'assumption':\n#   x.y (a.yaml:4)\n");
}
