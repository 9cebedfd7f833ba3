#!/usr/bin/env python3
"""slurm_batch -- a batch done by an array job of Slurm gives the tables of a plain run; a task sees what it was granted.

Assumes   it is run by one_node_slurm.sh.
"""
import json
import os
import pathlib
import subprocess
import sys

from disturbed import PROGRAM, Case, cases, difference, made, files_in, run

WORK = pathlib.Path(os.environ["SLURM_TEST_FOLDER"])


def grants_in(*srun):
    """What `doctor` says a task has, by name."""
    ended = run(["srun", *srun, str(PROGRAM), "doctor", "--json"])
    ended.must_succeed()
    return {finding["what"].strip(): finding["value"] for finding in json.loads(ended.out)}


def tables_of_an_array(case):
    """What the array job and the merge after it make."""
    batch = WORK / "array"
    case.make(batch)
    run(case.words("txpath batch plan {work}/usual.yaml --tables all --shards 5 --out {work}/batch", batch)).must_succeed()
    before = files_in(batch)
    script = batch / "batch" / "array.sbatch"
    subprocess.run(["sbatch", "--wait", "--mem=0", script], cwd=batch, check=True, timeout=300)
    for log in sorted(batch.glob("*.log")):
        print(log.name, log.read_text().strip().splitlines()[-1:])
    run(case.words("txpath batch merge {work}/batch --out {work}/out --quiet", batch)).must_succeed()
    files = made(files_in(batch), before)
    return {name: what for name, what in files.items() if name.startswith("out/")}


def main():
    wrong = []
    granted = grants_in("--ntasks=1", "--cpus-per-task=3")
    if granted.get("SLURM_CPUS_PER_TASK") != "3":
        wrong.append(f"of 3 processors granted, doctor says {granted}")

    known = cases(people=2000, replicates=17, samples=1)["run"]
    case = Case(known.name, known.command, known.files)
    plain = WORK / "plain"
    before = case.make(plain)
    run(case.words(case.command, plain, threads=1)).must_succeed()
    if why := difference(case, tables_of_an_array(case), made(files_in(plain), before)):
        wrong.append(f"of the array job, {why}")
    for each in wrong:
        print(each)
    print(f"an array job of Slurm: {len(wrong)} shortcomings")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
