// barriers_test.cpp -- what is written of an analysis of barriers.
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "app/barriers_json.hpp"
#include "report/columns.hpp"
#include "support/read_csv.hpp"
#include "support/says.hpp"
#include "support/workplace.hpp"
#include "txpath/barriers_report.hpp"

using namespace txpath;

namespace {

constexpr auto every = BarrierFigure::every;

MeanOverLuck mean(double value, double half_width)
{
    return {value, half_width / 3.182446, value - half_width, value + half_width};
}

Scenario clinic()
{
    Scenario scenario;
    scenario.name = "clinic";
    scenario.title = "A small clinic";
    scenario.effective_text = "txpath: 1\n";
    scenario.time.horizon = 730.5;
    scenario.people.size = 1000;
    scenario.people.scale = 5.0;
    scenario.run = {.seed = 3, .replicates = 4};
    scenario.shared.barriers = {{"cost", "Insurance does not pay", "", {{"parameters.pays", "1"}}, {}},
                                {"stigma", "People are ashamed", "", {{"parameters.asks", "0.9"}}, {}}};
    return scenario;
}

/// Two barriers, one measure in one stratum; numbers that add up.
BarrierAnalysis analysis(Sharing sharing)
{
    BarrierAnalysis made;
    made.plan.scenario = std::make_shared<const Scenario>(clinic());
    made.plan.sharing = sharing;
    made.plan.permutations = sharing == Sharing::sampled ? 20 : 0;
    made.plan.runs = {0, 1, 2, 3};
    made.plan.outcomes = {{"treated", "person-years", OutcomeKind::person_years, {}}};
    made.plan.strata = {{"all", {0}}};
    made.plan.fingerprint = 0x1234567890abcdef;
    const auto add = [&](BarrierKind kind, std::size_t barrier, const MeanOverLuck& value,
                         const MeanOverLuck& difference) {
        BarrierFigure figure;
        figure.barrier = barrier;
        figure.kind = kind;
        figure.value = value;
        figure.difference = difference;
        if (std::isfinite(value.mean)) figure.values = {value.mean, value.mean, value.mean, value.mean};
        if (std::isfinite(difference.mean)) {
            figure.differences = {difference.mean, difference.mean, difference.mean, difference.mean};
            figure.independent_error = 2.5 * difference.error;
        }
        made.figures.push_back(figure);
    };
    add(BarrierKind::all_removed, every, mean(150, 9), mean(50, 4));
    add(BarrierKind::as_is, every, mean(100, 8), {});
    add(BarrierKind::interaction, every, {}, mean(10, 3));
    add(BarrierKind::alone_kept, 0, mean(115, 8), mean(35, 3));
    add(BarrierKind::alone_removed, 0, mean(125, 8), mean(25, 2));
    if (sharing != Sharing::none) add(BarrierKind::shapley, 0, {}, mean(30, 2.5));
    add(BarrierKind::alone_kept, 1, mean(125, 8), mean(25, 2));
    add(BarrierKind::alone_removed, 1, mean(115, 8), mean(15, 1));
    if (sharing != Sharing::none) add(BarrierKind::shapley, 1, {}, mean(20, 1.5));
    return made;
}

std::string text_of(const BarrierAnalysis& made, const TextStyle& style)
{
    return barriers_text({made, ManifestFacts{}}, style);
}

}  // namespace

TEST_CASE("the text says what each barrier holds back, and how they act together", "[barriers]")
{
    CHECK(text_of(analysis(Sharing::exact), {.is_coloured = false, .is_ascii = false}) ==
          R"(A small clinic
2 barriers, 1,000 simulated people, who stand for 5,000, over 2 years; 4 replicates, seed 3; 4 scenarios on the same luck.
  cost    Insurance does not pay
  stigma  People are ashamed

treated, person-years: as it is 100, without any barrier 150 (+50 ± 4)
  barrier   removed alone   removed last   Shapley share   of all
  cost            +25 ± 2        +35 ± 3       +30 ± 2.5     60 %
  stigma          +15 ± 1        +25 ± 2       +20 ± 1.5     40 %
  sum                 +40            +60             +50
  Removing all changes 10 ± 3 more than the removals one by one add up to: each barrier hides part of what the others hold back.

removed alone: what changes if only this barrier goes; removed last: what changes if it goes after all
others, which is what it would still hold back if it alone were kept; Shapley share: what its removal changes on
average over the orders of removal, so that the shares add up to the change without any barrier.
± is half a 95 % interval of luck; parameters stand at their base case. On the same luck the
errors of differences are 2.5 times smaller than on luck of their own (median).
)");
}

