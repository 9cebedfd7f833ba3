"""scripts/read_run.py on made folders and on one that the program wrote; scripts/read_run.R on the same, if there is R."""
import importlib.util
import pathlib
import random
import shutil
import subprocess
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
PROGRAM = ROOT / "build" / "release" / "txpath"
spec = importlib.util.spec_from_file_location("read_run", ROOT / "scripts" / "read_run.py")
read_run = importlib.util.module_from_spec(spec)
spec.loader.exec_module(read_run)

DICTIONARY = """table,column,type,unit,key,allowed,description
ce,sample,integer,,1,,
ce,strategy_id,integer,,1,,
ce,strategy,text,,1,,
ce,grp_id,integer,,1,,
ce,grp,text,,1,,
ce,costs,number,USD,0,,
ce,qalys,number,QALYs,0,,
ce,costs_mcse,number,USD,0,,
notes,note,text,,1,,"what it is, in words"
notes,is_final,flag,,0,0 1,
params,sample,integer,,1,,
params,relapse_rate,number,,0,,
params,utility_well,number,,0,,
"""
CE_HEADER = "sample,strategy_id,strategy,grp_id,grp,costs,qalys,costs_mcse"
CE = ["1,1,usual,1,all,100,1.5,", "1,2,clinic,1,all,250.25,1.75,0.5", "2,1,usual,1,all,-1e-05,1,",
      "2,2,clinic,1,all,3e6,2,0.25", "3,1,usual,1,all,120,1.25,", "3,2,clinic,1,all,220,1.5,0.125"]
PARAMS = ["1,0.5,0.9", "2,0.25,0.8", "3,0.125,0.85"]

# What R says, in words that a test can compare: every number with 17 digits, names, types.
R_REPORT = r"""
args <- commandArgs(trailingOnly = TRUE)
source(args[1])
say <- function(name, x) {
  if (is.list(x)) { for (each in names(x)) say(paste0(name, ".", each), x[[each]]); return(invisible()) }
  if (is.matrix(x)) { for (each in colnames(x)) say(paste0(name, ".", each), x[, each]); return(invisible()) }
  shown <- if (is.character(x)) x else if (is.logical(x)) ifelse(x, "TRUE", "FALSE") else sprintf("%.17g", as.numeric(x))
  shown[is.na(x)] <- "NA"
  cat(name, typeof(x), shown, sep = "|"); cat("\n")
}
run <- read_run(args[2])
for (shape in args[-(1:2)]) say(shape, eval(parse(text = shape)))
"""


def csv_text(header, rows):
    return "\n".join([header, *rows]) + "\n"


class Folder:
    """A folder of results made by hand; `changes` are files by name, None for one that is not there."""

    def __init__(self, **changes):
        self.path = pathlib.Path(tempfile.mkdtemp())
        files = {"data_dictionary": DICTIONARY, "ce": csv_text(CE_HEADER, CE),
                 "params": csv_text("sample,relapse_rate,utility_well", PARAMS),
                 "notes": 'note,is_final\n"first, and ""last""",1\n"two\nlines",0\n,\n', **changes}
        for name, text in files.items():
            if text is not None:
                (self.path / f"{name}.csv").write_text(text, encoding="utf-8")

    def __enter__(self):
        return self.path

    def __exit__(self, *_):
        shutil.rmtree(self.path)


def r_says(folder, *shapes):
    with tempfile.NamedTemporaryFile("w", suffix=".R") as script:
        script.write(R_REPORT)
        script.flush()
        done = subprocess.run(["Rscript", "--vanilla", script.name, str(ROOT / "scripts" / "read_run.R"), str(folder),
                               *shapes], capture_output=True, text=True, check=False)
    return done.stdout, done.stderr


