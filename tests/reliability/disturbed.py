"""disturbed -- what tests share that disturb the program: its cases, its files before and after, its words.

Owns      Case (what is run, in a folder of its own), the cases that stand for the program, and how a folder is compared with
          what an undisturbed run left.
"""
import dataclasses
import fnmatch
import hashlib
import os
import pathlib
import shlex
import shutil
import subprocess
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = ROOT / "build" / os.environ.get("PRESET", "release")
PROGRAM = BUILD / "txpath"
SHIM = BUILD / "libfault_shim.so"

# What says when, how long or with how many threads; all other files are functions of the command.
TELLS_OF_THE_RUN = {"manifest.json", "SHA256SUMS"}

USUAL = """txpath: 1
title: Usual care
time: {{horizon: 2 years, report_every: 1 year}}
population: {{size: {people}, attributes: {{sex: {{categories: {{female: 0.6, male: 0.4}}}}}}}}
parameters:
  fall: {{value: 1 per year, gamma: {{mean: 1 per year, sd: 0.3 per year}}, source: assumption, note: made up}}
  rise: {{value: 1 per year, gamma: {{mean: 1 per year, sd: 0.3 per year}}, source: assumption, note: made up}}
tracks:
  care:
    start: well
    states: {{well: {{}}, ill: {{utility: 0.5, costs: {{care: 3000 USD per year}}}}}}
    transitions:
      fall_ill: {{from: well, to: ill, rate: $fall}}
      recover: {{from: ill, to: well, rate: $rise}}
economics: {{currency: USD, price_year: 2025, discount: {{costs: 3 % per year, health: 3 % per year}}}}
outputs: {{by: [sex]}}
run: {{seed: 4, replicates: {replicates}}}
"""
TREATED = """txpath: 1
extends: usual.yaml
title: Treatment
tracks:
  care:
    transitions: {recover: {hazard_ratios: {sex.female: 2.5, sex.male: 2.5}}}
"""
STUDY = """txpath: 1
title: Is treatment worth its price?
strategies:
  usual: {{scenario: usual.yaml}}
  treated: {{scenario: treated.yaml}}
reference: usual
thresholds: [20000 USD, 50000 USD]
uncertainty: {{samples: {samples}}}
"""


@dataclasses.dataclass
class Case:
    """A command line in which {work} is a folder that holds `files`."""
    name: str
    command: str
    files: dict = dataclasses.field(default_factory=dict)
    prepare: list = dataclasses.field(default_factory=list)  # commands that go before it
    finish: list = dataclasses.field(default_factory=list)  # and after it, when it has succeeded
    loose: str = ""   # names that match hold the same in an order of their own, and `survey` looks at them
    survey: str = ""  # ends with 0 or 75 as long as all is well
    keeps_finished: bool = False  # what was finished is left for the next time

    def is_compared(self, name):
        return pathlib.Path(name).name not in TELLS_OF_THE_RUN and not fnmatch.fnmatch(name, self.loose)

    def survey_says(self, work):
        """What is wrong with what there is, in a sentence, or nothing."""
        if not self.survey:
            return None
        ended = run(self.words(self.survey, work))
        return None if ended.code in (0, 75) else f"'{self.survey}' ends with {ended.code}: {ended.out} {ended.err}".strip()

    def words(self, command, work, **more):
        words = [word.format(work=work, **more) for word in shlex.split(command)]
        return [str(PROGRAM) if word == "txpath" else word for word in words]

    def make(self, work):
        """An empty `work`, then the files and what the preparing commands leave; these are returned."""
        subprocess.run(["rm", "-rf", "--one-file-system", str(work)], check=True)
        work.mkdir(parents=True)
        for name, text in self.files.items():
            (work / name).write_text(text)
        for command in self.prepare:
            run(self.words(command, work)).must_succeed()
        return files_in(work)


@dataclasses.dataclass
class Ended:
    words: list
    code: int
    out: str
    err: str

    def must_succeed(self):
        if self.code != 0:
            raise SystemExit(f"{shlex.join(self.words)}\nended with {self.code}: {self.err}")


def scratch(what):
    """A new folder, in memory if there is such a place: every file is synced, which a busy disk takes its time for."""
    memory = pathlib.Path("/dev/shm")
    in_memory = os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > 500e6
    return pathlib.Path(tempfile.mkdtemp(prefix=f"txpath-{what}-", dir=memory if in_memory else None))


