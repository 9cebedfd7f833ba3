// tree_parse.cpp -- the only door to yaml-cpp: its events become our tree.
//
// Owns      parse_yaml.
// Assumes   yaml-cpp's marks are starts, counted from 0 in bytes; its exceptions carry a mark.
// Promises  aliases, anchors, tags, merge keys, duplicate keys and further documents are refused here,
//           each with its place. No exception leaves this file.
#include <fmt/format.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <sstream>
#include <unordered_map>

#include "scenario/source_text.hpp"
#include "scenario/tree.hpp"

namespace txpath {

namespace {

constexpr std::size_t depth_cap = 32;
constexpr std::size_t node_cap = 200000;

/// Thrown through yaml-cpp when reading on makes no sense; the reason was reported before.
struct Stop {};

/// A list or mapping whose end was not seen yet.
struct OpenNode {
    Node node;
    bool has_key = false;  // of a mapping: the key was read, its value was not
    std::unordered_map<std::string, std::size_t> seen;
};

class TreeBuilder : public YAML::EventHandler {
public:
    TreeBuilder(const SourceFile& file, Diagnostics& found) : file_(file), found_(found) {}

    [[nodiscard]] Node take() { return std::move(root_); }

    void OnDocumentStart(const YAML::Mark& mark) override
    {
        if (++documents_ == 1) return;
        report(found_, mark_of(mark), "a second document starts here").advice = "keep one document a file";
        throw Stop{};
    }
    void OnDocumentEnd() override {}

    void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override
    {
        refuse_anchor(mark, anchor);
        const auto written = written_at(file_, line_of(mark), byte_of(mark));
        Node node = scalar("", mark);
        for (const std::string_view word : {"null", "Null", "NULL", "~"})
            if (written.substr(0, word.size()) == word) node.text = word;
        // yaml-cpp marks a missing value at whatever comes next: better to point at its key.
        if (node.text.empty() && !open_.empty() && open_.back().has_key)
            node.at = open_.back().node.entries.back().key_at;
        add(std::move(node));
    }

    void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override
    {
        report(found_, mark_of(mark), "aliases (*name) are not part of the language").advice =
            "write the value out, or name it under 'parameters' and write $name";
        add(scalar("", mark));
    }

    void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  const std::string& value) override
    {
        refuse_anchor(mark, anchor);
        refuse_tag(mark, tag);
        Node node = scalar(value, mark);
        node.is_quoted = tag == "!";
        if (is_block_scalar(mark)) node.at.length = 1;
        refuse_open_quote(mark);
        add(std::move(node));
    }

    void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                         YAML::EmitterStyle::value) override
    {
        open(Node::Kind::list, mark, tag, anchor);
    }
    void OnSequenceEnd() override { close(); }

    void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                    YAML::EmitterStyle::value) override
    {
        open(Node::Kind::mapping, mark, tag, anchor);
    }
    void OnMapEnd() override { close(); }

    [[nodiscard]] Mark mark_of(const YAML::Mark& mark) const
    {
        return mark_at(file_, line_of(mark), byte_of(mark));
    }

