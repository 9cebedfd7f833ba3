// load_lessons.cpp -- the lessons of the page for a class.
//
// Owns      load_lessons.
// Promises  a lesson's settings name controls and lie between their ends; its question is about an outcome.
#include <fmt/format.h>

#include <algorithm>

#include "scenario/explore_parts.hpp"

namespace txpath {

namespace {

using Kind = Node::Kind;

template <typename Thing>
std::vector<Candidate> names_of(const std::vector<Thing>& things)
{
    std::vector<Candidate> names;
    for (const Thing& one : things) names.push_back({one.name, 0});
    return names;
}

class LessonReader {
public:
    LessonReader(Loading& loading, const Entry& entry, const Explore& explore)
        : loading_(loading), entry_(entry), explore_(explore), title_(fmt::format("lesson '{}'", entry.key))
    {
    }

    std::optional<Lesson> read()
    {
        if (!is_name(entry_.key)) {
            report(loading_.found, entry_.key_at, fmt::format("'{}' is not a name for a lesson", entry_.key))
                .help = "a name starts with a small letter and goes on with small letters, digits and '_'";
            return std::nullopt;
        }
        if (!check_keys(loading_, entry_.value, "lesson", title_)) return std::nullopt;
        const Fields fields{loading_, entry_.value, "lesson", "explore.lessons." + entry_.key};
        lesson_.name = entry_.key;
        if (const Node* text = fields.word("title")) lesson_.title = text->text;
        if (const Node* text = fields.word("text")) lesson_.text = text->text;
        if (const Node* text = fields.word("reveal")) lesson_.reveal = text->text;
        if (const Node* settings = fields.part("settings")) read_settings(*settings);
        if (const Node* predict = child(entry_.value, "predict")) read_prediction(*predict);
        return std::move(lesson_);
    }

private:
    void read_settings(const Node& node)
    {
        if (!expect(loading_, node, Kind::mapping, fmt::format("'settings' of {}", title_))) return;
        for (const Entry& setting : node.entries) {
            const auto control = std::ranges::find(explore_.controls, setting.key, &Control::name);
            if (control == explore_.controls.end())
                suggest(report(loading_.found, setting.key_at, fmt::format("no control '{}'", setting.key)),
                        setting.key, "controls", names_of(explore_.controls));
            else if (const auto value = read_setting(setting.value, *control))
                lesson_.settings.emplace_back(setting.key, *value);
        }
    }

    std::optional<double> read_setting(const Node& node, const Control& control)
    {
        const std::string path = fmt::format("{} of {}", control.name, title_);
        if (control.kind == ControlKind::choice) {
            const bool is_word = node.kind == Kind::scalar && (node.text == "true" || node.text == "false");
            if (is_word) return node.text == "true" ? 1.0 : 0.0;
            report(loading_.found, node.at, fmt::format("'{}' is a switch", control.name)).advice =
                "write 'true' or 'false'";
            return std::nullopt;
        }
        const auto value =
            read_certain(loading_, node, {Dimension::pure, std::nullopt, std::nullopt, std::nullopt},
                         fmt::format("explore.lessons.{}.settings.{}", lesson_.name, control.name));
        if (!value || (*value >= control.from && *value <= control.to)) return value;
        report(loading_.found, node.at,
               fmt::format("'{}' is {}, and its slider goes from {} to {}", control.name, shortest(*value),
                           shortest(control.from), shortest(control.to)));
        return std::nullopt;
    }

    void read_prediction(const Node& node)
    {
        const std::string title = fmt::format("'predict' of {}", title_);
        if (!check_keys(loading_, node, "prediction", title)) return;
        const Fields fields{loading_, node, "prediction", "explore.lessons." + lesson_.name + ".predict"};
        if (const Node* text = fields.word("question")) lesson_.predict.question = text->text;
        if (const Node* name = fields.word("outcome")) {
            lesson_.predict.outcome = name->text;
            if (std::ranges::find(explore_.outcomes, name->text, &ExploredOutcome::name) ==
                explore_.outcomes.end())
                suggest(report(loading_.found, name->at, fmt::format("no outcome '{}'", name->text)),
                        name->text, "outcomes", names_of(explore_.outcomes));
        }
        const Node* options = fields.part("options");
        if (options == nullptr) return;
        for (const Node* option : read_words(loading_, *options, fmt::format("'options' of {}", title)))
            lesson_.predict.options.push_back(option->text);
        if (lesson_.predict.options.size() < 2)
            report(loading_.found, options->at, fmt::format("{} has fewer than two options", title));
    }

    Loading& loading_;
    const Entry& entry_;
    const Explore& explore_;
    std::string title_;
    Lesson lesson_;
};

}  // namespace

void load_lessons(Loading& loading, const Node& node, Explore& explore)
{
    for (const Entry& entry : node.entries)
        if (auto lesson = LessonReader(loading, entry, explore).read())
            explore.lessons.push_back(std::move(*lesson));
}

}  // namespace txpath
