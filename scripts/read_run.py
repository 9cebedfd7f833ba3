#!/usr/bin/env python3
"""read_run -- a folder that txpath wrote, as tables with types; ready for hesim, dampack and BCEA.

Owns      read_run, as_hesim, as_dampack, as_bcea. scripts/read_run.R is its twin.
Assumes   Python's standard library alone; for tables compressed with zstd, the program zstd.
Promises  types come from data_dictionary.csv; a missing value is None; strategies, samples, groups and parameters are
          matched by name or number, never by their place; what is missing, double or not a number is an error.

  python3 scripts/read_run.py FOLDER      lists the tables of a folder

  from read_run import read_run, as_dampack
  run = read_run("output/clinic-12345678")
  run["ce"][0]["costs"]                   rows are dictionaries
"""
import contextlib
import csv
import gzip
import io
import pathlib
import shutil
import subprocess
import sys


class RunError(Exception):
    """Why a folder cannot be read, or a table not be given its shape: one sentence."""


def _flag(text):
    if text not in ("0", "1"):
        raise ValueError
    return text == "1"


READ_AS = {"text": str, "integer": int, "number": float, "flag": _flag}
CE_COLUMNS = ("sample", "strategy_id", "strategy", "grp_id", "grp", "costs", "qalys")


@contextlib.contextmanager
def _opened(path):
    """The text of a file, plain or compressed."""
    if path.suffix == ".gz":
        try:
            with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
                yield file
        except (EOFError, gzip.BadGzipFile):
            raise RunError(f"{path} is no whole gzip file") from None
    elif path.suffix == ".zst":
        if shutil.which("zstd") is None:
            raise RunError(f"{path} needs the program zstd (package zstd) to be read; or write it with --compress gzip")
        done = subprocess.run(["zstd", "-dcq", str(path)], capture_output=True, check=False)
        if done.returncode != 0:
            raise RunError(f"{path}: {done.stderr.decode(errors='replace').strip()}")
        yield io.StringIO(done.stdout.decode("utf-8"), newline="")
    else:
        with open(path, encoding="utf-8", newline="") as file:
            yield file


def _found(folder, name):
    """The file of a table, plain or compressed."""
    for ending in (".csv", ".csv.gz", ".csv.zst"):
        if (path := folder / f"{name}{ending}").is_file():
            return path
    raise RunError(f"{folder} lacks {name}.csv, which its data_dictionary.csv describes")


def _rows(path):
    """The header and the rows of a CSV file, each cell as text."""
    with _opened(path) as file:
        rows = list(csv.reader(file, strict=True))
    if not rows:
        raise RunError(f"{path} is empty: not even a header")
    for line, row in enumerate(rows, 1):
        if len(row) != len(rows[0]):
            raise RunError(f"{path}: row {line} has {len(row)} cells, the header has {len(rows[0])}")
    return rows[0], rows[1:]


def _dictionary(folder):
    """By table: the type of each column."""
    path = folder / "data_dictionary.csv"
    if not folder.is_dir():
        raise RunError(f"{folder} is no folder")
    if not path.is_file():
        raise RunError(f"{folder} is no folder of results: it has no data_dictionary.csv")
    header, rows = _rows(path)
    for name in ("table", "column", "type"):
        if name not in header:
            raise RunError(f"{path} has no column '{name}'")
    types = {}
    for row in rows:
        cells = dict(zip(header, row))
        if cells["type"] not in READ_AS:
            raise RunError(f"{path}: '{cells['type']}' is no type; known are {', '.join(READ_AS)}")
        types.setdefault(cells["table"], {})[cells["column"]] = cells["type"]
    return types


def _table(path, types):
    header, rows = _rows(path)
    for column in header:
        if column not in types:
            raise RunError(f"{path}: data_dictionary.csv does not know the column '{column}'")
    read = [READ_AS[types[column]] for column in header]
    table = []
    for line, row in enumerate(rows, 2):
        cells = {}
        for column, convert, text in zip(header, read, row):
            try:
                cells[column] = None if text == "" else convert(text)
            except ValueError:
                raise RunError(f"{path}: row {line}, column '{column}': '{text}' is no {types[column]}") from None
        table.append(cells)
    return table


def read_run(folder):
    """Every table that data_dictionary.csv describes, by name: a list of rows, each a dictionary by column."""
    folder = pathlib.Path(folder)
    tables = {}
    for name, types in _dictionary(folder).items():
        tables[name] = _table(_found(folder, name), types)
    return tables