private:
    static std::size_t line_of(const YAML::Mark& mark)
    {
        return static_cast<std::size_t>(std::max(mark.line, 0));
    }
    static std::size_t byte_of(const YAML::Mark& mark)
    {
        return static_cast<std::size_t>(std::max(mark.column, 0));
    }

    [[nodiscard]] bool is_block_scalar(const YAML::Mark& mark) const
    {
        const auto written = written_at(file_, line_of(mark), byte_of(mark));
        return !written.empty() && (written[0] == '|' || written[0] == '>');
    }

    /// yaml-cpp takes the end of the file for the end of the quotes.
    void refuse_open_quote(const YAML::Mark& mark)
    {
        const auto written = written_at(file_, line_of(mark), byte_of(mark));
        if (written.empty() || (written[0] != '"' && written[0] != '\'')) return;
        if (!is_closed(file_, line_of(mark), byte_of(mark)))
            report(found_, mark_of(mark), "a text in quotes is not closed").advice = "close the quotes";
    }

    [[nodiscard]] Node scalar(const std::string& text, const YAML::Mark& mark) const
    {
        Node node;
        node.text = text;
        node.at = mark_of(mark);
        return node;
    }

    void refuse_anchor(const YAML::Mark& mark, YAML::anchor_t anchor)
    {
        if (anchor == YAML::NullAnchor) return;
        report(found_, mark_of(mark), "anchors (&name) are not part of the language").advice =
            "name the value under 'parameters' and write $name";
    }

    void refuse_tag(const YAML::Mark& mark, const std::string& tag)
    {
        if (tag.empty() || tag == "?" || tag == "!") return;
        report(found_, mark_of(mark), fmt::format("tags ({}) are not part of the language", tag)).advice =
            "leave it out";
    }

    void count(const YAML::Mark& mark)
    {
        if (++nodes_ <= node_cap) return;
        report(found_, mark_of(mark), "the file has more than 200,000 values");
        throw Stop{};
    }

    void open(Node::Kind kind, const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor)
    {
        refuse_anchor(mark, anchor);
        refuse_tag(mark, tag);
        count(mark);
        if (open_.size() == depth_cap) {
            report(found_, mark_of(mark), "the text is nested deeper than 32 levels");
            throw Stop{};
        }
        OpenNode node;
        node.node.kind = kind;
        node.node.at = mark_of(mark);
        if (!open_.empty() && open_.back().node.kind == Node::Kind::mapping && !open_.back().has_key) {
            report(found_, node.node.at, "a key must be a plain word, not a list or a mapping");
            throw Stop{};
        }
        open_.push_back(std::move(node));
    }

    void close()
    {
        Node node = std::move(open_.back().node);
        open_.pop_back();
        place(std::move(node));
    }

    void add(Node node)
    {
        count_at(node);
        if (!open_.empty() && open_.back().node.kind == Node::Kind::mapping && !open_.back().has_key) {
            add_key(std::move(node));
        } else {
            place(std::move(node));
        }
    }

    void count_at(const Node& node)
    {
        if (++nodes_ <= node_cap) return;
        report(found_, node.at, "the file has more than 200,000 values");
        throw Stop{};
    }

    void add_key(Node key)
    {
        auto& mapping = open_.back();
        if (key.is_null()) {
            report(found_, key.at, "a key is missing before ':'");
        } else if (key.text == "<<" && !key.is_quoted) {
            report(found_, key.at, "merge keys (<<) are not part of the language").advice =
                "use 'extends' or 'include'";
        } else if (const auto [first, is_new] =
                       mapping.seen.try_emplace(key.text, mapping.node.entries.size());
                   !is_new) {
            const auto& earlier = mapping.node.entries[first->second].key_at;
            report(found_, key.at, fmt::format("duplicate key '{}'", key.text)).advice =
                fmt::format("first given at {}:{}:{}", earlier.file->shown, earlier.line, earlier.column);
        }
        mapping.node.entries.push_back({std::move(key.text), key.at, {}});
        mapping.has_key = true;
    }

    void place(Node node)
    {
        if (open_.empty()) {
            root_ = std::move(node);
        } else if (open_.back().node.kind == Node::Kind::list) {
            open_.back().node.items.push_back(std::move(node));
        } else {
            open_.back().node.entries.back().value = std::move(node);
            open_.back().has_key = false;
        }
    }

    const SourceFile& file_;
    Diagnostics& found_;
    Node root_;
    std::vector<OpenNode> open_;
    std::size_t nodes_ = 0;
    std::size_t documents_ = 0;
};

struct Lesson {
    std::string_view of_parser, message, advice;
};

/// What yaml-cpp says, in words that help. Anything else is passed on as it is.
constexpr Lesson lessons[] = {
    {"illegal map value", "a ':' stands where no key can end", "put the text in quotes if it contains ': '"},
    {"end of map not found", "the line does not belong to the mapping above",
     "check its indentation, and that 'key: value' has a space after ':'"},
    {"end of map flow not found", "a mapping that was opened with '{' is not closed", "write '}' or a comma"},
    {"end of sequence not found", "the line does not belong to the list above", "check its indentation"},
    {"end of sequence flow not found", "a list that was opened with '[' is not closed",
     "write ']' or a comma"},
    {"illegal block entry", "a '- ' stands where no list can start", "start the list on a line of its own"},
    {"illegal flow end", "a bracket is closed that was not opened", "remove it"},
    {"illegal EOF in scalar", "a text in quotes is not closed", "close the quotes"},
    {"illegal document indicator in scalar", "a text in quotes is not closed", "close the quotes"},
    {"the referenced anchor is not defined", "aliases (*name) are not part of the language",
     "put the text in quotes if it starts with '*'"},
};

void report_parser(const SourceFile& file, const YAML::ParserException& thrown, const TreeBuilder& builder,
                   Diagnostics& found)
{
    const std::string_view said = thrown.msg;
    const Mark at = thrown.mark.is_null() ? Mark{&file, 0, 0, 1} : builder.mark_of(thrown.mark);
    for (const auto& lesson : lessons) {
        if (said.substr(0, lesson.of_parser.size()) != lesson.of_parser) continue;
        report(found, at, std::string(lesson.message)).advice = lesson.advice;
        return;
    }
    report(found, at, fmt::format("this is not YAML: {}", said));
}

}  // namespace

Node parse_yaml(const SourceFile& file, const std::string& text, Diagnostics& found)
{
    Node nothing;
    nothing.at = {&file, 0, 0, 1};
    if (!check_source(file, text, found)) return nothing;
    TreeBuilder builder(file, found);
    try {
        std::istringstream in(text.substr(0, 3) == "\xEF\xBB\xBF" ? text.substr(3) : text);
        YAML::Parser parser(in);
        if (!parser.HandleNextDocument(builder)) return nothing;
        while (parser.HandleNextDocument(builder)) {
        }
    } catch (const Stop&) {
    } catch (const YAML::ParserException& thrown) {
        report_parser(file, thrown, builder, found);
    } catch (const YAML::Exception& thrown) {
        report(found, Mark{&file, 0, 0, 1}, fmt::format("this is not YAML: {}", thrown.msg));
    }
    return builder.take();
}

}  // namespace txpath
