#include "scenario/explain.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>

#include "base/text.hpp"
#include "txpath/units.hpp"

namespace txpath {

namespace {

using Kind = Node::Kind;
using Path = std::vector<std::string_view>;
namespace fs = std::filesystem;

constexpr std::size_t line_width = 110;

/// Does this path name a CSV file?
bool is_data_file(const Path& path)
{
    if (path.size() == 2) return path[0] == "population" && path[1] == "from";
    if (path.size() == 3 && path[0] == "clinicians" && path[1] == "network") return path[2] == "edges";
    const bool is_law = !path.empty() && (path.back() == "survival" || path.back() == "table");
    return is_law && ((path.size() == 5 && path[0] == "tracks" && path[2] == "transitions") ||
                      (path.size() == 4 && path[0] == "clinicians" && path[1] == "transitions"));
}

std::string in_quotes(const std::string& text)
{
    return nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

bool is_plain_key(std::string_view key)
{
    const auto is_plain = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
               c == '.' || c == ' ';
    };
    return !key.empty() && std::all_of(key.begin(), key.end(), is_plain) && trimmed(key) == key &&
           key != "null" && key != "Null" && key != "NULL";
}

std::string key_text(const std::string& key)
{
    return is_plain_key(key) ? key : in_quotes(key);
}

/// Where a node was written, for a comment.
std::string origin_of(const Mark& at)
{
    if (at.file == nullptr || at.line == 0) return {};
    if (at.file->path.empty() && !at.file->lines.empty()) return at.file->lines[0];  // --set PATH=VALUE
    return fmt::format("{}:{}", at.file->shown, at.line);
}

enum class Comments { none, origins };

class Writer {
public:
    Writer(Comments comments, const Scenario& scenario, const Scenario& clinicians)
        : comments_(comments), scenario_(scenario), clinicians_(clinicians)
    {
    }

    [[nodiscard]] std::string write(const Node& root)
    {
        mapping(root, 0);
        return std::move(text_);
    }

private:
    [[nodiscard]] std::string scalar(const Node& node) const
    {
        if (is_data_file(path_)) return in_quotes(fs::path(node.text).filename().string());
        const bool needs_quotes =
            node.is_quoted || node.text.empty() || node.text.find('\n') != std::string::npos;
        return needs_quotes ? in_quotes(node.text) : node.text;
    }

    /// The node in one line, or nothing when it has to be longer.
    [[nodiscard]] std::optional<std::string> flow(const Node& node)
    {
        if (node.kind == Kind::scalar) {
            auto text = scalar(node);
            const bool is_clear = text[0] == '"' || text.find_first_of(",[]{}") == std::string::npos;
            return is_clear ? std::optional(std::move(text)) : std::nullopt;
        }
        std::string text = node.kind == Kind::list ? "[" : "{";
        const auto add = [&](const std::string& part) { text += (text.size() > 1 ? ", " : "") + part; };
        for (const auto& item : node.items) {
            const auto part = flow(item);
            if (!part) return std::nullopt;
            add(*part);
        }
        for (const auto& entry : node.entries) {
            path_.push_back(entry.key);
            const auto part = flow(entry.value);
            path_.pop_back();
            if (!part) return std::nullopt;
            add(key_text(entry.key) + ": " + *part);
        }
        if (text.size() > line_width) return std::nullopt;
        return text + (node.kind == Kind::list ? "]" : "}");
    }

    [[nodiscard]] static bool is_from(const Node& node, const Mark& at)
    {
        const auto is_same = [&](const Mark& mark) { return mark.file == at.file && mark.line == at.line; };
        return is_same(node.at) &&
               std::all_of(node.items.begin(), node.items.end(),
                           [&](const Node& item) { return is_from(item, at); }) &&
               std::all_of(node.entries.begin(), node.entries.end(), [&](const Entry& entry) {
                   return is_same(entry.key_at) && is_from(entry.value, at);
               });
    }

    /// Sections and named things are written out; what stands below them goes into a line if it fits.
    [[nodiscard]] bool may_flow(const Node& node) const
    {
        if (node.kind == Kind::mapping && node.entries.empty()) return true;
        if (node.kind == Kind::mapping && path_.size() < 2) return false;
        return comments_ == Comments::none || is_from(node, node.at);
    }

    void mapping(const Node& node, std::size_t indent)
    {
        for (const auto& entry : node.entries) {
            path_.push_back(entry.key);
            text_ += std::string(indent, ' ') + key_text(entry.key) + ":";
            value(entry.value, indent, line_width - std::min(line_width, indent + entry.key.size() + 3));
            path_.pop_back();
        }
    }

    void value(const Node& node, std::size_t indent, std::size_t room)
    {
        if (node.kind == Kind::scalar) return end_line(" " + scalar(node), node);
        if (may_flow(node)) {
            const auto line = flow(node);
            if (line && line->size() <= room) return end_line(" " + *line, node);
        }
        text_ += "\n";
        if (node.kind == Kind::mapping) return mapping(node, indent + 2);
        for (const auto& item : node.items) list_item(item, indent + 2);
    }

    void list_item(const Node& item, std::size_t indent)
    {
        text_ += std::string(indent, ' ') + "-";
        path_.push_back("-");
        value(item, indent, line_width - std::min(line_width, indent + 2));
        path_.pop_back();
    }

