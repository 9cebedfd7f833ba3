#include "app/command_table.hpp"

#include <algorithm>
#include <array>
#include <cassert>

#include "base/text.hpp"

namespace txpath::app {

namespace {

constexpr std::array run_examples{
    Example{"txpath run scenarios/baseline.yaml", "run it and write output/baseline-..."},
    Example{"txpath run clinic.yaml --population 10000 --replicates 5", "a quick look before the full run"},
    Example{"txpath run clinic.yaml --set tracks.care.transitions.relapse.rate='0.3 per year'",
            "change one number without touching the file"},
    Example{"txpath run clinic.yaml --dry-run", "how long will it take?"},
    Example{"txpath run clinic.yaml --replicates 1000 --tables aggregates --compress gzip",
            "many replicates, small tables"},
    Example{"txpath run clinic.yaml --checkpoint-at 5y", "a burn-in, kept in output/clinic-...checkpoint"},
    Example{"txpath run --from output/clinic-1a2b3c4d-1826.25d.checkpoint what_if.yaml",
            "one of many futures of it"},
};
constexpr std::array check_examples{
    Example{"txpath check clinic.yaml", "every mistake at once"},
    Example{"txpath check clinic.yaml --explain", "where does each number come from?"},
    Example{"txpath check clinic.yaml --refine --population 10000 --replicates 10",
            "is sync_every short enough?"},
};
constexpr std::array validate_examples{
    Example{"txpath validate", "every trial in scenarios/trials, 200 times each"},
    Example{"txpath validate scenarios/trials/antler.yaml --replicates 1000", "one trial, more precisely"},
    Example{"txpath validate --set parameters.expectancy=0.5 --out /tmp/what_if",
            "with another parameter value"},
};
constexpr std::array calibrate_examples{
    Example{"txpath calibrate relapse.yaml",
            "fit the values that the study names; writes output/relapse-..."},
    Example{"txpath calibrate relapse.yaml --replicates 10", "a quick look: fewer replicates of each trial"},
    Example{"txpath calibrate relapse.yaml --profile", "with profile likelihoods"},
};
constexpr std::array barriers_examples{
    Example{"txpath barriers access.yaml",
            "what each of its barriers holds back; writes output/barriers-..."},
    Example{"txpath barriers access.yaml --dry-run", "how many scenarios will be run, and how long?"},
    Example{"txpath barriers access.yaml --permutations 50",
            "shares of many barriers, from 50 orders of removal"},
};
constexpr std::array compare_examples{
    Example{"txpath compare usual.yaml places.yaml price.yaml --replicates 20",
            "what do the others change against the first? writes output/compare-..."},
    Example{"txpath compare study.yaml", "the strategies, labels and thresholds of a study file"},
    Example{"txpath compare study.yaml --reference places --set time.horizon='10 years'",
            "another reference, and a number that is changed in every strategy"},
};
constexpr std::array uncertainty_examples{
    Example{"txpath uncertainty study.yaml",
            "which strategy is best, how sure that is and what is worth learning"},
    Example{"txpath uncertainty study.yaml --samples 100 --population 1000", "a quick look"},
    Example{"txpath uncertainty study.yaml --dry-run", "how long will it take, and how much memory?"},
};
constexpr std::array sensitivity_examples{
    Example{"txpath sensitivity study.yaml", "which values move the decision, and from where on it changes"},
    Example{"txpath sensitivity study.yaml --population 2000 --replicates 5", "a quick look"},
    Example{"txpath sensitivity study.yaml --dry-run", "how many runs, and how long?"},
};
constexpr std::array batch_plan_examples{
    Example{"txpath batch plan study.yaml --out big", "cut the work of a study into shards of half an hour"},
    Example{"txpath batch plan clinic.yaml --replicates 2000 --shards 64 --out big",
            "two thousand replicates in 64 shards"},
};
constexpr std::array batch_run_examples{
    Example{"txpath batch run big", "do all that is left, here"},
    Example{"txpath batch run big --shard 3/64", "one of 64 parts, as an array job does"},
};
constexpr std::array batch_status_examples{
    Example{"txpath batch status big", "how far is it, and what is left?"},
};
constexpr std::array batch_merge_examples{
    Example{"txpath batch merge big --out results", "the tables that one plain run would have written"},
    Example{"txpath batch merge big --partial", "a look at what is there so far"},
};
constexpr std::array batch_expand_examples{
    Example{"txpath batch expand big --replicates 5000", "more replicates; what is done stays"},
};
constexpr std::array report_examples{
    Example{"txpath report output/clinic-1a2b3c4d", "writes output/clinic-1a2b3c4d.report.html"},
    Example{"txpath report output/compare-1a2b3c4d output/uncertainty-5e6f7a8b --out study.html",
            "several analyses, a part of one page each"},
};
constexpr std::array open_examples{
    Example{"txpath open output/clinic-1a2b3c4d", "make the page if it is missing, and show it"},
};
constexpr std::array explore_examples{
    Example{"txpath explore scenarios/classroom.yaml", "writes classroom.explorer.html"},
    Example{"txpath explore clinic.yaml --people 20000 --out clinic.html", "for computers that are slow"},
};
constexpr std::array graph_examples{
    Example{"txpath graph clinic.yaml | dot -Tsvg > clinic.svg", "draw the pathways with Graphviz"},
    Example{"txpath graph clinic.yaml --format mermaid", "text for a Markdown page"},
};
constexpr std::array odd_examples{
    Example{"txpath odd clinic.yaml --out clinic.odd.md",
            "a draft to complete: its open slots are listed at the end"},
    Example{"txpath odd clinic.yaml | pandoc -o clinic.odd.docx", "the same as a Word file, through Pandoc"},
};
constexpr std::array cheers_examples{
    Example{"txpath cheers study.yaml --out study.cheers.md",
            "a draft to complete: what only you can say is listed at its end"},
    Example{"txpath cheers clinic.yaml", "what one scenario can already say"},
};
constexpr std::array init_examples{
    Example{"txpath init clinic.yaml && txpath run clinic.yaml", "from nothing to a first result"},
};
constexpr std::array schema_examples{
    Example{"txpath schema > txpath.schema.json", "let an editor complete and check keys"},
    Example{"txpath schema --reference", "every key with its unit, range and default"},
};
constexpr std::array doctor_examples{
    Example{"txpath doctor", "does this build give the right numbers on this machine?"},
};
constexpr std::array completion_examples{
    Example{"txpath completion bash > ~/.local/share/bash-completion/completions/txpath", "for bash"},
    Example{"txpath completion fish > ~/.config/fish/completions/txpath.fish", "for fish"},
};
constexpr std::array man_examples{
    Example{"txpath man > txpath.1 && man ./txpath.1", "read it as a man page"},
};
constexpr std::array help_examples{
    Example{"txpath help run", "the same as txpath run --help"},
};

constexpr std::string_view scenario_sentence = "A scenario file (YAML).";

constexpr std::array command_table{
    Command{.name = "run",
            .sentence = "Simulate a scenario, write a run folder and print a summary.",
            .argument = "SCENARIO",
            .argument_sentence = scenario_sentence,
            .flags = "out tables compress checkpoint-at from xlsx seed threads population replicates set "
                     "force dry-run json "
                     "progress",
            .examples = run_examples},
    Command{
        .name = "check",
        .sentence = "Show every mistake of a scenario or a study at once, or explain where values come from.",
        .argument = "FILE",
        .argument_sentence = "A scenario or a study file (YAML).",
        .flags = "explain refine set seed threads population replicates json progress",
        .examples = check_examples},
    Command{.name = "validate",
            .sentence = "Do published trials on simulated people and compare the results.",
            .argument = "TRIALS",
            .argument_sentence =
                "Trial files (YAML) or folders of them; those of scenarios/trials if none is named.",
            .flags = "out seed threads replicates set force json progress",
            .examples = validate_examples,
            .is_argument_required = false,
            .is_argument_repeated = true},
    Command{.name = "calibrate",
            .sentence = "Fit values of a scenario to results of trials and to measures.",
            .argument = "STUDY",
            .argument_sentence = "A study file (YAML); its keys are in txpath schema --reference.",
            .flags = "profile out seed threads replicates force json progress",
            .examples = calibrate_examples},
    Command{
        .name = "barriers",
        .sentence = "Remove each barrier of a scenario alone and with others, and say what it holds back.",
        .argument = "SCENARIO",
        .argument_sentence = "A scenario file (YAML) with a section 'barriers'.",
        .flags = "shapley permutations out xlsx seed threads population replicates set force dry-run json "
                 "progress",
        .examples = barriers_examples},
    Command{.name = "compare",
            .sentence = "Run strategies on the same luck and say what they change, cost and give.",
            .argument = "STUDY",
            .argument_sentence = "A study file (YAML) with 'strategies', or two or more scenario files.",
            .flags = "reference_name out xlsx seed threads population replicates set force dry-run json "
                     "progress",
            .examples = compare_examples,
            .is_argument_repeated = true},
    Command{.name = "uncertainty",
            .sentence =
                "Draw the uncertain values again and again: how sure is the decision, and what is worth "
                "learning?",
            .argument = "STUDY",
            .argument_sentence = "A study file (YAML) with 'strategies'.",
            .flags = "reference_name samples sampling out xlsx seed threads population replicates set force "
                     "dry-run json progress",
            .examples = uncertainty_examples},
    Command{
        .name = "sensitivity",
        .sentence = "Change values one at a time, in pairs and all at once: which does the decision hang on?",
        .argument = "STUDY",
        .argument_sentence = "A study file (YAML) with 'strategies'.",
        .flags = "out xlsx seed threads population replicates set force dry-run json progress",
        .examples = sensitivity_examples},
    Command{
        .name = "batch plan",
        .sentence = "Cut the work of a scenario or study into units that any processes can share.",
        .argument = "STUDY",
        .argument_sentence = "A scenario, or a study file with 'strategies' (YAML).",
        .flags =
            "as out_batch batch_tables shards target-minutes task_threads seed population replicates samples "
            "sampling reference_name set force json",
        .examples = batch_plan_examples},
    Command{.name = "batch run",
            .sentence = "Do the units of a batch that are left; answers are kept one by one.",
            .argument = "BATCH",
            .argument_sentence = "The folder that 'batch plan' made.",
            .flags = "shard threads progress",
            .examples = batch_run_examples},
    Command{.name = "batch status",
            .sentence = "Say how far a batch is; exit code 75 while there is something left.",
            .argument = "BATCH",
            .argument_sentence = "The folder that 'batch plan' made.",
            .flags = "json",
            .examples = batch_status_examples},
    Command{.name = "batch merge",
            .sentence = "Check every answer of a batch, and write what one plain run would have written.",
            .argument = "BATCH",
            .argument_sentence = "The folder that 'batch plan' made.",
            .flags = "partial out compress xlsx threads force json",
            .examples = batch_merge_examples},
    Command{.name = "batch expand",
            .sentence = "Add replicates or samples to a batch; those that are done stay.",
            .argument = "BATCH",
            .argument_sentence = "The folder that 'batch plan' made.",
            .flags = "replicates_in_all samples_in_all task_threads json",
            .examples = batch_expand_examples},
    Command{.name = "report",
            .sentence = "Write finished folders as one HTML page that needs nothing else.",
            .argument = "FOLDER",
            .argument_sentence = "Folders that run, compare, uncertainty, barriers, sensitivity, validate or "
                                 "calibrate wrote.",
            .flags = "out_page force open",
            .examples = report_examples,
            .is_argument_repeated = true},
    Command{
        .name = "open",
        .sentence = "Show the page of a finished folder; make it if it is missing or older than the folder.",
        .argument = "FOLDER",
        .argument_sentence = "A folder that run, compare, uncertainty, barriers, sensitivity, validate or "
                             "calibrate wrote.",
        .examples = open_examples},
    Command{.name = "explore",
            .sentence = "Write a page for a class, with sliders and the simulation inside: one HTML file.",
            .argument = "SCENARIO",
            .argument_sentence = "A scenario file with a section 'explore'.",
            .flags = "out_explorer people set force",
            .examples = explore_examples},
    Command{.name = "graph",
            .sentence = "Print the pathways as a diagram for Graphviz or Mermaid.",
            .argument = "SCENARIO",
            .argument_sentence = scenario_sentence,
            .flags = "format set",
            .examples = graph_examples},
    Command{.name = "odd",
            .sentence = "Draft the ODD protocol, a description of the model in Markdown, from a scenario.",
            .argument = "SCENARIO",
            .argument_sentence = scenario_sentence,
            .flags = "out_file set force",
            .examples = odd_examples},
    Command{.name = "cheers",
            .sentence = "Draft the 28 items of CHEERS 2022 in Markdown from a study, and mark what only its "
                        "author can say.",
            .argument = "STUDY",
            .argument_sentence = "A study file (YAML) with a section 'strategies', or a scenario file.",
            .flags = "out_file set force",
            .examples = cheers_examples},
    Command{.name = "init",
            .sentence = "Write a commented scenario that runs as it stands, with a schema for editors.",
            .argument = "FILE",
            .argument_sentence = "The scenario file to write.",
            .flags = "force",
            .examples = init_examples},
    Command{.name = "schema",
            .sentence = "Print the JSON Schema of the scenario language, or its reference page.",
            .flags = "reference study",
            .examples = schema_examples},
    Command{.name = "doctor",
            .sentence = "Print versions, processors and disk space, and test that the numbers are right.",
            .flags = "json",
            .examples = doctor_examples},
    Command{.name = "completion",
            .sentence = "Print the completion script of a shell.",
            .argument = "SHELL",
            .argument_sentence = "The shell to complete for.",
            .argument_choices = "bash zsh fish",
            .examples = completion_examples},
    Command{.name = "man", .sentence = "Print the man page.", .examples = man_examples},
    Command{
        .name = "help",
        .sentence = "Print help on the program or on one command.",
        .argument = "COMMAND",
        .argument_sentence = "The command to explain.",
        .argument_choices =
            "run check validate calibrate barriers compare uncertainty sensitivity batch report open graph "
            "odd cheers init schema "
            "doctor completion man help",
        .examples = help_examples,
        .is_argument_required = false},
};

}  // namespace

std::span<const Command> all_commands()
{
    return command_table;
}

std::string_view about() noexcept
{
    return "txpath simulates treatment pathways: every person, event by event, in continuous time";
}

const Command* find_command(std::string_view name) noexcept
{
    const auto found = std::ranges::find(command_table, name, &Command::name);
    return found == command_table.end() ? nullptr : &*found;
}

std::string_view group_of(const Command& command) noexcept
{
    const auto space = command.name.find(' ');
    return space == std::string_view::npos ? std::string_view{} : command.name.substr(0, space);
}

std::vector<const Command*> commands_of(std::string_view group)
{
    std::vector<const Command*> found;
    for (const Command& command : command_table)
        if (!group.empty() && group_of(command) == group) found.push_back(&command);
    return found;
}

std::string_view last_word_of(const Command& command) noexcept
{
    const auto space = command.name.find(' ');
    return space == std::string_view::npos ? command.name : command.name.substr(space + 1);
}

std::vector<std::string_view> first_words()
{
    std::vector<std::string_view> words;
    for (const Command& command : command_table) {
        const std::string_view group = group_of(command), word = group.empty() ? command.name : group;
        if (words.empty() || words.back() != word) words.push_back(word);
    }
    return words;
}

}  // namespace txpath::app
