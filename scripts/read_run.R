# read_run -- a folder that txpath wrote, as data frames with types; ready for hesim, dampack and BCEA.
#
# Owns      read_run, as_hesim, as_dampack, as_bcea. scripts/read_run.py is its twin.
# Assumes   base R alone, 4.0 or later; for tables compressed with zstd, the program zstd.
# Promises  types come from data_dictionary.csv; a missing value is NA; strategies, samples, groups and parameters
#           are matched by name or number, never by their place; what is missing, double or not a number is an error.
#
#   source("scripts/read_run.R")
#   run <- read_run("output/clinic-12345678")
#   run$ce$costs

.stop_run <- function(...) stop(sprintf(...), call. = FALSE)

# What read.csv reads: it sees through gzip itself.
.opened <- function(path) {
  if (!endsWith(path, ".zst")) return(path)
  if (Sys.which("zstd") == "")
    .stop_run("%s needs the program zstd (package zstd) to be read; or write it with --compress gzip", path)
  pipe(paste("zstd -dcq", shQuote(path)))
}

# The file of a table, plain or compressed.
.found <- function(folder, name) {
  paths <- file.path(folder, paste0(name, c(".csv", ".csv.gz", ".csv.zst")))
  paths <- paths[file.exists(paths)]
  if (length(paths) == 0) .stop_run("%s lacks %s.csv, which its data_dictionary.csv describes", folder, name)
  paths[1]
}

.read_text_table <- function(path) {
  if (file.size(path) == 0) .stop_run("%s is empty: not even a header", path)
  tryCatch(
    utils::read.csv(.opened(path), colClasses = "character", na.strings = "", check.names = FALSE, quote = "\"",
                    comment.char = "", fill = FALSE, encoding = "UTF-8", stringsAsFactors = FALSE),
    error = function(e) .stop_run("%s: %s", path, conditionMessage(e)))
}

.read_as <- list(
  text = function(x) x,
  # Whole numbers beyond R's integers stay exact as numbers up to 2^53.
  integer = function(x) {
    number <- suppressWarnings(as.numeric(x))
    number[!is.na(number) & number != trunc(number)] <- NA
    if (all(is.na(number) | abs(number) <= .Machine$integer.max)) as.integer(number) else number
  },
  number = function(x) suppressWarnings(as.numeric(x)),
  flag = function(x) c("0" = FALSE, "1" = TRUE)[x]
)

.typed <- function(path, table, types) {
  for (column in names(table)) {
    type <- types[column]
    if (is.na(type)) .stop_run("%s: data_dictionary.csv does not know the column '%s'", path, column)
    typed <- unname(.read_as[[type]](table[[column]]))
    wrong <- which(is.na(typed) & !is.na(table[[column]]))
    if (length(wrong) > 0)
      .stop_run("%s: row %d, column '%s': '%s' is no %s", path, wrong[1] + 1L, column, table[[column]][wrong[1]], type)
    table[[column]] <- typed
  }
  table
}

# Every table that data_dictionary.csv describes, by name: a list of data frames.
read_run <- function(folder) {
  if (!dir.exists(folder)) .stop_run("%s is no folder", folder)
  path <- file.path(folder, "data_dictionary.csv")
  if (!file.exists(path)) .stop_run("%s is no folder of results: it has no data_dictionary.csv", folder)
  dictionary <- .read_text_table(path)
  for (name in c("table", "column", "type"))
    if (!name %in% names(dictionary)) .stop_run("%s has no column '%s'", path, name)
  unknown <- setdiff(dictionary$type, names(.read_as))
  if (length(unknown) > 0)
    .stop_run("%s: '%s' is no type; known are %s", path, unknown[1], paste(names(.read_as), collapse = ", "))

  tables <- list()
  for (name in unique(dictionary$table)) {
    path <- .found(folder, name)
    columns <- dictionary[dictionary$table == name, ]
    tables[[name]] <- .typed(path, .read_text_table(path), stats::setNames(columns$type, columns$column))
  }
  tables
}

