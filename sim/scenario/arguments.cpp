// arguments.cpp -- the arguments of a distribution, as published, become its canonical parameters.
//
// Owns      read_distribution: which arguments go together, their units, the algebra between forms.
// Promises  a proper distribution: positive shapes and spreads, min < max, mode between them.
#include <fmt/format.h>

#include <array>
#include <cmath>

#include "base/elementary.hpp"
#include "scenario/uncertain.hpp"

namespace txpath {

namespace {

constexpr double quantile_975 = 1.959963984540054;  // of the standard normal

/// The arguments of one distribution, read as they are asked for.
class Arguments {
public:
    Arguments(Loading& loading, const Entry& entry, Dimension dimension, std::string unit, std::string path)
        : loading_(loading),
          mapping_(entry.value),
          family_(entry.key),
          dimension_(dimension),
          unit_(std::move(unit)),
          path_(std::move(path))
    {
    }

    [[nodiscard]] bool failed() const noexcept { return failed_; }

    /// Are exactly these the arguments?
    [[nodiscard]] bool are(std::initializer_list<std::string_view> names) const noexcept
    {
        if (mapping_.entries.size() != names.size()) return false;
        for (const auto name : names)
            if (mapping_.find(name) == nullptr) return false;
        return true;
    }

    /// A number without a unit: a shape, a count, a sigma.
    [[nodiscard]] double pure(std::string_view name)
    {
        return parsed(mapping_.find(name)->value, name, Dimension::pure);
    }

    /// A number in the unit of the value.
    [[nodiscard]] double like_value(std::string_view name)
    {
        return like_value(mapping_.find(name)->value, name);
    }

    /// The two numbers of `ci95`, the lower one first.
    [[nodiscard]] std::array<double, 2> interval()
    {
        const Node& list = mapping_.find("ci95")->value;
        if (list.kind != Node::Kind::list || list.items.size() != 2) {
            fail(list.at, fmt::format("'ci95' is {}, not a list of two numbers", described(list)),
                 "write '[1.4, 2.6]', for example");
            return {1.0, 2.0};
        }
        const std::array both{like_value(list.items[0], "ci95"), like_value(list.items[1], "ci95")};
        if (!failed_ && !(both[0] < both[1]))
            fail(list.at, "'ci95' does not rise", "write the lower end first");
        return both;
    }

    void require(bool holds, std::string_view rule)
    {
        if (!holds && !failed_) fail(mapping_.at, fmt::format("'{}' needs {}", family_, rule), {});
    }

    void refuse_arguments(std::string_view allowed)
    {
        fail(mapping_.at, fmt::format("'{}' does not have the arguments of one of its forms", family_),
             fmt::format("give {}", allowed));
    }

private:
    [[nodiscard]] double like_value(const Node& node, std::string_view name)
    {
        const Dimension wanted = dimension_ == Dimension::chance_over_time ? Dimension::pure : dimension_;
        const bool is_bare = node.kind == Node::Kind::scalar && !unit_.empty() &&
                             parse_quantity(node.text, Dimension::pure).quantity;
        if (!is_bare || wanted == Dimension::pure || wanted == Dimension::probability)
            return parsed(node, name, wanted);
        Node with_unit = node;
        with_unit.text += " " + unit_;
        return parsed(with_unit, name, wanted);
    }

    [[nodiscard]] double parsed(const Node& node, std::string_view name, Dimension wanted)
    {
        const Wanted any{wanted, std::nullopt, std::nullopt, std::nullopt};
        const auto quantity = read_quantity(loading_, node, any, path_ + "." + std::string(name));
        if (!quantity) failed_ = true;
        return quantity ? quantity->number : 1.0;
    }

    void fail(const Mark& at, std::string message, std::string advice)
    {
        report(loading_.found, at, std::move(message)).advice = std::move(advice);
        failed_ = true;
    }

