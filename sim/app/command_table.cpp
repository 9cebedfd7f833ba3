#include "app/command_table.hpp"

#include <algorithm>
#include <array>
#include <cassert>

#include "base/text.hpp"

namespace txpath::app {

namespace {

constexpr std::string_view flags_of_all = "quiet verbose color help";

constexpr std::array flag_table{
    Flag{.name = "out",
         .takes = Takes::folder,
         .value = "DIR",
         .sentence = "Put the run folder, SCENARIO-FINGERPRINT, into DIR instead of output."},
    Flag{.name = "out",
         .takes = Takes::file,
         .value = "FILE",
         .sentence = "Write to FILE instead of standard output.",
         .key = "out_file"},
    Flag{.name = "seed",
         .takes = Takes::whole_number,
         .value = "N",
         .sentence = "Use another seed than the scenario's run.seed or the study's."},
    Flag{.name = "threads",
         .takes = Takes::whole_number,
         .value = "N",
         .at_least = 1,
         .sentence = "Use at most N processors; the numbers do not depend on it."},
    Flag{.name = "population",
         .takes = Takes::whole_number,
         .value = "N",
         .at_least = 1,
         .sentence = "Simulate N people instead of the scenario's population.size."},
    Flag{.name = "replicates",
         .takes = Takes::whole_number,
         .value = "N",
         .at_least = 1,
         .sentence = "Run N replicates instead of the scenario's run.replicates (of validate: 200; of "
                     "calibrate: the study's)."},
    Flag{.name = "set",
         .takes = Takes::assignment,
         .value = "PATH=VALUE",
         .sentence = "Give the value at PATH of the scenario another VALUE; may be repeated."},
    Flag{.name = "force", .sentence = "Replace what is there already."},
    Flag{.name = "xlsx", .sentence = "Add tables.xlsx, a workbook with a sheet for each table."},
    Flag{.name = "tables",
         .takes = Takes::choice,
         .value = "WHICH",
         .choices = "all aggregates",
         .sentence = "Write all tables (the usual), or only those without a row for each replicate."},
    Flag{.name = "compress",
         .takes = Takes::choice,
         .value = "HOW",
         .choices = "none gzip zstd",
         .sentence = "Write tables as NAME.csv.gz or NAME.csv.zst; the same tables give the same bytes."},
    Flag{.name = "dry-run", .sentence = "Say how much work, time, memory and disk it would take, and stop."},
    Flag{.name = "explain",
         .sentence = "Print the effective scenario with the origin of every value, converted "
                     "hazards and numbers without a source."},
    Flag{.name = "refine",
         .sentence = "Run it with sync_every as written and halved, on the same luck, and show what moves."},
    Flag{.name = "format",
         .takes = Takes::choice,
         .value = "FORMAT",
         .choices = "dot mermaid",
         .sentence = "Write Graphviz DOT (the usual one) or Mermaid."},
    Flag{.name = "profile",
         .sentence = "Also hold each value at twelve places and fit the others; takes many times as long."},
    Flag{.name = "shapley",
         .sentence = "Find the Shapley share of each barrier whatever their number: exactly up to 6 barriers "
                     "(up to 5 also unasked), else from 20 orders of removal."},
    Flag{.name = "permutations",
         .takes = Takes::whole_number,
         .value = "N",
         .at_least = 2,
         .sentence = "Find Shapley shares from N orders of removal, drawn at random."},
    Flag{.name = "reference",
         .takes = Takes::text,
         .value = "NAME",
         .sentence = "Set the other strategies against the strategy NAME instead of the study's reference or "
                     "the first scenario.",
         .key = "reference_name"},
    Flag{.name = "samples",
         .takes = Takes::whole_number,
         .value = "N",
         .at_least = 2,
         .sentence = "Draw the uncertain values N times instead of the study's uncertainty.samples."},
    Flag{.name = "sampling",
         .takes = Takes::choice,
         .value = "HOW",
         .choices = "latin_hypercube sobol random",
         .sentence = "Draw them so instead of as the study says."},
    Flag{.name = "study", .sentence = "Print the JSON Schema of study files instead."},
    Flag{.name = "reference", .sentence = "Print the reference page of the language (Markdown) instead."},
    Flag{.name = "json", .sentence = "Print one JSON object on standard output instead of text."},
    Flag{.name = "progress",
         .takes = Takes::choice,
         .value = "WHEN",
         .choices = "auto always never",
         .sentence = "Show progress: auto is one rewritten line on a terminal, one line a minute elsewhere."},
    Flag{.name = "quiet", .letter = 'q', .sentence = "Say nothing on standard error but errors."},
    Flag{.name = "verbose", .letter = 'v', .sentence = "Show notes too, and how long each phase took."},
    Flag{.name = "color",
         .takes = Takes::choice,
         .value = "WHEN",
         .choices = "auto always never",
         .sentence = "Use colour: auto is on a terminal, unless NO_COLOR is set or TERM is dumb."},
    Flag{.name = "help", .letter = 'h', .sentence = "Print help with examples."},
};

constexpr std::array run_examples{
    Example{"txpath run scenarios/baseline.yaml", "run it and write output/baseline-..."},
    Example{"txpath run clinic.yaml --population 10000 --replicates 5", "a quick look before the full run"},
    Example{"txpath run clinic.yaml --set tracks.care.transitions.relapse.rate='0.3 per year'",
            "change one number without touching the file"},
    Example{"txpath run clinic.yaml --dry-run", "how long will it take?"},
    Example{"txpath run clinic.yaml --replicates 1000 --tables aggregates --compress gzip",
            "many replicates, small tables"},
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
            .flags = "out tables compress xlsx seed threads population replicates set force dry-run json "
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
    Command{.name = "help",
            .sentence = "Print help on the program or on one command.",
            .argument = "COMMAND",
            .argument_sentence = "The command to explain.",
            .argument_choices = "run check validate calibrate barriers compare uncertainty sensitivity graph "
                                "odd cheers init schema "
                                "doctor completion man help",
            .examples = help_examples,
            .is_argument_required = false},
};

constexpr std::array exit_table{
    ExitMeaning{0, "done"},
    ExitMeaning{3, "a trial's target was missed"},
    ExitMeaning{64, "the command line is wrong"},
    ExitMeaning{65, "the scenario or its data is wrong"},
    ExitMeaning{66, "a file is missing"},
    ExitMeaning{70, "a bug in txpath, or too little memory"},
    ExitMeaning{73, "an output cannot be created, or is there already"},
    ExitMeaning{74, "disk full, or a failing device"},
    ExitMeaning{75, "stopped in good order; can be resumed"},
    ExitMeaning{130, "interrupted by Ctrl-C, after a clean stop"},
    ExitMeaning{143, "ended by SIGTERM, after a clean stop"},
};

}  // namespace

std::span<const Command> all_commands()
{
    return command_table;
}
std::span<const Flag> all_flags()
{
    return flag_table;
}
std::span<const ExitMeaning> exit_meanings()
{
    return exit_table;
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

std::string_view key_of(const Flag& flag) noexcept
{
    return flag.key.empty() ? flag.name : flag.key;
}

const Flag& flag(std::string_view key)
{
    const auto found = std::ranges::find(flag_table, key, key_of);
    assert(found != flag_table.end());
    return *found;
}

std::vector<const Flag*> flags_of(const Command& command)
{
    std::vector<const Flag*> flags;
    for (const auto key : words_of(command.flags)) flags.push_back(&flag(key));
    for (const auto key : words_of(flags_of_all)) flags.push_back(&flag(key));
    return flags;
}

}  // namespace txpath::app
