// report_command.cpp -- `txpath report` and `txpath open`: finished folders as one HTML page.
#include <fmt/format.h>
#include <spawn.h>
#include <sys/wait.h>

#include <array>
#include <cstdlib>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "app/build_facts.hpp"
#include "app/commands.hpp"
#include "app/page_file.hpp"
#include "app/pages.hpp"
#include "app/process.hpp"
#include "app/progress.hpp"
#include "base/files.hpp"
#include "txpath/page.hpp"

extern char** environ;

namespace txpath::app {

namespace {

namespace fs = std::filesystem;

/// Beside the folder: FOLDER.report.html; of several beside the first, with how many more there are.
std::string page_beside(const std::vector<std::string>& folders)
{
    std::string path = folders.front();
    while (path.size() > 1 && path.ends_with('/')) path.pop_back();
    if (path == "." || path == ".." || path.ends_with("/.") || path.ends_with("/.."))
        path = fs::absolute(path).lexically_normal().parent_path().string();
    const std::string more = folders.size() > 1 ? fmt::format(".and-{}-more", folders.size() - 1) : "";
    return path + more + ".report.html";
}

ExitCode say(const PageFault& fault, const Terminal& terminal)
{
    terminal.error(
        fmt::format("{} {}{}{}", fault.path, fault.reason, fault.remedy.empty() ? "" : "; ", fault.remedy));
    return fault.kind == PageFault::Kind::absent ? ExitCode::missing_input : ExitCode::bad_scenario;
}

/// Start a program and wait for it; false if it is not there or fails. Its own talk is not ours to show.
bool runs(const std::string& program, const std::string& argument)
{
    std::vector<std::string> words{program, argument};
    std::vector<char*> pointers;
    for (std::string& word : words) pointers.push_back(word.data());
    pointers.push_back(nullptr);
    pid_t child = 0;
    if (posix_spawnp(&child, program.c_str(), nullptr, nullptr, pointers.data(), environ) != 0) return false;
    int status = 0;
    return waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

/// Show a page where there is a display; false: there is none, or no program that opens pages.
bool is_shown(const std::string& path)
{
    const std::string whole = fs::absolute(path).string();
#ifdef __APPLE__
    return runs("open", whole);
#else
    const auto is_set = [](const char* name) {
        const char* value = std::getenv(name);
        return value != nullptr && *value != '\0';
    };
    return (is_set("DISPLAY") || is_set("WAYLAND_DISPLAY")) && runs("xdg-open", whole);
#endif
}

void show(const std::string& path, const Terminal& terminal)
{
    if (!is_shown(path)) terminal.talk("open it with a browser; there is no display here that could show it");
}

std::optional<ExitCode> obstacle_to_template(const Terminal& terminal)
{
    if (!report_page().empty()) return std::nullopt;
    terminal.error(
        "this build is without the report page, as node and npm were not there when it was built; install "
        "nodejs "
        "and npm (scripts/setup does), then configure and build txpath anew");
    return ExitCode::usage;
}

/// Make the page and write it; where it is goes to standard output.
ExitCode write_page(const std::vector<std::string>& folders, const std::string& path,
                    const Terminal& terminal)
{
    const Stopwatch watch;
    const auto made = page_of({folders, std::string(version())});
    if (const auto* fault = std::get_if<PageFault>(&made)) return say(*fault, terminal);
    const auto& page = std::get<Page>(made);
    const std::string text = filled_page({report_page(), page.title, page.json, PagePowers::none});
    try {
        write_file(path, text);
    } catch (const WriteError& error) {
        terminal.error(error.what());
        return static_cast<ExitCode>(error.kind());
    }
    terminal.detail(fmt::format("wrote {} in {}", spoken_bytes(static_cast<double>(text.size())),
                                spoken_seconds(watch.wall_seconds())));
    terminal.data(path + "\n");
    return ExitCode::ok;
}

}  // namespace

ExitCode report(const Invocation& invocation, const Terminal& terminal)
{
    if (const auto code = obstacle_to_template(terminal)) return *code;
    const std::vector<std::string>& folders = invocation.arguments();
    const std::string path = invocation.text("out").value_or(page_beside(folders));
    std::error_code error;
    if (!invocation.has("force") && fs::exists(path, error)) {
        terminal.error(
            fmt::format("{} is there already; --force replaces it, --out FILE writes elsewhere", path));
        return ExitCode::cannot_create;
    }
    const ExitCode code = write_page(folders, path, terminal);
    if (code == ExitCode::ok && invocation.has("open")) show(path, terminal);
    return code;
}

ExitCode open(const Invocation& invocation, const Terminal& terminal)
{
    const std::vector<std::string> folders{invocation.argument()};
    const std::string path = page_beside(folders);
    std::error_code error;
    if (fs::exists(path, error)) {
        terminal.data(path + "\n");
    } else {
        if (const auto code = obstacle_to_template(terminal)) return *code;
        if (const ExitCode code = write_page(folders, path, terminal); code != ExitCode::ok) return code;
    }
    show(path, terminal);
    return ExitCode::ok;
}

}  // namespace txpath::app