# Rows of ce.csv that are whole: every strategy of every group in every sample, once.
.ce <- function(run) {
  if (is.null(run[["ce"]])) .stop_run("the folder has no ce.csv, so there are no costs and QALYs to hand over")
  columns <- c("sample", "strategy_id", "strategy", "grp_id", "grp", "costs", "qalys")
  ce <- run[["ce"]][columns]
  if (nrow(ce) == 0) .stop_run("ce.csv has no rows")
  for (column in columns) {
    missing <- which(is.na(ce[[column]]))
    if (length(missing) > 0)
      .stop_run("ce.csv: strategy '%s' has no %s in sample %d", ce$strategy[missing[1]], column, ce$sample[missing[1]])
  }
  for (of in c("strategy", "grp")) {
    pairs <- unique(ce[c(paste0(of, "_id"), of)])
    twice <- which(duplicated(pairs[[1]]))
    if (length(twice) > 0) {
      id <- pairs[[1]][twice[1]]
      both <- pairs[[2]][pairs[[1]] == id]
      .stop_run("ce.csv: %s_id %d has two names, '%s' and '%s'", of, id, both[1], both[2])
    }
    twice <- which(duplicated(pairs[[2]]))
    if (length(twice) > 0) {
      name <- pairs[[2]][twice[1]]
      both <- pairs[[1]][pairs[[2]] == name]
      .stop_run("ce.csv: %s '%s' has two numbers, %d and %d", of, name, both[1], both[2])
    }
  }
  # Names cannot hold a line break, so keys that are pasted with it differ when they should.
  key <- paste(ce$sample, ce$strategy, ce$grp, sep = "\n")
  again <- which(duplicated(key))
  if (length(again) > 0)
    .stop_run("ce.csv has two rows of sample %d, strategy '%s', group '%s'", ce$sample[again[1]], ce$strategy[again[1]],
              ce$grp[again[1]])
  whole <- expand.grid(sample = unique(ce$sample), strategy = unique(ce$strategy), grp = unique(ce$grp),
                       stringsAsFactors = FALSE)
  absent <- which(!paste(whole$sample, whole$strategy, whole$grp, sep = "\n") %in% key)
  if (length(absent) > 0)
    .stop_run("ce.csv has no row of sample %d, strategy '%s', group '%s'", whole$sample[absent[1]],
              whole$strategy[absent[1]], whole$grp[absent[1]])
  ce <- ce[order(ce$grp_id, ce$strategy_id, ce$sample), ]
  rownames(ce) <- NULL
  ce
}

.of_group <- function(ce, grp, caller) {
  groups <- unique(ce$grp)
  if (is.null(grp)) {
    if (length(groups) > 1)
      .stop_run("ce.csv has %d groups; say whose costs and QALYs you want, for example %s(run, grp = \"%s\"): %s",
                length(groups), caller, groups[1], paste(groups, collapse = ", "))
    grp <- groups
  }
  if (!grp %in% groups) .stop_run("ce.csv has no group '%s', only %s", grp, paste(groups, collapse = ", "))
  ce[ce$grp == grp, ]
}

# A column a strategy, in the order of strategy_id; a row a sample.
.wide <- function(ce, column) {
  strategies <- unique(ce$strategy)
  samples <- sort(unique(ce$sample))
  wide <- lapply(strategies, function(strategy) {
    own <- ce[ce$strategy == strategy, ]
    own[[column]][match(samples, own$sample)]
  })
  as.data.frame(stats::setNames(wide, strategies), check.names = FALSE)
}

.parameters <- function(run, samples) {
  params <- run[["params"]]
  if (is.null(params)) return(NULL)
  again <- which(duplicated(params$sample))
  if (length(again) > 0) .stop_run("params.csv has two rows of sample %d", params$sample[again[1]])
  place <- match(samples, params$sample)
  if (anyNA(place))
    .stop_run("params.csv has no row of sample %d, which ce.csv has", samples[which(is.na(place))[1]])
  parameters <- params[place, setdiff(names(params), "sample"), drop = FALSE]
  rownames(parameters) <- NULL
  parameters
}

# hesim::cea(as_hesim(run)$ce, k, sample = "sample", strategy = "strategy", grp = "grp", e = "qalys", c = "costs")
as_hesim <- function(run) list(ce = .ce(run))

# do.call(dampack::make_psa_obj, as_dampack(run))
as_dampack <- function(run, grp = NULL) {
  ce <- .of_group(.ce(run), grp, "as_dampack")
  cost <- .wide(ce, "costs")
  list(cost = cost, effectiveness = .wide(ce, "qalys"), strategies = names(cost),
       parameters = .parameters(run, sort(unique(ce$sample))))
}

# do.call(BCEA::bcea, as_bcea(run)); `ref` is the name of the reference strategy, else the one with strategy_id 1.
as_bcea <- function(run, ref = NULL, grp = NULL) {
  ce <- .of_group(.ce(run), grp, "as_bcea")
  cost <- as.matrix(.wide(ce, "costs"))
  interventions <- colnames(cost)
  if (is.null(ref)) ref <- interventions[1]
  if (!ref %in% interventions)
    .stop_run("ce.csv has no strategy '%s', only %s", ref, paste(interventions, collapse = ", "))
  list(eff = as.matrix(.wide(ce, "qalys")), cost = cost, ref = match(ref, interventions),
       interventions = interventions)
}
