"""disturbed -- what tests share that disturb the program: its cases, its files before and after, its words.

Owns      Case (what is run, in a folder of its own), the cases that stand for the program, and how a folder is compared with
          what an undisturbed run left.
"""
import dataclasses
import hashlib
import os
import pathlib
import shlex
import subprocess

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
    """A command line in which {work} is a folder that holds `files`; `prepare` are commands that go before it."""
    name: str
    command: str
    files: dict = dataclasses.field(default_factory=dict)
    prepare: list = dataclasses.field(default_factory=list)
    finish: list = dataclasses.field(default_factory=list)  # what goes after it when it has succeeded

    def words(self, command, work, **more):
        words = [word.format(work=work, **more) for word in shlex.split(command)]
        return [str(PROGRAM) if word == "txpath" else word for word in words]

    def make(self, work):
        """An empty `work`, then the files and what the preparing commands leave."""
        subprocess.run(["rm", "-rf", "--one-file-system", str(work)], check=True)
        work.mkdir(parents=True)
        for name, text in self.files.items():
            (work / name).write_text(text)
        for command in self.prepare:
            run(self.words(command, work)).must_succeed()


@dataclasses.dataclass
class Ended:
    words: list
    code: int
    out: str
    err: str

    def must_succeed(self):
        if self.code != 0:
            raise SystemExit(f"{shlex.join(self.words)}\nended with {self.code}: {self.err}")


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


def finished(files):
    return {name: what for name, what in files.items() if not is_temporary(pathlib.Path(name))}


def is_compared(name):
    return pathlib.Path(name).name not in TELLS_OF_THE_RUN


def difference(files, wanted):
    """A sentence about the first difference between two sets of files, or nothing."""
    for name in sorted(set(files) | set(wanted)):
        if name not in files:
            return f"{name} is missing"
        if name not in wanted:
            return f"{name} should not be there"
        if is_compared(name) and files[name] != wanted[name]:
            return f"{name} is not what an undisturbed run writes"
    return None


def incomplete(files, wanted, before):
    """A sentence about a file under a final name that is no whole file of an undisturbed run, or nothing.

    Folders are whole or not there: whoever has one file of a folder has all of them.
    """
    new = {name: what for name, what in finished(files).items() if before.get(name) != what}
    for name, what in new.items():
        if name not in wanted:
            return f"{name} stands under a name that an undisturbed run does not write"
        if is_compared(name) and what != wanted[name]:
            return f"{name} stands under its final name, incomplete"
    folders = {str(pathlib.Path(name).parent) for name in new if pathlib.Path(name).name == "SHA256SUMS" or name in new}
    for name in wanted:
        folder = str(pathlib.Path(name).parent)
        if folder in folders and str(pathlib.Path(folder) / "SHA256SUMS") in wanted and name not in files:
            return f"{folder} is there without {pathlib.Path(name).name}"
    return None


def cases(people, replicates, samples):
    """The commands that stand for the program."""
    files = {"usual.yaml": USUAL.format(people=people, replicates=replicates), "treated.yaml": TREATED,
             "study.yaml": STUDY.format(samples=samples)}
    return {
        "run": Case("run", "txpath run {work}/usual.yaml --out {work}/out --quiet --threads {threads}", files),
        "compare": Case("compare", "txpath compare {work}/study.yaml --out {work}/out --quiet --threads {threads}", files),
        "uncertainty": Case(
            "uncertainty", "txpath uncertainty {work}/study.yaml --out {work}/out --quiet --threads {threads}", files),
    }


def undisturbed(case, work, threads=2):
    """What the command leaves; ends the program if it does not succeed."""
    case.make(work)
    before = files_in(work)
    run(case.words(case.command, work, threads=threads)).must_succeed()
    for command in case.finish:
        run(case.words(command, work, threads=threads)).must_succeed()
    return before, finished(files_in(work))