def _ce(run):
    """Rows of ce.csv that are whole: every strategy of every group in every sample, once."""
    if "ce" not in run:
        raise RunError("the folder has no ce.csv, so there are no costs and QALYs to hand over")
    rows = [{column: row[column] for column in CE_COLUMNS} for row in run["ce"]]
    if not rows:
        raise RunError("ce.csv has no rows")
    seen, names = set(), {}
    for row in rows:
        for column, value in row.items():
            if value is None:
                raise RunError(f"ce.csv: strategy '{row['strategy']}' has no {column} in sample {row['sample']}")
        for of in ("strategy", "grp"):
            number, name = row[f"{of}_id"], row[of]
            if (other := names.setdefault((of, number), name)) != name:
                raise RunError(f"ce.csv: {of}_id {number} has two names, '{other}' and '{name}'")
            if (other := names.setdefault((f"{of}_id", name), number)) != number:
                raise RunError(f"ce.csv: {of} '{name}' has two numbers, {other} and {number}")
        key = row["sample"], row["strategy"], row["grp"]
        if key in seen:
            raise RunError(f"ce.csv has two rows of sample {key[0]}, strategy '{key[1]}', group '{key[2]}'")
        seen.add(key)
    for sample in {row["sample"] for row in rows}:
        for strategy in {row["strategy"] for row in rows}:
            for grp in {row["grp"] for row in rows}:
                if (sample, strategy, grp) not in seen:
                    raise RunError(f"ce.csv has no row of sample {sample}, strategy '{strategy}', group '{grp}'")
    return sorted(rows, key=lambda row: (row["grp_id"], row["strategy_id"], row["sample"]))


def _of_group(rows, grp, caller):
    groups = list(dict.fromkeys(row["grp"] for row in rows))
    if grp is None:
        if len(groups) > 1:
            raise RunError(f"ce.csv has {len(groups)} groups; say whose costs and QALYs you want, for example "
                           f"{caller}(run, grp='{groups[0]}'): {', '.join(groups)}")
        grp = groups[0]
    if grp not in groups:
        raise RunError(f"ce.csv has no group '{grp}', only {', '.join(groups)}")
    return [row for row in rows if row["grp"] == grp]


def _wide(rows, column):
    """By strategy, in the order of strategy_id: values in the order of samples (rows are sorted so)."""
    wide = {}
    for row in rows:
        wide.setdefault(row["strategy"], []).append(row[column])
    return wide


def _parameters(run, samples):
    """By parameter: values in the order of `samples`; None without params.csv."""
    if "params" not in run:
        return None
    by_sample = {}
    for row in run["params"]:
        if row["sample"] in by_sample:
            raise RunError(f"params.csv has two rows of sample {row['sample']}")
        by_sample[row["sample"]] = row
    for sample in samples:
        if sample not in by_sample:
            raise RunError(f"params.csv has no row of sample {sample}, which ce.csv has")
    columns = [column for column in (run["params"][0] if run["params"] else {}) if column != "sample"]
    return {column: [by_sample[sample][column] for sample in samples] for column in columns}


def as_hesim(run):
    """{'ce': rows} for hesim::cea(ce, k, sample = "sample", strategy = "strategy", grp = "grp", e = "qalys",
    c = "costs")."""
    return {"ce": _ce(run)}


def as_dampack(run, grp=None):
    """The arguments of dampack::make_psa_obj: cost and effectiveness by strategy, strategies, parameters."""
    rows = _of_group(_ce(run), grp, "as_dampack")
    samples = list(dict.fromkeys(row["sample"] for row in rows))
    cost = _wide(rows, "costs")
    return {"cost": cost, "effectiveness": _wide(rows, "qalys"), "strategies": list(cost),
            "parameters": _parameters(run, samples)}


def as_bcea(run, ref=None, grp=None):
    """The arguments of BCEA::bcea: eff and cost, a row a sample and a column an intervention; interventions; ref,
    the place of the reference among them as R counts, from 1 (the strategy named `ref`; unnamed: strategy_id 1)."""
    rows = _of_group(_ce(run), grp, "as_bcea")
    interventions = list(_wide(rows, "costs"))
    if ref is None:
        ref = interventions[0]
    if ref not in interventions:
        raise RunError(f"ce.csv has no strategy '{ref}', only {', '.join(interventions)}")

    def matrix(column):
        return [list(sample) for sample in zip(*_wide(rows, column).values())]

    return {"eff": matrix("qalys"), "cost": matrix("costs"), "ref": interventions.index(ref) + 1,
            "interventions": interventions}


def main():
    if len(sys.argv) != 2 or sys.argv[1].startswith("-"):
        print(__doc__, file=sys.stderr)
        return 64
    try:
        for name, rows in read_run(sys.argv[1]).items():
            print(f"{name}: {len(rows)} rows of {', '.join(rows[0]) if rows else 'nothing'}")
    except RunError as error:
        print(f"read_run: {error}", file=sys.stderr)
        return 65
    return 0


if __name__ == "__main__":
    sys.exit(main())
