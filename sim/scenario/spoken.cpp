#include "scenario/spoken.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <vector>

#include "base/text.hpp"
#include "scenario/number.hpp"

namespace txpath {

namespace {

constexpr std::array<std::string_view, 14> unit_names{"second", "seconds", "minute", "minutes", "hour",
                                                      "hours",  "day",     "days",   "week",    "weeks",
                                                      "month",  "months",  "year",   "years"};

/// Reads words from the left; the first mistake stops it.
class Listener {
public:
    explicit Listener(std::string_view text) : text_(trimmed(text)), words_(words_of(text_)) {}

    [[nodiscard]] Spoken listen()
    {
        hear_number();
        if (!failed() && is_currency(word())) said_.currency = take();
        const std::size_t first_unit = next_;
        if (!failed() && next_ < words_.size()) hear_unit();
        if (!failed() && next_ < words_.size())
            fail(fmt::format("which has a word too many, '{}'", word()),
                 number_length(word()) > 0 ? "write it in one unit, as in '18 months'" : "");
        if (failed()) return said_;
        for (std::size_t k = first_unit; k < words_.size(); ++k)
            said_.unit += (said_.unit.empty() ? "" : " ") + std::string(words_[k]);
        if (!said_.currency.empty())
            said_.unit = said_.currency + (said_.unit.empty() ? "" : " ") + said_.unit;
        if (said_.unit.empty() && is_percent_) said_.unit = "%";
        return said_;
    }

private:
    [[nodiscard]] bool failed() const noexcept { return !said_.mistake.message.empty(); }
    [[nodiscard]] std::string_view word() const noexcept
    {
        return next_ < words_.size() ? words_[next_] : "";
    }
    std::string_view take() noexcept { return words_[next_++]; }
    void fail(std::string message, std::string advice)
    {
        said_.mistake = {std::move(message), std::move(advice)};
    }

    static bool is_currency(std::string_view text) noexcept
    {
        return text.size() == 3 &&
               std::all_of(text.begin(), text.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
    }

    static double scale_of(std::string_view word) noexcept
    {
        if (word == "thousand") return 1e3;
        if (word == "million") return 1e6;
        return word == "billion" ? 1e9 : 0.0;
    }

    void hear_number()
    {
        if (words_.empty()) return fail("which is empty", {});
        std::string_view first = take();
        if (first.size() > 1 && first.back() == '%') {
            is_percent_ = true;
            first.remove_suffix(1);
        }
        said_.number = first;
        const auto number = parse_number(first);
        if (!number) return fail_number(first);
        said_.value = *number;
        if (const double scale = scale_of(word()); scale > 0.0) {
            said_.value *= scale;
            said_.number += " " + std::string(take());
        }
        if (word() == "%" && !is_percent_) {
            is_percent_ = true;
            take();
        }
        if (!is_percent_) return;
        said_.value /= 100.0;
        said_.number += " %";
    }

    void fail_number(std::string_view first)
    {
        const std::size_t length = number_length(first);
        const auto rest = first.substr(length);
        const bool starts_a_word =
            !rest.empty() && ((rest[0] >= 'a' && rest[0] <= 'z') || (rest[0] >= 'A' && rest[0] <= 'Z'));
        if (length > 0 && parse_number(first.substr(0, length)) &&
            (days_in(rest) || is_currency(rest) || scale_of(rest) > 0.0) && starts_a_word) {
            std::string apart = fmt::format("{} {}", first.substr(0, length), rest);
            for (std::size_t k = next_; k < words_.size(); ++k) apart += " " + std::string(words_[k]);
            return fail("whose number and unit run together", fmt::format("write '{}'", apart));
        }
        if (length > 0 && rest.substr(0, 1) == "/")
            return fail("which has '/' in it", "write 'per', as in '0.2 per year'");
        if (const auto mistake = number_mistake(first)) said_.mistake = *mistake;
    }

    void hear_unit()
    {
        if (word() == "per") return hear_per();
        if (word() == "within") {
            take();
            said_.within_days = hear_span("within");
            return;
        }
        const auto unit = take();
        if (const auto days = days_in(unit)) {
            said_.unit_days = *days;
            return;
        }
        fail_unit(unit);
    }

    /// `per year`, `per 100 person-years`, `per 2 weeks`, `per thousand person-years`
    void hear_per()
    {
        take();
        double count = 1.0;
        bool is_counted = false;
        if (const auto number = parse_number(word())) {
            count = *number;
            is_counted = true;
            take();
        }
        if (const double scale = scale_of(word()); scale > 0.0) {
            count *= scale;
            is_counted = true;
            take();
        }
        if (next_ == words_.size())
            return fail("which names no unit after 'per'", "write 'per year', for example");
        auto unit = take();
        if (!is_counted && number_length(unit) > 0) {
            if (const auto mistake = number_mistake(unit))
                return fail(fmt::format("where '{}' is not a number", unit), mistake->advice);
        }
        const auto named = unit;
        for (const std::string_view who : {"person-", "patient-"})
            if (unit.substr(0, who.size()) == who) unit.remove_prefix(who.size());
        const auto days = days_in(unit);
        if (!days) return fail_unit(unit);
        if (!(count > 0.0)) return fail("which is per nothing", "write a number above 0 after 'per'");
        said_.per_days = count * *days;
        said_.is_per_plain_year = !is_counted && (named == "year" || named == "years");
    }

    double hear_span(std::string_view after)
    {
        const auto number = parse_number(word());
        if (!number || !(*number > 0.0)) {
            fail(fmt::format("which has no time after '{}'", after),
                 fmt::format("write '{} 14 weeks', for example", after));
            return 0.0;
        }
        take();
        const auto days = days_in(word());
        if (!days) {
            if (next_ == words_.size())
                fail(fmt::format("which has no time unit after '{}'", after),
                     fmt::format("write '{} 14 weeks', for example", after));
            else
                fail_unit(word());
            return 0.0;
        }
        take();
        return *number * *days;
    }

    void fail_unit(std::string_view unit)
    {
        if (unit.find('/') != std::string_view::npos)
            return fail(fmt::format("where '{}' is not known", unit), "write 'per', as in '0.2 per year'");
        if (unit == "and" || number_length(unit) > 0)
            return fail(fmt::format("which has a word too many, '{}'", unit),
                        "write it in one unit, as in '18 months'");
        if (unit == "wk" || unit == "yr" || unit == "mo" || unit == "d" || unit == "h")
            return fail(fmt::format("whose unit '{}' is not known", unit),
                        "write days, weeks, months or years in full");
        const auto near = closest(unit, unit_names);
        fail(fmt::format("whose unit '{}' is not known", unit),
             near ? fmt::format("did you mean '{}'?", *near) : std::string());
    }

    std::string_view text_;
    std::vector<std::string_view> words_;
    std::size_t next_ = 0;
    bool is_percent_ = false;
    Spoken said_;
};

}  // namespace

Spoken listen_to(std::string_view text)
{
    return Listener(text).listen();
}

}  // namespace txpath
