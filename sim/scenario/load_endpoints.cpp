// load_endpoints.cpp -- what a trial measures: kinds of endpoints, groups, published results, windows.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "scenario/trial_parts.hpp"

namespace txpath {

namespace {

struct Kind {
    std::string_view key, place;
};
constexpr std::array kinds{Kind{"share", "share"},
                           Kind{"number", "share"},
                           Kind{"mean", "endpoint_mean"},
                           Kind{"median_time", "median_time"},
                           Kind{"kaplan_meier", "kaplan_meier"},
                           Kind{"hazard_ratio", "hazard_ratio"},
                           Kind{"rate", "event_rate"}};

/// What the reading of one endpoint knows.
struct Reader {
    Loading& loading;
    const Trial& trial;
    const Node& node;
    std::string title, path;
    Endpoint endpoint = {};
    Dimension dimension = Dimension::pure;

    void read_kind(bool is_clean);
    void read_share(const Node& share);
    void read_mean(const Node& mean);
    void read_times(const Node& times, std::string_view place);
    void read_happening(const Node& happening);
    void read_comparison();
    void read_published();
    void read_window();
    void read_use();
    [[nodiscard]] std::optional<Group> read_group(const Node& group, std::string_view key);
    [[nodiscard]] std::optional<double> read_value(const Node& value, std::string_view key);
    [[nodiscard]] std::optional<std::pair<double, double>> read_interval(const Node& interval,
                                                                         std::string_view key);
};

/// A key that was refused may have been meant as the kind: then its absence is no further mistake.
void Reader::read_kind(bool is_clean)
{
    const Kind* chosen = nullptr;
    for (const Kind& kind : kinds) {
        const Entry* entry = node.find(kind.key);
        if (entry == nullptr) continue;
        if (chosen != nullptr) {
            report(loading.found, entry->key_at,
                   fmt::format("{} has two kinds, '{}' and '{}'", title, chosen->key, kind.key))
                .advice = "make two endpoints of it";
            return;
        }
        chosen = &kind;
    }
    if (chosen == nullptr) {
        if (!is_clean) return;
        report(loading.found, node.at, fmt::format("{} does not say what it measures", title)).help =
            "one of: share, number, mean, median_time, kaplan_meier, hazard_ratio, rate";
        return;
    }
    const Node& inner = *child(node, chosen->key);
    if (inner.kind != Node::Kind::mapping) return;  // check_keys reported it
    if (!check_keys(loading, inner, chosen->place, fmt::format("'{}' of {}", chosen->key, title))) return;
    endpoint.is_number = chosen->key == "number";
    endpoint.unit = endpoint.is_number ? "people" : "1";
    if (chosen->place == "share") return read_share(inner);
    if (chosen->key == "mean") return read_mean(inner);
    if (chosen->key == "median_time") endpoint.kind = EndpointKind::quantile_time;
    if (chosen->key == "kaplan_meier") endpoint.kind = EndpointKind::kaplan_meier;
    if (chosen->key == "hazard_ratio") endpoint.kind = EndpointKind::hazard_ratio;
    if (chosen->key == "rate") endpoint.kind = EndpointKind::rate;
    read_times(inner, chosen->place);
}

void Reader::read_share(const Node& share)
{
    const bool has_event = child(share, "enters") != nullptr || child(share, "fires") != nullptr;
    const bool is_at = child(share, "only_if") != nullptr, passes = child(share, "passes") != nullptr;
    const Fields fields{loading, share, "share", path};
    const auto at = fields.number("at"), by = fields.number("by");
    const bool is_clear = (is_at ? 1 : 0) + (has_event ? 1 : 0) + (passes ? 1 : 0) == 1 &&
                          (child(share, "at") != nullptr) == is_at &&
                          (child(share, "by") != nullptr) == has_event;
    if (!is_clear) {
        report(loading.found, share.at, fmt::format("{} has none of the forms of a share", title)).help =
            "one of: {only_if, at}; {enters or fires, by}; {passes: randomise}";
        return;
    }
    if (is_at) {
        endpoint.only_if =
            load_condition(loading, *child(share, "only_if"), {path, fmt::format("{}", title)});
        endpoint.time = at.value_or(0.0);
    } else if (has_event) {
        endpoint.kind = EndpointKind::share_by;
        endpoint.time = by.value_or(0.0);
        read_happening(share);
    } else {
        endpoint.kind = EndpointKind::share_passing;
        if (!trial.randomise)
            report(loading.found, share.at,
                   fmt::format("{} asks who passes, but the trial has no 'randomise'", title));
    }
}

void Reader::read_mean(const Node& mean)
{
    endpoint.kind = EndpointKind::mean;
    const Fields fields{loading, mean, "endpoint_mean", path};
    endpoint.time = fields.number("at").value_or(0.0);
    if (const Node* change = fields.part("change")) endpoint.is_change = change->text == "true";
    const Node* of = fields.word("of");
    if (of == nullptr) return;
    const auto reading = find_reading(loading, {of->text, of->at});
    if (!reading) return;
    if (reading->subject == Subject::state || reading->subject == Subject::category) {
        report(loading.found, of->at, fmt::format("'{}' holds or does not, and has no mean", of->text))
            .advice = "ask for a 'share'";
        return;
    }
    endpoint.reading = *reading;
    dimension = dimension_of(loading.scenario, *reading);
    if (dimension == Dimension::duration) endpoint.unit = "days";
}

void Reader::read_times(const Node& times, std::string_view place)
{
    const Fields fields{loading, times, place, path};
    endpoint.time =
        fields.number(find_key(txpath::place(place), "by") != nullptr ? "by" : "until").value_or(0.0);
    read_happening(times);
    if (const Node* ties = child(times, "ties"))
        endpoint.ties = ties->text == "breslow" ? Ties::breslow : Ties::efron;
    if (endpoint.kind == EndpointKind::rate) {
        dimension = Dimension::rate;
        endpoint.unit = "per day";
    }
    if (endpoint.kind != EndpointKind::quantile_time) return;
    dimension = Dimension::duration;
    endpoint.unit = "days";
    if (child(times, "quantile") == nullptr) return;
    endpoint.quantile = fields.number("quantile").value_or(0.5);
    if (endpoint.quantile <= 0.0 || endpoint.quantile >= 1.0)
        report(loading.found, child(times, "quantile")->at,
               fmt::format("the quantile of {} is not between 0 and 1", title));
}

void Reader::read_happening(const Node& happening)
{
    const auto states = [&](std::string_view key, std::vector<StateId>& into) {
        const Node* names = child(happening, key);
        if (names == nullptr) return;
        for (const Node* word : read_words(loading, *names, fmt::format("'{}' of {}", key, title)))
            if (const auto id = find_any_state(loading, {word->text, word->at})) into.push_back(*id);
    };
    const auto before = loading.found.error_count();
    states("enters", endpoint.of.enters);
    states("censored_by", endpoint.of.censored_by);
    if (const Node* names = child(happening, "fires"))
        for (const Node* word : read_words(loading, *names, fmt::format("'fires' of {}", title)))
            if (const auto id = find_any_transition(loading, {word->text, word->at}))
                endpoint.of.fires.push_back(*id);
    if (loading.found.error_count() == before && endpoint.of.enters.empty() && endpoint.of.fires.empty())
        report(loading.found, happening.at, fmt::format("{} does not say what event it waits for", title))
            .advice = "add 'enters: [TRACK.STATE]' or 'fires: [TRACK.TRANSITION]'";
}

std::optional<Group> Reader::read_group(const Node& written, std::string_view key)
{
    Group group;
    const Node* name = &written;
    if (written.kind == Node::Kind::mapping) {
        if (!check_keys(loading, written, "group", fmt::format("'{}' of {}", key, title)))
            return std::nullopt;
        name = child(written, "of");
        if (name == nullptr) return std::nullopt;
        group.filter = read_filter(loading, written,
                                   {fmt::format("{}.{}", path, key), fmt::format("'{}' of {}", key, title)});
        if (!group.filter) return std::nullopt;
    }
    if (name->kind != Node::Kind::scalar || name->is_null()) {
        report(loading.found, name->at,
               fmt::format("'{}' of {} is {}, not a group", key, title, described(*name)));
        return std::nullopt;
    }
    group.spoken = name->text;
    if (group.filter)
        group.spoken +=
            fmt::format(", {} at {}", fmt::join(group.filter->parts, ", "), group.filter->moment_text);
    if (name->text == "enrolled") {
        group.base = Group::Base::enrolled;
        if (trial.enrolled) return group;
        report(loading.found, name->at, "the group 'enrolled' has no size").advice = "add 'enrol.number'";
        return std::nullopt;
    }
    if (name->text == "randomised") return group;
    group.base = Group::Base::arm;
    const auto arm = std::ranges::find(trial.arms, name->text, &Arm::name);
    group.arm = static_cast<std::size_t>(arm - trial.arms.begin());
    if (arm != trial.arms.end()) return group;
    auto& mistake = report(loading.found, name->at, fmt::format("no arm '{}' in the trial", name->text));
    std::vector<Candidate> candidates{{"enrolled", 0}, {"randomised", 0}};
    for (const Arm& one : trial.arms) candidates.push_back({one.name, one.at.line});
    suggest(mistake, name->text, "groups", candidates);
    return std::nullopt;
}

void Reader::read_comparison()
{
    if (const Node* among = child(node, "among"))
        if (auto group = read_group(*among, "among")) endpoint.among = std::move(*group);
    const Entry* versus = node.find("versus");
    if (versus != nullptr) endpoint.versus = read_group(versus->value, "versus");
    const Entry* as = node.find("as");
    if (as != nullptr && as->value.kind == Node::Kind::scalar) {
        if (as->value.text == "difference") endpoint.as = CompareAs::difference;
        if (as->value.text == "ratio") endpoint.as = CompareAs::ratio;
        if (as->value.text == "odds_ratio") endpoint.as = CompareAs::odds_ratio;
    }
    const bool is_hazard = endpoint.kind == EndpointKind::hazard_ratio;
    const bool is_share =
        endpoint.kind <= EndpointKind::share_passing || endpoint.kind == EndpointKind::kaplan_meier;
    if (is_hazard && versus == nullptr)
        report(loading.found, node.at, fmt::format("{} compares with nobody", title)).advice =
            "add 'versus: ARM'";
    else if (is_hazard && as != nullptr)
        report(loading.found, as->key_at, fmt::format("{} is a ratio already", title)).advice = "remove 'as'";
    else if (!is_hazard && (versus == nullptr) != (as == nullptr))
        report(loading.found, versus != nullptr ? versus->key_at : as->key_at,
               fmt::format("{} needs both 'versus' and 'as', or neither", title))
            .help = "as: difference, ratio or odds_ratio";
    if (endpoint.as == CompareAs::odds_ratio && (!is_share || endpoint.is_number))
        report(loading.found, as->value.at, "only shares have an odds ratio").help =
            "as: difference or ratio";
    if (endpoint.as == CompareAs::ratio || endpoint.as == CompareAs::odds_ratio) {
        dimension = Dimension::pure;
        endpoint.unit = "1";
    }
    const bool is_enrolled = endpoint.among.base == Group::Base::enrolled;
    if (endpoint.kind == EndpointKind::share_passing && !is_enrolled)
        report(loading.found, node.at, fmt::format("{} asks who passes the second filter", title)).advice =
            "its denominator is 'among: enrolled'";
    if (const Node* from = child(node, "from")) endpoint.from = read_moment(loading, *from, path + ".from");
}

std::optional<double> Reader::read_value(const Node& value, std::string_view key)
{
    return read_certain(loading, value, {dimension, std::nullopt, std::nullopt, std::nullopt},
                        fmt::format("{}.{}", path, key));
}

std::optional<std::pair<double, double>> Reader::read_interval(const Node& interval, std::string_view key)
{
    if (interval.kind != Node::Kind::list || interval.items.size() != 2) {
        report(loading.found, interval.at,
               fmt::format("'{}' of {} is not a list of two numbers", key, title));
        return std::nullopt;
    }
    const auto low = read_value(interval.items[0], key), high = read_value(interval.items[1], key);
    if (!low || !high) return std::nullopt;
    if (*low < *high) return std::pair{*low, *high};
    report(loading.found, interval.at, fmt::format("'{}' of {} does not rise", key, title)).advice =
        "write the lower number first";
    return std::nullopt;
}

void Reader::read_published()
{
    const Node* written = child(node, "published");
    if (written == nullptr || written->kind != Node::Kind::mapping) return;
    if (!check_keys(loading, *written, "published", fmt::format("'published' of {}", title))) return;
    const Fields fields{loading, *written, "published", path + ".published"};
    Published published;
    published.source = trial.source;
    const auto events = fields.whole("events"), of = fields.whole("of");
    if (of) published.of = static_cast<std::uint64_t>(*of);
    if (events) published.events = static_cast<std::uint64_t>(*events);
    const Node* value = fields.part("value");
    const bool is_count =
        endpoint.kind <= EndpointKind::share_passing || endpoint.kind == EndpointKind::kaplan_meier;
    if (events && (!of || !is_count || endpoint.versus || value != nullptr || *events > *of)) {
        report(
            loading.found, written->find("events")->key_at,
            fmt::format("'events' of {} stands for a share: with 'of', at most as many, and without 'value'",
                        title));
        return;
    }
    if (!events && value == nullptr) {
        report(loading.found, written->at, fmt::format("'published' of {} gives no result", title)).help =
            "{events: 24, of: 90}, or {value: ...}";
        return;
    }
    if (events)
        published.value =
            static_cast<double>(*events) / (endpoint.is_number ? 1.0 : static_cast<double>(*of));
    else
        published.value = read_value(*value, "published.value").value_or(0.0);
    if (const Node* interval = fields.part("ci95"))
        if (const auto ends = read_interval(*interval, "ci95")) {
            published.low = ends->first;
            published.high = ends->second;
        }
    if (const Node* se = fields.part("se")) published.se = read_value(*se, "published.se");
    if (const Node* source = fields.part("source")) published.source = read_citation(loading, *source, title);
    if (const Node* note = fields.word("note")) published.note = note->text;
    endpoint.published = std::move(published);
}

void Reader::read_window()
{
    const Node* written = child(node, "window");
    if (written == nullptr) return;
    if (written->kind == Node::Kind::list) {
        if (const auto ends = read_interval(*written, "window")) {
            endpoint.window = WindowRule::given;
            endpoint.low = ends->first;
            endpoint.high = ends->second;
        }
        return;
    }
    const auto& published = endpoint.published;
    if (written->text == "replicate") {
        endpoint.window = WindowRule::replicate;
        if (published && !published->events && !published->low && !published->se)
            report(loading.found, written->at, fmt::format("the sampling error of {} is not known", title))
                .help =
                "'replicate' needs events and of, ci95 or se in 'published'; or give the window as [low, "
                "high]";
        const bool is_log = endpoint.is_ratio() && published;
        if (is_log && (!published->low || !(*published->low > 0.0) || !(published->value > 0.0)))
            report(loading.found, written->at,
                   fmt::format("'replicate' for {}, a ratio, needs a ci95 above 0", title));
        return;
    }
    if (written->text == "interval") {
        endpoint.window = WindowRule::interval;
        if (published && !published->low)
            report(loading.found, written->at, fmt::format("{} has no published interval", title)).advice =
                "add 'ci95: [low, high]' to 'published'";
        return;
    }
    report(loading.found, written->at, fmt::format("the window of {} is {}", title, described(*written)))
        .help = "[low, high], replicate or interval";
}

void Reader::read_use()
{
    const Node* use = child(node, "use");
    if (use == nullptr || use->kind != Node::Kind::scalar) return;
    if (use->text == "calibration") endpoint.use = EndpointUse::calibration;
    if (use->text == "check") endpoint.use = EndpointUse::check;
    const bool is_target = endpoint.use != EndpointUse::report;
    const bool lacks_window = child(node, "window") == nullptr;
    const bool lacks_result = child(node, "published") == nullptr;
    if (is_target && (lacks_window || lacks_result))
        report(
            loading.found, use->at,
            fmt::format("{} is a target without a {}", title, lacks_result ? "published result" : "window"))
            .advice = lacks_result ? "add 'published'" : "add 'window: replicate', or 'use: report'";
    else if (!lacks_window && lacks_result && endpoint.window != WindowRule::given &&
             endpoint.window != WindowRule::none)
        report(loading.found, child(node, "window")->at,
               fmt::format("the window of {} needs 'published'", title));
}

}  // namespace

std::optional<Endpoint> load_endpoint(Loading& loading, const Entry& entry, const Trial& trial)
{
    const std::string title = fmt::format("endpoint '{}'", entry.key);
    if (!is_name(entry.key)) {
        report(loading.found, entry.key_at, fmt::format("'{}' is not a name for an endpoint", entry.key));
        return std::nullopt;
    }
    const auto before = loading.found.error_count();
    if (!check_keys(loading, entry.value, "endpoint", title)) return std::nullopt;
    Reader reader{loading, trial, entry.value, title, "trial.endpoints." + entry.key};
    reader.endpoint.name = entry.key;
    reader.endpoint.at = span_of(entry.key_at);
    const auto in_order = [&] { return loading.found.error_count() == before; };
    reader.read_kind(in_order());
    if (in_order()) reader.read_comparison();
    if (in_order()) reader.read_published();
    if (in_order()) reader.read_window();
    if (in_order()) reader.read_use();
    if (!in_order()) return std::nullopt;
    return std::move(reader.endpoint);
}

}  // namespace txpath
