// cheers.hpp -- the items of CHEERS 2022.
//
// Owns      CheersSubject, CheersItem, and one function for each item that a study or scenario has something
// to
//           say on.
// Not here  the list of items and the whole (cheers_text.cpp); numbers in words (odd_words.hpp).
#pragma once

#include <string>
#include <vector>

#include "txpath/decision.hpp"

namespace txpath::report {

/// What is described.
struct CheersSubject {
    const Scenario& scenario;              ///< of the reference strategy
    const DecisionStudy* study = nullptr;  ///< null: a scenario alone
};

/// One item: what is known, in Markdown, and what the author has to write.
struct CheersItem {
    std::string said;                 ///< ends with an empty line; empty: nothing is known
    std::vector<std::string> wanted;  ///< of the author
};

// Introduction and methods, by the number of the item.
[[nodiscard]] CheersItem cheers_title(const CheersSubject& subject);          // 1
[[nodiscard]] CheersItem cheers_background(const CheersSubject& subject);     // 3
[[nodiscard]] CheersItem cheers_population(const CheersSubject& subject);     // 5
[[nodiscard]] CheersItem cheers_setting(const CheersSubject& subject);        // 6
[[nodiscard]] CheersItem cheers_comparators(const CheersSubject& subject);    // 7
[[nodiscard]] CheersItem cheers_perspective(const CheersSubject& subject);    // 8
[[nodiscard]] CheersItem cheers_horizon(const CheersSubject& subject);        // 9
[[nodiscard]] CheersItem cheers_discounting(const CheersSubject& subject);    // 10
[[nodiscard]] CheersItem cheers_outcomes(const CheersSubject& subject);       // 11
[[nodiscard]] CheersItem cheers_measurement(const CheersSubject& subject);    // 12
[[nodiscard]] CheersItem cheers_valuation(const CheersSubject& subject);      // 13
[[nodiscard]] CheersItem cheers_costs(const CheersSubject& subject);          // 14
[[nodiscard]] CheersItem cheers_currency(const CheersSubject& subject);       // 15
[[nodiscard]] CheersItem cheers_model(const CheersSubject& subject);          // 16
[[nodiscard]] CheersItem cheers_assumptions(const CheersSubject& subject);    // 17
[[nodiscard]] CheersItem cheers_heterogeneity(const CheersSubject& subject);  // 18
[[nodiscard]] CheersItem cheers_distribution(const CheersSubject& subject);   // 19
[[nodiscard]] CheersItem cheers_uncertainty(const CheersSubject& subject);    // 20

// Results and discussion.
[[nodiscard]] CheersItem cheers_parameters(const CheersSubject& subject);   // 22
[[nodiscard]] CheersItem cheers_limitations(const CheersSubject& subject);  // 26

}  // namespace txpath::report
