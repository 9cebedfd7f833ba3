#include "scenario/tree.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "base/text.hpp"

namespace txpath {

const Entry* Node::find(std::string_view key) const noexcept
{
    for (const auto& entry : entries)
        if (entry.key == key) return &entry;
    return nullptr;
}

bool Node::is_null() const noexcept
{
    if (kind != Kind::scalar || is_quoted) return false;
    return text.empty() || text == "~" || text == "null" || text == "Null" || text == "NULL";
}

const SourceFile& Sources::add(SourceFile file)
{
    files_.push_back(std::make_unique<SourceFile>(std::move(file)));
    return *files_.back();
}

std::vector<std::string> Sources::paths() const
{
    std::vector<std::string> paths;
    for (const auto& file : files_) {
        if (file->path.empty()) continue;
        std::error_code error;  // the path as it is when there is one
        const auto canonical = std::filesystem::weakly_canonical(file->path, error);
        std::string path = error ? file->path : canonical.string();
        if (std::ranges::find(paths, path) == paths.end()) paths.push_back(std::move(path));
    }
    return paths;
}

SourceFile source_of(std::string shown, std::string path, std::string_view text)
{
    SourceFile file{std::move(shown), std::move(path), {}};
    if (text.substr(0, 3) == "\xEF\xBB\xBF") text.remove_prefix(3);
    for (auto line : split(text, '\n')) {
        if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
        file.lines.emplace_back(line);
    }
    if (file.lines.back().empty()) file.lines.pop_back();
    return file;
}

Span span_of(const Mark& mark)
{
    if (mark.file == nullptr) return {};
    return {mark.file->shown, mark.line, mark.column, mark.length};
}

std::string excerpt_of(const Mark& mark)
{
    if (mark.file == nullptr || mark.line == 0 || mark.line > mark.file->lines.size()) return {};
    return mark.file->lines[mark.line - 1];
}

std::string described(const Node& node)
{
    if (node.kind == Node::Kind::mapping) return "a mapping";
    if (node.kind == Node::Kind::list) return "a list";
    return node.is_null() ? "nothing" : fmt::format("'{}'", node.text);
}

namespace {

Diagnostic& say(Diagnostics& found, Severity severity, const Mark& at, std::string message)
{
    return found.add({.severity = severity,
                      .fault = Fault::scenario,
                      .at = span_of(at),
                      .message = std::move(message),
                      .excerpt = excerpt_of(at),
                      .advice = {},
                      .help = {}});
}

}  // namespace

Diagnostic& report(Diagnostics& found, const Mark& at, std::string message)
{
    return say(found, Severity::error, at, std::move(message));
}

Diagnostic& warn(Diagnostics& found, const Mark& at, std::string message)
{
    return say(found, Severity::warning, at, std::move(message));
}

}  // namespace txpath
