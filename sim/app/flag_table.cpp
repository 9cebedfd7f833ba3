// flag_table.cpp -- every flag of every command.
#include <algorithm>
#include <array>
#include <cassert>

#include "app/command_table.hpp"
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
    Flag{.name = "out",
         .takes = Takes::file,
         .value = "FILE",
         .sentence = "Write the page to FILE instead of FOLDER.report.html, beside the (first) folder.",
         .key = "out_page"},
    Flag{.name = "out",
         .takes = Takes::file,
         .value = "FILE",
         .sentence = "Write the page to FILE instead of SCENARIO.explorer.html in the current folder.",
         .key = "out_explorer"},
    Flag{.name = "people",
         .takes = Takes::whole_number,
         .value = "N",
         .at_least = 1,
         .sentence = "Refine results up to N simulated people instead of the number under 'explore'."},
    Flag{.name = "open", .sentence = "Show the page in a browser, if there is a display."},
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
    Flag{.name = "checkpoint-at",
         .takes = Takes::text,
         .value = "TIME",
         .sentence =
             "Simulate up to TIME ('5 years', 5y) and write a checkpoint to go on from, and nothing else."},
    Flag{.name = "from",
         .takes = Takes::file,
         .value = "CHECKPOINT",
         .sentence = "Go on from CHECKPOINT instead of day 0; from there on the scenario may have other "
                     "policies, other numbers and another horizon."},
    Flag{.name = "xlsx", .sentence = "Add tables.xlsx, a workbook with a sheet for each table."},
    Flag{.name = "tables",
         .takes = Takes::choice,
         .value = "WHICH",
         .choices = "all aggregates",
         .sentence = "Write all tables (the usual), or only those without a row for each replicate."},
    Flag{.name = "tables",
         .takes = Takes::choice,
         .value = "WHICH",
         .choices = "all aggregates",
         .sentence =
             "Of a run: merge to all tables, or only to those without a row for each replicate (the usual).",
         .key = "batch_tables"},
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
    Flag{.name = "as",
         .takes = Takes::choice,
         .value = "COMMAND",
         .choices = "run compare uncertainty",
         .sentence =
             "Do the work of this command; unasked, uncertainty if the study has that section, compare "
             "if it has strategies, else run."},
    Flag{.name = "out",
         .takes = Takes::folder,
         .value = "DIR",
         .sentence = "Make the batch's folder DIR instead of output/NAME-IDENTITY.batch.",
         .key = "out_batch"},
    Flag{.name = "threads",
         .takes = Takes::whole_number,
         .value = "N",
         .at_least = 1,
         .sentence = "Give each task of an array job N processors instead of 1.",
         .key = "task_threads"},
    Flag{.name = "target-minutes",
         .takes = Takes::whole_number,
         .value = "N",
         .at_least = 1,
         .sentence = "Cut the work so that a task of an array job takes about N minutes instead of 30."},
    Flag{.name = "shards",
         .takes = Takes::whole_number,
         .value = "N",
         .at_least = 1,
         .sentence = "Cut the work into N shards, whatever time each takes."},
    Flag{.name = "shard",
         .takes = Takes::text,
         .value = "I/N",
         .sentence = "Do the I-th of N parts of the shards, counted from 1, instead of all."},
    Flag{.name = "partial",
         .sentence = "Merge the units from the first on that are done; ends with exit code 75."},
    Flag{.name = "samples",
         .takes = Takes::whole_number,
         .value = "N",
         .at_least = 2,
         .sentence = "Of a batch of uncertainty: add samples until there are N.",
         .key = "samples_in_all"},
    Flag{.name = "replicates",
         .takes = Takes::whole_number,
         .value = "N",
         .at_least = 2,
         .sentence = "Of a batch of run or compare: add replicates until there are N.",
         .key = "replicates_in_all"},
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

}  // namespace

std::span<const Flag> all_flags()
{
    return flag_table;
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