    void end_line(const std::string& written, const Node& node)
    {
        text_ += written;
        if (comments_ == Comments::origins) {
            std::string comment = origin_of(node.at);
            if (const auto hazard = hazard_of(node)) comment += (comment.empty() ? "" : "; ") + *hazard;
            if (!comment.empty()) text_ += "  # " + comment;
        }
        text_ += "\n";
    }

    /// The constant hazard that a transition's key was converted to, where that key or all of the transition
    /// stands.
    [[nodiscard]] std::optional<std::string> hazard_of(const Node& node) const
    {
        const bool is_of_people = path_.size() >= 4 && path_[0] == "tracks" && path_[2] == "transitions";
        const bool is_of_clinicians =
            path_.size() >= 3 && path_[0] == "clinicians" && path_[1] == "transitions";
        if (!is_of_people && !is_of_clinicians) return std::nullopt;
        const std::size_t depth = is_of_people ? 4 : 3;  // of the transition's own keys
        const auto is_constant = [](std::string_view key) {
            return key == "rate" || key == "probability" || key == "median" || key == "mean";
        };
        const bool is_whole =
            path_.size() == depth && std::any_of(node.entries.begin(), node.entries.end(),
                                                 [&](const Entry& entry) { return is_constant(entry.key); });
        const bool is_key = path_.size() == depth + 1 && is_constant(path_[depth]);
        const bool is_base =
            path_.size() == depth + 2 && is_constant(path_[depth]) && path_[depth + 1] == "value";
        if (!is_whole && !is_key && !is_base) return std::nullopt;
        const Scenario& owner = is_of_people ? scenario_ : clinicians_;
        for (const auto& transition : owner.transitions) {
            if (transition.name != path_[depth - 1]) continue;
            if (is_of_people && owner.tracks[transition.track].name != path_[1]) continue;
            const auto& first = transition.when.first;
            return fmt::format("hazard {:.6g} per year", converted(first, first.number) * days_per_year);
        }
        return std::nullopt;
    }

    Comments comments_;
    const Scenario& scenario_;
    const Scenario& clinicians_;
    Path path_;
    std::string text_;
};

/// The tree with what only made sense among several files replaced.
Node standing_alone(const Node& root, const Scenario& scenario)
{
    Node alone = root;
    std::erase_if(alone.entries,
                  [](const Entry& entry) { return entry.key == "extends" || entry.key == "include"; });
    for (auto& entry : alone.entries)
        if (entry.key == "references") entry.value = written_out(entry.value, scenario);
    return alone;
}

void visit_data_files(const Node& node, Path& path, std::vector<const Node*>& files)
{
    if (node.kind == Kind::scalar && is_data_file(path)) files.push_back(&node);
    for (const auto& entry : node.entries) {
        path.push_back(entry.key);
        visit_data_files(entry.value, path, files);
        path.pop_back();
    }
}

}  // namespace

Node written_out(const Node& references, const Scenario& scenario)
{
    Node citations;
    citations.kind = Kind::mapping;
    citations.at = references.at;
    for (const auto& [key, citation] : scenario.references) {
        Node text;
        text.is_quoted = true;
        text.text = citation;
        text.at = references.at;
        citations.entries.push_back({key, references.at, std::move(text)});
    }
    return citations;
}

std::vector<std::string> data_files_of(const Node& root, const std::string& root_folder, Diagnostics& found)
{
    std::vector<const Node*> files;
    Path path;
    visit_data_files(root, path, files);
    std::map<std::string, std::string> path_of;
    for (const auto* file : files) {
        const bool is_from_file = file->at.file != nullptr && !file->at.file->path.empty();
        const fs::path folder =
            is_from_file ? fs::path(file->at.file->path).parent_path() : fs::path(root_folder);
        const auto whole = (folder / file->text).lexically_normal();
        const auto [first, is_new] = path_of.emplace(whole.filename().string(), whole.string());
        if (is_new || first->second == whole.string()) continue;
        report(found, file->at, fmt::format("another data file has the name '{}'", first->first)).advice =
            "give one of them another name";
    }
    std::vector<std::string> paths;
    paths.reserve(path_of.size());
    for (const auto& [name, whole] : path_of) paths.push_back(whole);
    return paths;
}

std::string on_one_line(const Node& node)
{
    if (node.kind == Kind::scalar) {
        const bool is_plain = !node.is_quoted && node.text.find_first_of(",[]{}\n") == std::string::npos;
        return is_plain ? node.text : in_quotes(node.text);
    }
    std::string text;
    const auto add = [&](const std::string& part) { text += (text.empty() ? "" : ", ") + part; };
    for (const Node& item : node.items) add(on_one_line(item));
    for (const Entry& entry : node.entries) add(key_text(entry.key) + ": " + on_one_line(entry.value));
    return node.kind == Kind::list ? "[" + text + "]" : "{" + text + "}";
}

std::string effective_text(const Node& root, const Scenario& scenario)
{
    return Writer(Comments::none, scenario, scenario).write(standing_alone(root, scenario));
}

std::string explained_text(const Node& root, const Scenario& scenario, const Scenario& clinicians,
                           const std::vector<Unsourced>& unsourced)
{
    std::string text = Writer(Comments::origins, scenario, clinicians).write(standing_alone(root, scenario));
    if (unsourced.empty()) return text;
    text += fmt::format("\n# {} with neither a source nor 'assumption':\n",
                        unsourced.size() == 1 ? "1 number" : fmt::format("{} numbers", unsourced.size()));
    for (const auto& [path, at, written] : unsourced)
        text += fmt::format("#   {} ({}:{})\n", path, at.file, at.line);
    return text;
}

}  // namespace txpath
