#!/usr/bin/env python3
"""disturbed_test -- the drivers of tests/reliability see what they are there to see.

Method    a careless program writes its table under the final name, row by row, and never looks whether that went well.
"""
import pathlib
import subprocess
import sys
import tempfile

RELIABILITY = pathlib.Path(__file__).resolve().parents[1] / "reliability"
CARELESS = """import os, sys, time
os.makedirs(sys.argv[1] + "/out", exist_ok=True)
file = os.open(sys.argv[1] + "/out/table.csv", os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
for row in range(30):
    try:
        os.write(file, b"%d\\n" % row)
    except OSError:
        pass
    time.sleep(0.01)
"""


def driven(driver, *words):
    with tempfile.TemporaryDirectory() as folder:
        program = pathlib.Path(folder) / "careless.py"
        program.write_text(CARELESS)
        ended = subprocess.run([sys.executable, "-B", RELIABILITY / driver, *words, "--", sys.executable, "-B", program,
                                "{work}"], capture_output=True, text=True)
        return ended.returncode, ended.stdout


def must_find(driver, words, sentence):
    code, said = driven(driver, *words)
    if code == 1 and sentence in said:
        return 0
    print(f"{driver} {' '.join(words)} ended with {code} and without '{sentence}':\n{said}")
    return 1


def main():
    missed = must_find("kill.py", ["--kills", "5"], "out/table.csv stands under its final name, incomplete")
    missed += must_find("kill.py", ["--kills", "3", "--signal", "TERM"], "signals were not heard")
    if "skipped" not in driven("faults.py", "--how", "EIO", "--first", "4")[1]:
        missed += must_find("faults.py", ["--how", "EIO", "--first", "4"], "ended with 0 instead of {74}")
        missed += must_find("faults.py", ["--how", "KILL", "--first", "6"], "stands under its final name, incomplete")
    print(f"{4 - missed} of 4 carelessnesses seen" if missed else "the drivers see what is careless")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