    Loading& loading_;
    const Node& mapping_;
    std::string family_;
    Dimension dimension_;
    std::string unit_, path_;
    bool failed_ = false;
};

Distribution beta_of(Arguments& given)
{
    if (given.are({"events", "of"})) {
        const double events = given.pure("events");
        const double of = given.pure("of");
        given.require(events > 0.0 && events < of, "0 < events < of");
        return {Family::beta, events, of - events, 0.0};
    }
    if (given.are({"alpha", "beta"})) {
        const Distribution beta{Family::beta, given.pure("alpha"), given.pure("beta"), 0.0};
        given.require(beta.a > 0.0 && beta.b > 0.0, "alpha > 0 and beta > 0");
        return beta;
    }
    if (given.are({"mean", "sd"})) {
        const double centre = given.like_value("mean");
        const double sd = given.like_value("sd");
        given.require(centre > 0.0 && centre < 1.0, "a mean between 0 and 1");
        given.require(sd > 0.0 && sd * sd < centre * (1.0 - centre), "0 < sd < sqrt(mean (1 - mean))");
        const double weight = centre * (1.0 - centre) / (sd * sd) - 1.0;
        return {Family::beta, centre * weight, (1.0 - centre) * weight, 0.0};
    }
    given.refuse_arguments("'events' and 'of', or 'alpha' and 'beta', or 'mean' and 'sd'");
    return {};
}

Distribution gamma_of(Arguments& given)
{
    if (given.are({"mean", "sd"})) {
        const double centre = given.like_value("mean");
        const double sd = given.like_value("sd");
        given.require(centre > 0.0 && sd > 0.0, "mean > 0 and sd > 0");
        return {Family::gamma, (centre / sd) * (centre / sd), sd * sd / centre, 0.0};
    }
    if (given.are({"shape", "scale"})) {
        const Distribution gamma{Family::gamma, given.pure("shape"), given.like_value("scale"), 0.0};
        given.require(gamma.a > 0.0 && gamma.b > 0.0, "shape > 0 and scale > 0");
        return gamma;
    }
    given.refuse_arguments("'mean' and 'sd', or 'shape' and 'scale'");
    return {};
}

Distribution lognormal_of(Arguments& given)
{
    if (given.are({"ci95"})) {
        const auto [low, high] = given.interval();
        given.require(low > 0.0, "an interval above 0");
        return {Family::lognormal, (portable::log(low) + portable::log(high)) / 2.0,
                portable::log(high / low) / (2.0 * quantile_975), 0.0};
    }
    if (given.are({"mean", "sd"})) {
        const double centre = given.like_value("mean");
        const double sd = given.like_value("sd");
        given.require(centre > 0.0 && sd > 0.0, "mean > 0 and sd > 0");
        const double variance = portable::log1p((sd / centre) * (sd / centre));
        return {Family::lognormal, portable::log(centre) - variance / 2.0, std::sqrt(variance), 0.0};
    }
    if (given.are({"median", "sigma"})) {
        const double median = given.like_value("median");
        const double sigma = given.pure("sigma");
        given.require(median > 0.0 && sigma > 0.0, "median > 0 and sigma > 0");
        return {Family::lognormal, portable::log(median), sigma, 0.0};
    }
    given.refuse_arguments("'ci95', or 'mean' and 'sd', or 'median' and 'sigma'");
    return {};
}

Distribution normal_of(Arguments& given)
{
    if (given.are({"ci95"})) {
        const auto [low, high] = given.interval();
        return {Family::normal, (low + high) / 2.0, (high - low) / (2.0 * quantile_975), 0.0};
    }
    if (given.are({"mean", "sd"})) {
        const Distribution normal{Family::normal, given.like_value("mean"), given.like_value("sd"), 0.0};
        given.require(normal.b > 0.0, "sd > 0");
        return normal;
    }
    given.refuse_arguments("'mean' and 'sd', or 'ci95'");
    return {};
}

Distribution uniform_of(Arguments& given)
{
    if (!given.are({"min", "max"})) {
        given.refuse_arguments("'min' and 'max'");
        return {};
    }
    const Distribution uniform{Family::uniform, given.like_value("min"), given.like_value("max"), 0.0};
    given.require(uniform.a < uniform.b, "min < max");
    return uniform;
}

Distribution peaked_of(Arguments& given, Family family)
{
    if (!given.are({"min", "mode", "max"})) {
        given.refuse_arguments("'min', 'mode' and 'max'");
        return {};
    }
    const Distribution peaked{family, given.like_value("min"), given.like_value("mode"),
                              given.like_value("max")};
    given.require(peaked.a < peaked.c && peaked.a <= peaked.b && peaked.b <= peaked.c,
                  "min <= mode <= max and min < max");
    return peaked;
}

Distribution distribution_of(std::string_view family, Arguments& given)
{
    if (family == "beta") return beta_of(given);
    if (family == "gamma") return gamma_of(given);
    if (family == "lognormal") return lognormal_of(given);
    if (family == "normal") return normal_of(given);
    if (family == "uniform") return uniform_of(given);
    return peaked_of(given, family == "pert" ? Family::pert : Family::triangular);
}

}  // namespace

std::optional<Distribution> read_distribution(Loading& loading, const Entry& entry, Dimension dimension,
                                              const std::string& unit, const std::string& path)
{
    const std::string place_name = "distribution_" + entry.key;
    const auto before = loading.found.error_count();
    if (!check_keys(loading, entry.value, place_name, fmt::format("'{}'", entry.key))) return std::nullopt;
    if (loading.found.error_count() > before)
        return std::nullopt;  // an unknown argument: one mistake is enough
    Arguments given(loading, entry, dimension, unit, path + "." + entry.key);
    const Distribution distribution = distribution_of(entry.key, given);
    if (given.failed()) return std::nullopt;
    if (!std::isfinite(distribution.a) || !std::isfinite(distribution.b) ||
        !std::isfinite(mean(distribution))) {
        report(loading.found, entry.value.at,
               fmt::format("'{}' has arguments too far apart to compute with", entry.key));
        return std::nullopt;
    }
    return distribution;
}

}  // namespace txpath
