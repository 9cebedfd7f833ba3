// explore_command.cpp -- `txpath explore`: a page for a class, with the engine inside.
#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "app/build_facts.hpp"
#include "app/commands.hpp"
#include "app/engine_bytes.hpp"
#include "app/explore_json.hpp"
#include "app/load_checked.hpp"
#include "app/page_file.hpp"
#include "app/pages.hpp"
#include "base/compress.hpp"
#include "base/files.hpp"
#include "txpath/explore.hpp"
#include "txpath/explore_engine.hpp"
#include "txpath/package.hpp"

namespace txpath::app {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t most_bytes = 5'000'000;  // of a page

std::string compressed(std::string_view bytes)
{
    std::string packed;
    const auto compressor = gzip_compressor([&packed](std::string_view piece) { packed += piece; });
    compressor->add(bytes);
    compressor->finish();
    return packed;
}

std::string in_base64(std::string_view bytes)
{
    constexpr std::string_view digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string text;
    text.reserve((bytes.size() + 2) / 3 * 4);
    for (std::size_t at = 0; at < bytes.size(); at += 3) {
        std::uint32_t three = 0;
        const std::size_t count = std::min<std::size_t>(3, bytes.size() - at);
        for (std::size_t k = 0; k < 3; ++k)
            three = three << 8 | (k < count ? static_cast<unsigned char>(bytes[at + k]) : 0U);
        for (std::size_t k = 0; k < 4; ++k) text += k <= count ? digits[three >> (18 - 6 * k) & 63U] : '=';
    }
    return text;
}

/// JSON that cannot end the element it stands in: these characters stand in its texts only.
std::string harmless(std::string_view json)
{
    std::string text;
    text.reserve(json.size() + 64);
    for (std::size_t at = 0; at < json.size(); ++at) {
        const char c = json[at];
        const bool is_separator = json.substr(at, 3) == "\u2028" || json.substr(at, 3) == "\u2029";
        if (c == '<' || c == '>' || c == '&') {
            text += fmt::format("\\u{:04x}", static_cast<unsigned char>(c));
        } else if (is_separator) {
            text += json[at + 2] == '\xa8' ? "\\u2028" : "\\u2029";
            at += 2;
        } else {
            text += c;
        }
    }
    return text;
}

std::optional<ExitCode> obstacle(const std::string& path, const Invocation& invocation,
                                 const Terminal& terminal)
{
    if (explore_page().empty()) {
        terminal.error(
            "this build is without the explorer's page, as node and npm were not there when it was "
            "built; "
            "install nodejs and npm (scripts/setup does), then configure and build txpath anew");
        return ExitCode::usage;
    }
    if (engine_bytes().empty()) {
        terminal.error(
            "this build is without the engine for browsers, as Emscripten was not there or not asked for "
            "when it was built; 'scripts/demo --explorer' in the source installs it and builds anew");
        return ExitCode::usage;
    }
    std::error_code error;
    if (invocation.has("force") || !fs::exists(path, error)) return std::nullopt;
    terminal.error(
        fmt::format("{} is there already; --force replaces it, --out FILE writes elsewhere", path));
    return ExitCode::cannot_create;
}

/// What the engine in the page would answer about today's world, for all replicates that the page shows: it
/// opens with them. Empty when the world cannot be run, and `why` says why.
std::string todays_answers(const std::string& world, const Explore& explore, std::string& why)
{
    const auto is_answer = [&why](const std::string& text) {
        const auto json = nlohmann::json::parse(text);
        if (!json.at("ok").get<bool>()) why = json.at("error").get<std::string>();
        return why.empty();
    };
    txpath::explore::Engine engine;
    if (!is_answer(engine.open(world))) return {};
    std::string answers;
    const std::uint64_t replicates = std::max<std::uint64_t>(1, explore.most_people / explore.quick_people);
    for (std::uint64_t replicate = 0; replicate < replicates; ++replicate) {
        const std::string answer = engine.run(fmt::format(
            R"({{"settings": {{}}, "people": {}, "replicate": {}}})", explore.quick_people, replicate));
        if (!is_answer(answer)) return {};
        answers += (answers.empty() ? "[" : ",") + answer;
    }
    return answers + "]";
}

/// The page's numbers of people, as `--people` wants them.
void settle(const Invocation& invocation, Explore& explore)
{
    const auto people = invocation.number("people");
    if (!people) return;
    explore.most_people = *people;
    explore.quick_people = std::min(explore.quick_people, *people);
}

ExitCode write_page(const std::string& path, const std::string& page, const Terminal& terminal)
{
    if (page.size() > most_bytes) {
        terminal.error(
            fmt::format("the page would have {} bytes, {} are the most: its data files are too large",
                        page.size(), most_bytes));
        return ExitCode::bad_scenario;
    }
    try {
        write_file(path, page);
    } catch (const WriteError& error) {
        terminal.error(error.what());
        return static_cast<ExitCode>(error.kind());
    }
    terminal.data(path + "\n");
    return ExitCode::ok;
}

}  // namespace

ExitCode explore(const Invocation& invocation, const Terminal& terminal)
{
    const std::string scenario_path = invocation.argument();
    const std::string path =
        invocation.text("out").value_or(fs::path(scenario_path).stem().string() + ".explorer.html");
    if (const auto code = obstacle(path, invocation, terminal)) return *code;
    const std::vector<Override> overrides = overrides_of(invocation);
    const auto scenario = load_checked(scenario_path, overrides);
    if (!scenario) return refuse(scenario.why_not(), terminal);
    auto offered = load_explore(scenario_path, overrides);
    if (!offered) return refuse(offered.why_not(), terminal);
    if (!offered.value()) {
        terminal.error(
            fmt::format("{} has no section 'explore', so there is nothing to try out; see "
                        "scenarios/classroom.yaml for one, and 'txpath schema --reference'",
                        scenario_path));
        return ExitCode::bad_scenario;
    }
    settle(invocation, *offered.value());
    const auto world = pack_scenario(scenario_path, overrides);
    if (!world) return refuse(world.why_not(), terminal);
    std::string why;
    const std::string today = todays_answers(world.value(), *offered.value(), why);
    if (today.empty()) {
        terminal.error(fmt::format("{} cannot be run in a page with {} people: {}", scenario_path,
                                   offered.value()->quick_people, why));
        return ExitCode::bad_scenario;
    }
    const std::string json = explore_json(scenario.value(), *offered.value(),
                                          {.version = std::string(version()),
                                           .engine = in_base64(compressed(engine_bytes())),
                                           .world = in_base64(compressed(world.value())),
                                           .today = in_base64(compressed(today))});
    const std::string page =
        filled_page({explore_page(), scenario.value().title, harmless(json), PagePowers::web_assembly});
    return write_page(path, page, terminal);
}

}  // namespace txpath::app
