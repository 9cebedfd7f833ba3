// files_test.cpp -- claims about files: whole or not there at all.
#include "base/files.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <cerrno>
#include <csignal>
#include <filesystem>

#include "base/persist.hpp"

using namespace txpath;
namespace fs = std::filesystem;

namespace {

/// An empty folder that goes away with the test.
struct Scratch {
    fs::path folder = fs::temp_directory_path() / ("txpath_files_test_" + std::to_string(::getpid()));
    Scratch() { fs::create_directories(folder); }
    ~Scratch() { fs::remove_all(folder); }
    [[nodiscard]] std::string at(const char* name) const { return (folder / name).string(); }
    [[nodiscard]] std::ptrdiff_t entry_count() const
    {
        return std::distance(fs::directory_iterator(folder), fs::directory_iterator());
    }
};

}  // namespace

TEST_CASE("a file that is not committed leaves nothing behind", "[files]")
{
    const Scratch scratch;
    {
        AtomicFile file(scratch.at("a.csv"));
        file.write("half");
        CHECK_FALSE(fs::exists(scratch.at("a.csv")));
    }
    CHECK(scratch.entry_count() == 0);
}

TEST_CASE("a committed file is there, whole and alone", "[files]")
{
    const Scratch scratch;
    write_file(scratch.at("a.csv"), std::string(200000, 'x'));
    CHECK(read_file(scratch.at("a.csv"), 1000000).text == std::string(200000, 'x'));
    CHECK(scratch.entry_count() == 1);
}

TEST_CASE("what cannot be read says why", "[files]")
{
    const Scratch scratch;
    write_file(scratch.at("big"), "12345");
    CHECK(read_file(scratch.at("none"), 10).failure == ReadFailure::absent);
    CHECK(read_file(scratch.at("big"), 4).failure == ReadFailure::too_large);
    CHECK(read_file(scratch.at("big"), 4).reason == "is larger than 4 bytes");
    CHECK(read_file(scratch.folder.string(), 10).reason == "is a folder");
    CHECK(read_file("/dev/zero", 10).reason == "is not a regular file");
}

TEST_CASE("a file that cannot be created carries its path, errno and exit code", "[files]")
{
    const Scratch scratch;
    try {
        write_file(scratch.at("absent/a.csv"), "x");
        FAIL("it was created");
    } catch (const WriteError& error) {
        CHECK(error.path() == scratch.at("absent/a.csv"));
        CHECK(error.error_number() == ENOENT);
        CHECK(static_cast<int>(error.kind()) == 73);
    }
}

TEST_CASE("a folder appears whole, is refused when present, and is replaced on demand", "[files]")
{
    const Scratch scratch;
    const auto write_run = [&](IfPresent if_present, const char* text) {
        PendingFolder folder(scratch.at("run"), if_present);
        write_file(folder.temporary() + "/a.csv", text);
        CHECK(fs::exists(scratch.at("run/a.csv")) == (if_present == IfPresent::replace));
        folder.commit();
    };
    write_run(IfPresent::refuse, "one");
    CHECK_THROWS_AS(PendingFolder(scratch.at("run"), IfPresent::refuse), WriteError);
    write_run(IfPresent::replace, "two");
    CHECK(read_file(scratch.at("run/a.csv"), 10).text == "two");
    CHECK(scratch.entry_count() == 1);
    {
        const PendingFolder forgotten(scratch.at("other"), IfPresent::refuse);
    }
    CHECK(scratch.entry_count() == 1);
}

TEST_CASE("what a killed process left of a folder goes when the folder is written again", "[files]")
{
    const Scratch scratch;
    const std::string path = scratch.at("run");
    const pid_t child = ::fork();
    if (child == 0) {
        const PendingFolder folder(path, IfPresent::refuse);
        write_file(folder.temporary() + "/a.csv", "half");
        ::kill(::getpid(), SIGKILL);
    }
    int status = 0;
    REQUIRE(::waitpid(child, &status, 0) == child);
    REQUIRE(WIFSIGNALED(status));
    fs::create_directories(scratch.at(".run.00000000-1-0.part"));  // of another machine, on the same disk
    CHECK(scratch.entry_count() == 2);
    PendingFolder mine(path, IfPresent::refuse);
    {
        const PendingFolder same(path, IfPresent::refuse);  // of a process that lives: this one
        CHECK(scratch.entry_count() == 3);
    }
    mine.commit();
    CHECK(scratch.entry_count() == 2);
    CHECK(fs::exists(path));
}

TEST_CASE("a system call is made again only while signals interrupt it", "[files]")
{
    int calls = 0;
    const auto interrupted_twice = [&] {
        errno = EINTR;
        return ++calls < 3 ? -1 : 7;
    };
    CHECK(persist(interrupted_twice) == 7);
    CHECK(calls == 3);
    const auto refused = [&] {
        errno = ENOSPC;
        return ++calls > 0 ? -1 : 0;
    };
    CHECK(persist(refused) == -1);
    CHECK(calls == 4);
}