def run(words, **environment):
    child = subprocess.run(words, env=os.environ | environment, cwd="/", stdin=subprocess.DEVNULL,
                           capture_output=True, text=True, timeout=600)
    return Ended(words, child.returncode, child.stdout, child.stderr)


def is_temporary(path):
    """Does the name say that it is not finished?"""
    return any(part.endswith((".part", ".part.old", ".unfinished")) for part in path.parts)


def files_in(work):
    """Name -> SHA-256 of every file; a folder with a temporary name counts even if it is empty."""
    found = {}
    for path in sorted(work.glob("**/*")):
        name = path.relative_to(work)
        if path.is_file():
            found[str(name)] = hashlib.sha256(path.read_bytes()).hexdigest()
        elif is_temporary(name):
            found[str(name)] = "folder"
    return found


def made(files, before):
    """What is finished and was not there before."""
    return {name: what for name, what in files.items()
            if before.get(name) != what and not is_temporary(pathlib.Path(name))}


def difference(case, files, wanted):
    """A sentence about the first difference between what was made and what an undisturbed run makes, or nothing."""
    for name in sorted(set(files) | set(wanted)):
        if name not in files:
            return f"{name} is missing"
        if name not in wanted:
            return f"{name} should not be there"
        if case.is_compared(name) and files[name] != wanted[name]:
            return f"{name} is not what an undisturbed run writes"
    return None


def incomplete(case, files, wanted):
    """A sentence about something made that is no whole part of what an undisturbed run makes, or nothing.

    A folder with checksums is whole or not there: whoever has one file of it has all of them.
    """
    for name, what in files.items():
        if name not in wanted:
            return f"{name} stands under a name that an undisturbed run does not write"
        if case.is_compared(name) and what != wanted[name]:
            return f"{name} stands under its final name, incomplete"
    folders = {pathlib.Path(name).parent for name in files}
    for name in wanted:
        folder = pathlib.Path(name).parent
        if folder in folders and str(folder / "SHA256SUMS") in wanted and name not in files:
            return f"{folder} is there without {pathlib.Path(name).name}"
    return None


def cases(people, replicates, samples):
    """The commands that stand for the program."""
    files = {"usual.yaml": USUAL.format(people=people, replicates=replicates), "treated.yaml": TREATED,
             "study.yaml": STUDY.format(samples=samples)}
    found = {
        "run": Case("run", "txpath run {work}/usual.yaml --out {work}/out --quiet --threads {threads}", files),
        "compare": Case("compare", "txpath compare {work}/study.yaml --out {work}/out --quiet --threads {threads}", files),
        "uncertainty": Case(
            "uncertainty", "txpath uncertainty {work}/study.yaml --out {work}/out --quiet --threads {threads}", files),
        "batch": batch("batch", "usual.yaml", files),
        "batch of samples": batch("samples", "study.yaml", files),
        "merge": Case(
            "merge", "txpath batch merge {work}/batch --out {work}/out --quiet --threads {threads}", files,
            prepare=["txpath batch plan {work}/usual.yaml --tables all --shards 4 --out {work}/batch",
                     "txpath batch run {work}/batch"]),
    }
    if has_pages():
        # beside {work}: it is only read, and a file that is read may well fail to close
        found["report"] = Case(
            "report", "txpath report {work}-run --out {work}/page.html --quiet", files,
            prepare=["sh -c 'rm -rf {work}-run'", "txpath run {work}/usual.yaml --out {work}/made --quiet",
                     "sh -c 'mv {work}/made/* {work}-run'"])
    return found


def has_pages():
    """Was the program built with the page of reports? Without, it refuses before it looks at the folder."""
    return PROGRAM.exists() and run([str(PROGRAM), "report", "/nowhere"]).code == 66


def batch(name, study, files):
    """A batch that is run and then merged."""
    return Case(name, "txpath batch run {work}/batch --threads {threads}", files,
                prepare=[f"txpath batch plan {{work}}/{study} --tables all --shards 4 --out {{work}}/batch"],
                finish=["txpath batch merge {work}/batch --out {work}/out --quiet"],
                loose="batch/shards/*", survey="txpath batch status {work}/batch", keeps_finished=True)


def undisturbed(case, work):
    """What the command and those after it make, and seconds of the command; ends the program if one does not succeed."""
    before = case.make(work)
    start = time.monotonic()
    run(case.words(case.command, work, threads=2)).must_succeed()
    seconds = time.monotonic() - start
    for command in case.finish:
        run(case.words(command, work, threads=2)).must_succeed()
    return made(files_in(work), before), seconds
