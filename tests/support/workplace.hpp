// workplace.hpp -- a folder of its own in which a test uses the program as a user does.
#pragma once

#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

namespace txpath {

/// Is removed with everything in it.
class Workplace {
public:
    Workplace()
    {
        auto pattern = (std::filesystem::temp_directory_path() / "txpath-test-XXXXXX").string();
        path_ = mkdtemp(pattern.data());
    }
    ~Workplace() { std::filesystem::remove_all(path_); }
    Workplace(const Workplace&) = delete;
    Workplace& operator=(const Workplace&) = delete;

    [[nodiscard]] std::string text(const std::filesystem::path& name) const
    {
        std::ifstream file{path_ / name};
        std::stringstream all;
        all << file.rdbuf();
        return all.str();
    }
    void write(const std::filesystem::path& name, const std::string& text) const
    {
        std::filesystem::create_directories((path_ / name).parent_path());
        std::ofstream{path_ / name} << text;
    }
    [[nodiscard]] std::filesystem::path operator/(const std::string& name) const { return path_ / name; }

    /// The only thing in a folder of it.
    [[nodiscard]] std::filesystem::path only_folder(const std::string& name) const
    {
        return *std::filesystem::directory_iterator{path_ / name};
    }
    [[nodiscard]] std::filesystem::path folder() const { return only_folder("output"); }

    /// Exit code of a shell command line in which `txpath` is the program; its streams go to files `out` and
    /// `err`.
    [[nodiscard]] int shell(const std::string& line) const
    {
        const auto whole = "cd '" + path_.string() + "' && txpath() { '" TXPATH_PROGRAM "' \"$@\"; } && { " +
                           line + " ; } >out 2>err";
        const int status = std::system(whole.c_str());
        return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    }

private:
    std::filesystem::path path_;
};

}  // namespace txpath