TEST_CASE("what barriers do together is called by its name, as far as luck lets it be seen", "[barriers]")
{
    auto made = analysis(Sharing::none);
    const TextStyle plain{.is_coloured = false, .is_ascii = true};
    CHECK_FALSE(says(text_of(made, plain), "Shapley"));
    MeanOverLuck& beyond = made.figures[2].difference;
    beyond = mean(-10, 3);
    CHECK(says(text_of(made, plain),
               "Removing all changes 10 +- 3 less than the removals one by one add up to: "
               "the barriers hold back partly the same.\n"));
    beyond = mean(2, 3);
    CHECK(says(text_of(made, plain),
               "Removing all differs from the sum of the removals one by one by 2 +- 3, "
               "which luck alone could do.\n"));
    beyond = mean(0, 0);
    CHECK(
        says(text_of(made, plain), "Removing all changes exactly what the removals one by one add up to.\n"));
    beyond = {10, MeanOverLuck::missing, MeanOverLuck::missing, MeanOverLuck::missing};
    CHECK(says(text_of(made, plain), "whether by luck, one replicate cannot tell.\n"));
}

TEST_CASE("a measure that no barrier touches takes one line", "[barriers]")
{
    auto made = analysis(Sharing::exact);
    for (BarrierFigure& figure : made.figures)
        for (double& each : figure.differences) each = 0.0;
    CHECK(says(text_of(made, {.is_coloured = false, .is_ascii = true}),
               "\ntreated, person-years: 100 whatever is removed\n\n"));
}

TEST_CASE("sampled shares are called so, and plain text has neither colours nor signs beyond ASCII",
          "[barriers]")
{
    const std::string text = text_of(analysis(Sharing::sampled), {.is_coloured = false, .is_ascii = true});
    CHECK(says(text,
               "Shares are means over 20 orders drawn at random; their intervals hold that error too.\n"));
    for (const char letter : text) CHECK(static_cast<unsigned char>(letter) < 128);
    CHECK_FALSE(says(text, "\x1b"));
    CHECK(says(text_of(analysis(Sharing::sampled), {.is_coloured = true, .is_ascii = true}), "\x1b[1m"));
}

TEST_CASE("the folder of an analysis is whole, sorted and explained", "[barriers]")
{
    const Workplace here;
    const auto made = analysis(Sharing::exact);
    ManifestFacts facts;
    facts.fingerprint = made.plan.fingerprint;
    const auto written = write_barriers_folder({made, facts}, (here / "output").string(), Existing::refuse);
    const auto* folder = std::get_if<RunFolder>(&written);
    REQUIRE(folder != nullptr);
    CHECK(folder->path == (here / "output/barriers-12345678").string());
    CHECK(here.shell("cd output/barriers-12345678 && sha256sum -c SHA256SUMS") == 0);

    const auto rows = test::read_csv(here.text("output/barriers-12345678/barriers.csv"));
    REQUIRE(rows.size() == 10);
    CHECK(rows[0].size() == report::columns_of(report::Table::barriers).size());
    CHECK(std::vector<std::string>(rows[1].begin(), rows[1].begin() + 6) ==
          std::vector<std::string>{"clinic", "all", "treated", "", "all_removed", "150"});
    CHECK(rows[2][4] == "as_is");
    CHECK(rows[2][7].empty());
    CHECK(rows[3][4] == "interaction");
    CHECK(rows[3][5].empty());
    CHECK(rows[6][3] == "cost");
    CHECK(rows[6][4] == "shapley");
    CHECK(rows[6][7] == "30");
    CHECK(std::is_sorted(rows.begin() + 1, rows.end(), [](const auto& a, const auto& b) {
        return std::vector(a.begin(), a.begin() + 5) < std::vector(b.begin(), b.begin() + 5);
    }));
    const auto each = test::read_csv(here.text("output/barriers-12345678/barriers_replicates.csv"));
    CHECK(each.size() == 1 + 4 * 9);
    const auto sizes = estimate_barrier_tables(made.plan);
    CHECK(sizes[0].rows == 9);
    CHECK(sizes[1].rows == 4 * 9);
    const auto manifest = nlohmann::json::parse(here.text("output/barriers-12345678/manifest.json"));
    CHECK(manifest["barriers"]["cost"]["removed_by"]["parameters.pays"] == "1");
    CHECK(manifest["settings"]["shapley"] == "exact");

    const auto again = write_barriers_folder({made, facts}, (here / "output").string(), Existing::refuse);
    REQUIRE(std::get_if<FolderError>(&again) != nullptr);
    CHECK(std::get<FolderError>(again).kind == FolderError::Kind::cannot_create);
}

TEST_CASE("the JSON of an analysis holds every figure by its name", "[barriers]")
{
    const auto made = analysis(Sharing::exact);
    const auto json = nlohmann::json::parse(app::barriers_json({made, ManifestFacts{}}, {"somewhere", 0}));
    const auto& treated = json["strata"]["all"]["treated"];
    CHECK(treated["unit"] == "person-years");
    CHECK(treated["as_is"]["value"] == 100.0);
    CHECK_FALSE(treated["as_is"].contains("difference"));
    CHECK(treated["all_removed"]["ci95"] == nlohmann::json::array({46.0, 54.0}));
    CHECK(treated["barriers"]["stigma"]["shapley"]["difference"] == 20.0);
    CHECK(treated["barriers"]["stigma"]["shapley"]["sampling_error"].is_null());
    CHECK(json["gain_from_common_luck"].get<double>() == Approx(2.5));
}