class ReadRun(unittest.TestCase):
    def refused(self, sentence, call=read_run.as_hesim, **changes):
        with Folder(**changes) as folder:
            with self.assertRaises(read_run.RunError) as refusal:
                call(read_run.read_run(folder))
            self.assertEqual(str(refusal.exception).replace(str(folder), "FOLDER"), sentence)
            if shutil.which("Rscript") and call in (read_run.as_hesim, read_run.as_dampack, read_run.as_bcea):
                _, said = r_says(folder, f"{call.__name__}(run)")
                self.assertIn(sentence.replace("grp='all'", 'grp = "all"'), said.replace(str(folder), "FOLDER"))

    def test_cells_have_the_types_of_the_dictionary_and_empty_ones_are_missing(self):
        with Folder() as folder:
            run = read_run.read_run(folder)
        self.assertEqual(list(run), ["ce", "notes", "params"])
        self.assertEqual(run["notes"], [{"note": 'first, and "last"', "is_final": True},
                                        {"note": "two\nlines", "is_final": False}, {"note": None, "is_final": None}])
        self.assertEqual(run["ce"][2], {"sample": 2, "strategy_id": 1, "strategy": "usual", "grp_id": 1, "grp": "all",
                                        "costs": -1e-05, "qalys": 1.0, "costs_mcse": None})
        self.assertIsInstance(run["ce"][2]["qalys"], float)

    def test_each_package_gets_its_shape(self):
        with Folder() as folder:
            run = read_run.read_run(folder)
        ce = read_run.as_hesim(run)["ce"]
        self.assertEqual(list(ce[0]), list(read_run.CE_COLUMNS))
        self.assertEqual([(row["strategy"], row["sample"]) for row in ce],
                         [("usual", 1), ("usual", 2), ("usual", 3), ("clinic", 1), ("clinic", 2), ("clinic", 3)])
        self.assertEqual(read_run.as_dampack(run), {
            "cost": {"usual": [100.0, -1e-05, 120.0], "clinic": [250.25, 3e6, 220.0]},
            "effectiveness": {"usual": [1.5, 1.0, 1.25], "clinic": [1.75, 2.0, 1.5]},
            "strategies": ["usual", "clinic"],
            "parameters": {"relapse_rate": [0.5, 0.25, 0.125], "utility_well": [0.9, 0.8, 0.85]}})
        self.assertEqual(read_run.as_bcea(run, ref="clinic"), {
            "eff": [[1.5, 1.75], [1.0, 2.0], [1.25, 1.5]], "cost": [[100.0, 250.25], [-1e-05, 3e6], [120.0, 220.0]],
            "ref": 2, "interventions": ["usual", "clinic"]})
        self.assertEqual(read_run.as_bcea(run)["ref"], 1)

    def test_the_order_of_rows_and_columns_does_not_matter(self):
        with Folder() as folder:
            run = read_run.read_run(folder)
        shuffle = random.Random(3).shuffle
        ce, params = CE[:], PARAMS[:]
        shuffle(ce)
        shuffle(params)
        turned = [",".join(row.split(",")[::-1]) for row in ce]
        with Folder(ce=csv_text(",".join(CE_HEADER.split(",")[::-1]), turned),
                    params=csv_text("sample,relapse_rate,utility_well", params)) as folder:
            other = read_run.read_run(folder)
        for shape in (read_run.as_hesim, read_run.as_dampack, read_run.as_bcea):
            self.assertEqual(shape(other), shape(run))

    def test_one_group_of_several_can_be_named(self):
        rows = CE + [row.replace(",1,all,", ",2,sex=female,").replace(",1.5,", ",9.5,") for row in CE]
        with Folder(ce=csv_text(CE_HEADER, rows)) as folder:
            run = read_run.read_run(folder)
        self.assertEqual(read_run.as_dampack(run, grp="sex=female")["effectiveness"]["usual"], [9.5, 1.0, 1.25])
        self.assertEqual(len(read_run.as_hesim(run)["ce"]), 12)
        with self.assertRaisesRegex(read_run.RunError, "ce.csv has no group 'sex', only all, sex=female"):
            read_run.as_bcea(run, grp="sex")
        self.refused("ce.csv has 2 groups; say whose costs and QALYs you want, for example as_dampack(run, grp='all'): "
                     "all, sex=female", read_run.as_dampack, ce=csv_text(CE_HEADER, rows))

    def test_what_is_missing_double_or_no_number_is_said(self):
        ce_of = lambda *rows: csv_text(CE_HEADER, rows)
        lines = DICTIONARY.splitlines(keepends=True)
        self.refused("FOLDER is no folder of results: it has no data_dictionary.csv", data_dictionary=None)
        self.refused("FOLDER lacks ce.csv, which its data_dictionary.csv describes", ce=None)
        self.refused("the folder has no ce.csv, so there are no costs and QALYs to hand over", ce=None,
                     data_dictionary="".join(line for line in lines if not line.startswith("ce,")))
        self.refused("FOLDER/ce.csv: data_dictionary.csv does not know the column 'costs_mcse'",
                     data_dictionary="".join(line for line in lines if "mcse" not in line))
        self.refused("FOLDER/ce.csv: row 3, column 'costs': 'much' is no number", ce=ce_of(CE[0], "1,2,b,1,all,much,1,"))
        self.refused("FOLDER/ce.csv: row 2, column 'sample': '1.5' is no integer", ce=ce_of("1.5,1,a,1,all,1,1,"))
        self.refused("FOLDER/notes.csv: row 2, column 'is_final': '2' is no flag", notes="note,is_final\na,2\n")
        self.refused("ce.csv has no rows", ce=ce_of())
        self.refused("ce.csv: strategy 'usual' has no costs in sample 1", ce=ce_of("1,1,usual,1,all,,1.5,"))
        self.refused("ce.csv: strategy_id 1 has two names, 'usual' and 'clinic'",
                     ce=ce_of(CE[0], "1,1,clinic,1,all,1,1,"))
        self.refused("ce.csv: strategy 'usual' has two numbers, 1 and 2", ce=ce_of(CE[0], "2,2,usual,1,all,1,1,"))
        self.refused("ce.csv has two rows of sample 1, strategy 'usual', group 'all'", ce=ce_of(CE[0], CE[0]))
        self.refused("ce.csv has no row of sample 3, strategy 'clinic', group 'all'", ce=ce_of(*CE[:-1]))
        self.refused("params.csv has no row of sample 3, which ce.csv has", read_run.as_dampack,
                     params=csv_text("sample,relapse_rate,utility_well", PARAMS[:2]))
        with self.assertRaisesRegex(read_run.RunError, "^/nowhere is no folder$"):
            read_run.read_run("/nowhere")

    def test_compressed_tables_are_read_like_plain_ones(self):
        for command in (["gzip", "-q"], ["zstd", "-q", "--rm"]):
            if not shutil.which(command[0]):
                continue
            with Folder() as folder:
                plain = read_run.read_run(folder)
                said, _ = r_says(folder, "as_hesim(run)", "run$notes") if shutil.which("Rscript") else (None, None)
                for name in ("ce", "params", "notes"):
                    subprocess.run([*command, folder / f"{name}.csv"], check=True)
                self.assertEqual(read_run.read_run(folder), plain)
                if said is not None:
                    self.assertEqual(r_says(folder, "as_hesim(run)", "run$notes"), (said, ""))
                packed, = folder.glob("ce.csv.*")
                packed.write_bytes(packed.read_bytes()[:-10])
                with self.assertRaises(read_run.RunError):
                    read_run.read_run(folder)

    @unittest.skipUnless(PROGRAM.is_file(), "the program is not built")
    def test_a_folder_that_the_program_wrote_is_read(self):
        with tempfile.TemporaryDirectory() as out:
            subprocess.run([PROGRAM, "run", ROOT / "tests/data/examples/sick_sicker.yaml", "--population", "300",
                            "--quiet", "--out", out], check=True, capture_output=True)
            folder, = pathlib.Path(out).iterdir()
            run = read_run.read_run(folder)
            for name, rows in run.items():
                self.assertEqual(len(rows), len(read_run._rows(folder / f"{name}.csv")[1]))
            self.assertEqual(read_run.as_dampack(run, grp="all")["strategies"], ["sick_sicker"])
            if shutil.which("Rscript"):
                said, error = r_says(folder, "sum(run$stateprobs$prob)", 'as_bcea(run, grp = "all")$interventions')
                self.assertIn("interventions|character|sick_sicker", said, error)

    @unittest.skipUnless(shutil.which("Rscript"), "there is no R")
    def test_r_says_the_same(self):
        with Folder() as folder:
            said, error = r_says(folder, "run$notes", "as_hesim(run)", "as_dampack(run)", 'as_bcea(run, ref = "clinic")')
        self.assertEqual(error, "")
        for line in ["run$notes.is_final|logical|TRUE|FALSE|NA",
                     "as_hesim(run).ce.sample|integer|1|2|3|1|2|3",
                     "as_hesim(run).ce.strategy|character|usual|usual|usual|clinic|clinic|clinic",
                     "as_dampack(run).cost.clinic|double|250.25|3000000|220",
                     "as_dampack(run).cost.usual|double|100|-1.0000000000000001e-05|120",
                     "as_dampack(run).strategies|character|usual|clinic",
                     "as_dampack(run).parameters.relapse_rate|double|0.5|0.25|0.125",
                     'as_bcea(run, ref = "clinic").eff.clinic|double|1.75|2|1.5',
                     'as_bcea(run, ref = "clinic").ref|integer|2',
                     'as_bcea(run, ref = "clinic").interventions|character|usual|clinic']:
            self.assertIn(line + "\n", said)


if __name__ == "__main__":
    unittest.main()
