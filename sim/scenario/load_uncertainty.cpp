// load_uncertainty.cpp -- how a decision study draws its uncertain values.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "scenario/decision_parts.hpp"
#include "scenario/uncertain.hpp"

namespace txpath {

namespace {

constexpr double days_a_year = 365.25;

class UncertaintyReader {
public:
    UncertaintyReader(Loading& loading, const Node& node, const std::string& folder, StudyValues* values,
                      UncertaintySettings& settings)
        : loading_(loading),
          folder_(folder),
          values_(values),
          settings_(settings),
          fields_{loading, node, "uncertainty", "uncertainty"}
    {
    }

    void read()
    {
        if (!check_keys(loading_, fields_.node, "uncertainty", "'uncertainty'")) return;
        read_counts();
        if (const Node* vary = fields_.part("vary"); vary != nullptr && vary->kind != Node::Kind::mapping)
            read_vary(*vary);
        if (const Node* given = fields_.word("given"))
            settings_.given = load_given_draws(loading_, *given, folder_, values_);
        if (const Node* list = fields_.part("correlations");
            list != nullptr && list->kind == Node::Kind::list)
            for (const Node& item : list->items) read_correlation(item);
        if (const Node* groups = fields_.part("groups")) read_groups(*groups);
        const Node* affected = fields_.part("affected");
        if (affected != nullptr && affected->kind == Node::Kind::mapping) read_affected(*affected);
    }

private:
    Diagnostic& refuse(const Node& at, std::string message)
    {
        return report(loading_.found, at.at, std::move(message));
    }

    void read_counts()
    {
        if (const auto samples = fields_.whole("samples"))
            settings_.samples = static_cast<std::uint32_t>(*samples);
        if (const auto people = fields_.whole("population"))
            settings_.population = static_cast<std::uint64_t>(*people);
        if (const auto replicates = fields_.whole("replicates"))
            settings_.replicates = static_cast<std::uint32_t>(*replicates);
        if (const Node* word = fields_.word("sampling"))
            settings_.sampling = word->text == "sobol"    ? Sampling::sobol
                                 : word->text == "random" ? Sampling::random
                                                          : Sampling::latin_hypercube;
    }

    void read_vary(const Node& node)
    {
        for (const Node* word : read_words(loading_, node, "'vary'")) {
            if (std::ranges::find(settings_.vary, word->text) != settings_.vary.end())
                refuse(*word, fmt::format("'{}' is named twice", word->text)).advice = "remove one";
            if (values_ != nullptr) (void)find_uncertain(loading_, *values_, *word);
            settings_.vary.push_back(word->text);
        }
    }

    [[nodiscard]] bool is_varied(std::string_view path) const
    {
        return settings_.vary.empty() || std::ranges::any_of(settings_.vary, [&](const std::string& one) {
                   return path.starts_with(one) && (path.size() == one.size() || path[one.size()] == '.');
               });
    }

    [[nodiscard]] bool is_given(std::string_view path) const
    {
        return settings_.given &&
               std::ranges::find(settings_.given->paths, path) != settings_.given->paths.end();
    }

    bool read_correlated(const Node& word)
    {
        if (word.kind != Node::Kind::scalar) return false;
        if (values_ == nullptr) return true;
        const StudyValue* value = find_value(loading_, *values_, word);
        if (value == nullptr) return false;
        const auto cannot = [&](std::string_view why) -> Diagnostic& {
            return refuse(word, fmt::format("'{}' cannot be correlated: {}", word.text, why));
        };
        if (is_given(word.text)) {
            cannot("its draws are in the file under 'given'").help =
                "leave its column out, or the correlation";
        } else if (!value->is_uncertain()) {
            cannot("it has no distribution").help =
                "write one beside the number in the scenario: '{value: 0.33, beta: {events: 33, of: 100}}', "
                "for "
                "example";
        } else if (!value->shown->group.empty()) {
            cannot(
                fmt::format("it is a share of the branch '{}', drawn with the others", value->shown->group));
        } else if (!is_varied(word.text)) {
            cannot("'vary' leaves it out");
        } else {
            return true;
        }
        return false;
    }

