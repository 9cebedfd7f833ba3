// load_stop.cpp -- `run.stop`: how well which figure must be known.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/text.hpp"
#include "scenario/sections.hpp"

namespace txpath {

namespace {

// Fewer leave the spread so uncertain that a narrow interval is often a narrow one by luck.
constexpr std::uint32_t usual_first_look = 10;

class StopReader {
public:
    StopReader(Loading& loading, const Node& node)
        : loading_(loading), fields_{loading, node, "stop", "run.stop"}
    {
    }

    void read(const Node* replicates)
    {
        const auto before = loading_.found.error_count();
        read_measure();
        read_at();
        read_half_width();
        if (fields_.part("confidence") != nullptr)
            rule_.confidence = fields_.number("confidence").value_or(0.0);
        rule_.at_most = static_cast<std::uint32_t>(fields_.whole("at_most").value_or(0));
        if (loading_.found.error_count() != before) return;
        if (replicates == nullptr)
            run().replicates = std::min(usual_first_look, rule_.at_most);
        else if (!are_replicates_fit(*replicates))
            return;
        run().stop = rule_;
    }

private:
    RunSettings& run() { return loading_.scenario.run; }

    [[nodiscard]] bool is_of_money() const { return rule_.measure == "costs"; }
    [[nodiscard]] bool is_per_person() const { return is_of_money() || rule_.measure == "qalys"; }

    void read_measure()
    {
        const Node* word = fields_.word("measure");
        if (word == nullptr) return;
        rule_.measure = word->text;
        const auto& measures = loading_.scenario.outputs.measures;
        const bool is_own = std::ranges::find(measures, word->text, &Measure::name) != measures.end();
        if (is_own && is_per_person())
            report(loading_.found, word->at,
                   fmt::format("'{}' is a measure of 'outputs' and the {} per person", word->text,
                               is_of_money() ? "costs" : "QALYs"))
                .advice = "give the measure of 'outputs' another name";
        if (is_of_money() && loading_.money == Money::absent)
            report(loading_.found, word->at, "'measure' is costs, and the scenario has no money").advice =
                "add 'economics' with a currency, or name another measure";
        if (is_own || is_per_person()) return;
        std::vector<Candidate> candidates;
        for (const Measure& one : measures) candidates.push_back({one.name, 0});
        candidates.push_back({"costs", 0});
        candidates.push_back({"qalys", 0});
        suggest(report(loading_.found, word->at, fmt::format("no measure '{}'", word->text)), word->text,
                "measures", candidates);
    }

    void read_at()
    {
        const TimeFrame& time = loading_.scenario.time;
        rule_.report = time.reports.empty() ? 0 : time.reports.size() - 1;
        const Node* node = fields_.part("at");
        if (node == nullptr || time.reports.empty()) return;
        const auto at = fields_.number("at");
        if (!at) return;
        if (is_per_person()) {
            report(
                loading_.found, node->at,
                fmt::format("'at' stands beside '{}', which are those of the whole horizon", rule_.measure))
                .advice = "remove 'at'";
            return;
        }
        const auto near = [&](double day) { return std::abs(day - *at) < 1e-6; };
        const auto found = std::ranges::find_if(time.reports, near);
        if (found != time.reports.end()) {
            rule_.report = static_cast<std::size_t>(found - time.reports.begin());
            return;
        }
        report(loading_.found, node->at, sentence("at", *node, "which is no report time")).help = fmt::format(
            "reports are every {} days until day {}", shortest(time.report_every), shortest(time.horizon));
    }

    void read_half_width()
    {
        const Node* node = fields_.part("half_width");
        if (node == nullptr) return;
        rule_.is_relative = node->kind == Node::Kind::scalar && trimmed(node->text).ends_with('%');
        const Dimension wanted = is_of_money() && !rule_.is_relative ? Dimension::money : Dimension::pure;
        rule_.half_width =
            read_certain(loading_, *node, {wanted, std::nullopt, std::nullopt, 0.0}, "run.stop.half_width")
                .value_or(0.0);
    }

    bool are_replicates_fit(const Node& node)
    {
        const std::uint32_t first = run().replicates;
        if (first < 2) {
            report(loading_.found, node.at,
                   sentence("run.replicates", node, "and 'stop' needs two before its first look"))
                .advice = "leave it out for 10";
            return false;
        }
        if (first > rule_.at_most) {
            report(
                loading_.found, node.at,
                sentence("run.replicates", node, fmt::format("and 'stop' allows {} at most", rule_.at_most)))
                .advice = "raise 'at_most', or leave 'replicates' out";
            return false;
        }
        return true;
    }

    Loading& loading_;
    Fields fields_;
    StopRule rule_;
};

}  // namespace

void load_stop(Loading& loading, const Node& node, const Node* replicates)
{
    if (!check_keys(loading, node, "stop", "'stop' of 'run'")) return;
    StopReader{loading, node}.read(replicates);
}

}  // namespace txpath
