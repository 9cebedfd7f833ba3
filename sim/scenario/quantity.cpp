#include "scenario/quantity.hpp"

#include <fmt/format.h>

#include "base/text.hpp"
#include "scenario/spoken.hpp"

namespace txpath {

namespace {

QuantityResult refused(std::string message, std::string advice)
{
    return {std::nullopt, {std::move(message), std::move(advice)}};
}

QuantityResult accepted(const Spoken& said, double number)
{
    return {Quantity{number, said.within_days, said.unit, said.currency, false}, {}};
}

/// What a text is that was not asked for: "a duration".
std::string_view kind_of(const Spoken& said) noexcept
{
    if (said.within_days > 0.0) return "a probability over time";
    if (said.per_days > 0.0) return said.currency.empty() ? "a rate" : "money over time";
    if (!said.currency.empty()) return "money";
    return said.unit_days > 0.0 ? "a duration" : "a number without a unit";
}

QuantityResult refused_kind(const Spoken& said, Dimension wanted)
{
    return refused(fmt::format("which is {}, not {}", kind_of(said), name_of(wanted)),
                   fmt::format("write '{}', for example", example_of(wanted)));
}

bool is_bare(const Spoken& said) noexcept
{
    return said.currency.empty() && said.unit_days == 0.0 && said.per_days == 0.0 && said.within_days == 0.0;
}

QuantityResult as_pure(const Spoken& said, Dimension wanted)
{
    if (!is_bare(said)) return refused_kind(said, wanted);
    if (wanted == Dimension::probability && !(said.value >= 0.0 && said.value <= 1.0))
        return refused("which is not between 0 and 1",
                       said.value > 1.0 && said.value <= 100.0 && said.unit.empty()
                           ? fmt::format("write '{} %'", said.number)
                           : std::string());
    return accepted(said, said.value);
}

QuantityResult as_duration(const Spoken& said, Dimension wanted)
{
    if (is_bare(said))
        return refused(
            "which has no unit of time",
            said.value == 0.0
                ? "write '0 days'"
                : fmt::format("write '{0} days', '{0} weeks', '{0} months' or '{0} years'", said.number));
    if (said.unit_days == 0.0 || !said.currency.empty()) return refused_kind(said, wanted);
    return accepted(said, said.value * said.unit_days);
}

QuantityResult as_rate(const Spoken& said, Dimension wanted)
{
    if (is_bare(said)) {
        const bool is_percent = said.unit == "%" && wanted == Dimension::rate;
        return refused(
            "which has no time unit",
            is_percent ? fmt::format("write '{0} per year', or 'probability: {0} within 1 year'", said.number)
                       : fmt::format("write '{} per year', for example", said.number));
    }
    if (said.within_days > 0.0 && wanted == Dimension::rate)
        return refused("which is a probability over time, not a rate", "write it under 'probability'");
    if (said.per_days == 0.0 || !said.currency.empty()) return refused_kind(said, wanted);
    if (wanted != Dimension::rate_per_year) return accepted(said, said.value / said.per_days);
    if (!said.is_per_plain_year) return refused("which is not per year", "write '3 % per year', for example");
    return accepted(said, said.value);
}

QuantityResult as_chance(const Spoken& said)
{
    if (is_bare(said))
        return refused("which does not say by when",
                       fmt::format("write '{} within 14 weeks', for example", said.number));
    if (said.per_days > 0.0 && said.currency.empty())
        return refused("which is a rate, not a probability", "write it under 'rate', or 'within' for 'per'");
    if (said.within_days == 0.0 || !said.currency.empty())
        return refused_kind(said, Dimension::chance_over_time);
    if (!(said.value >= 0.0 && said.value <= 1.0)) return refused("which is not between 0 and 1", {});
    if (said.value == 1.0)
        return refused("which no finite hazard gives", "write a probability below 1, or use 'after'");
    return accepted(said, said.value);
}

QuantityResult as_money(const Spoken& said, Dimension wanted)
{
    const bool is_over_time = wanted == Dimension::money_rate;
    const std::string_view example = is_over_time ? " USD per month" : " USD";
    if (said.currency.empty()) {
        if (!is_bare(said) && said.per_days == 0.0) return refused_kind(said, wanted);
        return refused("which has no currency",
                       fmt::format("write '{}{}', for example", said.number, example));
    }
    if (said.unit_days > 0.0 || said.within_days > 0.0) return refused_kind(said, wanted);
    if (is_over_time && said.per_days == 0.0)
        return refused("which has no time unit",
                       fmt::format("write '{} {} per month', for example", said.number, said.currency));
    if (!is_over_time && said.per_days > 0.0)
        return refused("which is money over time",
                       fmt::format("write '{} {}': it is paid at one moment", said.number, said.currency));
    return accepted(said, is_over_time ? said.value / said.per_days : said.value);
}

QuantityResult as_moment(std::string_view text)
{
    const auto plain = trimmed(text);
    if (const auto date = parse_date(plain))
        return {Quantity{static_cast<double>(*date), 0.0, "date", {}, true}, {}};
    const bool looks_like_date = plain.size() >= 8 && plain.find('-', 1) == 4;
    if (looks_like_date) return refused("which is no day of the calendar", "write a date as 2027-01-31");
    return parse_quantity(text, Dimension::duration);
}

}  // namespace

QuantityResult parse_quantity(std::string_view text, Dimension wanted)
{
    if (wanted == Dimension::date_or_duration) return as_moment(text);
    const Spoken said = listen_to(text);
    if (!said.mistake.message.empty()) return {std::nullopt, said.mistake};
    switch (wanted) {
        case Dimension::pure:
        case Dimension::probability:
            return as_pure(said, wanted);
        case Dimension::duration:
            return as_duration(said, wanted);
        case Dimension::rate:
        case Dimension::amount_rate:
        case Dimension::rate_per_year:
            return as_rate(said, wanted);
        case Dimension::chance_over_time:
            return as_chance(said);
        case Dimension::money:
        case Dimension::money_rate:
            return as_money(said, wanted);
        case Dimension::date_or_duration:
            break;
    }
    return refused("which is not understood", {});
}

std::optional<Dimension> guess_dimension(std::string_view text)
{
    const Spoken said = listen_to(text);
    if (!said.mistake.message.empty()) return std::nullopt;
    if (said.within_days > 0.0) return Dimension::chance_over_time;
    if (!said.currency.empty()) return said.per_days > 0.0 ? Dimension::money_rate : Dimension::money;
    if (said.per_days > 0.0) return Dimension::rate;
    return said.unit_days > 0.0 ? Dimension::duration : Dimension::pure;
}

std::string_view name_of(Dimension dimension) noexcept
{
    switch (dimension) {
        case Dimension::pure:
            return "a number without a unit";
        case Dimension::probability:
            return "a probability";
        case Dimension::duration:
            return "a duration";
        case Dimension::rate:
            return "a rate";
        case Dimension::chance_over_time:
            return "a probability over time";
        case Dimension::money:
            return "money";
        case Dimension::money_rate:
            return "money over time";
        case Dimension::amount_rate:
            return "an amount over time";
        case Dimension::date_or_duration:
            return "a date or a duration";
        case Dimension::rate_per_year:
            return "an annual rate";
    }
    return "a number";
}

std::string_view example_of(Dimension dimension) noexcept
{
    switch (dimension) {
        case Dimension::pure:
            return "1.5";
        case Dimension::probability:
            return "33 %";
        case Dimension::duration:
            return "12 weeks";
        case Dimension::rate:
            return "0.2 per year";
        case Dimension::chance_over_time:
            return "33 % within 14 weeks";
        case Dimension::money:
            return "590 USD";
        case Dimension::money_rate:
            return "900 USD per month";
        case Dimension::amount_rate:
            return "2 per week";
        case Dimension::date_or_duration:
            return "2027-01-01";
        case Dimension::rate_per_year:
            return "3 % per year";
    }
    return "1";
}

}  // namespace txpath