    void read_correlation(const Node& node)
    {
        if (!check_keys(loading_, node, "value_correlation", "a correlation")) return;
        const Fields fields{loading_, node, "value_correlation", "correlations"};
        const Node* between = fields.part("between");
        const auto rho = fields.number("rho");
        if (between == nullptr) return;
        if (between->kind != Node::Kind::list || between->items.size() != 2) {
            refuse(*between, "'between' does not name two values").advice =
                "write 'between: [parameters.relapse, parameters.remit]', for example";
            return;
        }
        const bool is_first = read_correlated(between->items[0]);
        const bool is_second = read_correlated(between->items[1]);
        if (!is_first || !is_second || !rho) return;
        ValueCorrelation correlation{between->items[0].text, between->items[1].text, *rho,
                                     span_of(between->at)};
        if (correlation.first == correlation.second) {
            refuse(*between, fmt::format("'{}' is correlated with itself", correlation.first));
            return;
        }
        const auto same = std::ranges::find_if(settings_.correlations, [&](const ValueCorrelation& other) {
            return std::minmax(other.first, other.second) ==
                   std::minmax(correlation.first, correlation.second);
        });
        if (same == settings_.correlations.end())
            settings_.correlations.push_back(std::move(correlation));
        else
            refuse(*between,
                   fmt::format("'{}' and '{}' are correlated twice", correlation.first, correlation.second))
                .advice = fmt::format("the other one is in line {}", same->at.line);
    }

    void read_groups(const Node& node)
    {
        if (!expect(loading_, node, Node::Kind::mapping, "'groups'")) return;
        for (const Entry& entry : node.entries) {
            if (!is_name(entry.key))
                report(loading_.found, entry.key_at, fmt::format("'{}' is not a name", entry.key)).help =
                    "a name starts with a small letter and has small letters, digits and '_'";
            ValueGroup group{entry.key, {}};
            for (const Node* word : read_words(loading_, entry.value, fmt::format("group '{}'", entry.key)))
                add_to(group, *word);
            settings_.groups.push_back(std::move(group));
        }
    }

    void add_to(ValueGroup& group, const Node& word)
    {
        if (values_ == nullptr) return;
        // What is given varies, whatever its distribution.
        auto paths = is_given(word.text) ? std::vector<std::string>{word.text}
                                         : find_uncertain(loading_, *values_, word);
        if (paths.empty()) return;
        std::erase_if(paths, [&](const std::string& path) { return !is_varied(path) && !is_given(path); });
        if (paths.empty())
            refuse(word, fmt::format("'{}' does not vary: 'vary' leaves it out", word.text)).advice =
                "add it to 'vary', or remove it here";
        for (std::string& path : paths) {
            if (std::ranges::find(group.paths, path) == group.paths.end())
                group.paths.push_back(std::move(path));
            else
                refuse(word, fmt::format("'{}' is in group '{}' twice", path, group.name)).advice =
                    "remove one";
        }
    }

    void read_affected(const Node& node)
    {
        if (!check_keys(loading_, node, "affected", "'affected'")) return;
        const Fields fields{loading_, node, "affected", "affected"};
        Affected affected;
        if (const auto people = fields.number("per_year")) affected.per_year = *people;
        if (const auto length = fields.number("years")) affected.years = *length / days_a_year;
        if (const auto rate = fields.number("discount")) affected.discount = *rate;
        settings_.affected = affected;
    }

    Loading& loading_;
    const std::string& folder_;
    StudyValues* values_;
    UncertaintySettings& settings_;
    Fields fields_;
};

}  // namespace

void load_uncertainty(Loading& loading, const Node& node, const std::string& folder, StudyValues* values,
                      UncertaintySettings& settings)
{
    UncertaintyReader(loading, node, folder, values, settings).read();
}

}  // namespace txpath
