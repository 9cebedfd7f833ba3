#!/usr/bin/env python3
"""faults -- a disk that is full or failing at each call, once or for ever; a process that ends at each call.

Owns      what must hold then. Full or failing: exit code 74 and a message that names the file and the space needed. Not
          allowed to create: exit code 73. Interrupted calls and short writes: nothing happens. Killed: nothing to say. In each
          case nothing incomplete stands under a final name, nothing temporary is left unless the process was killed,
          and the same command then succeeds with the tables of an undisturbed run.
Usage     faults.py [--first N] [--how HOW ...] [--case NAME ...] [-- COMMAND with {work}]
"""
import argparse
import pathlib
import re
import shutil
import subprocess
import sys

from disturbed import SHIM, Case, cases, difference, files_in, incomplete, is_temporary, made, run, scratch, undisturbed

# How a call fails -> calls that can fail so (nothing: all), exit codes that say so.
HOWS = {
    "ENOSPC": (None, {74}),
    "EIO": (None, {74}),
    "EACCES": ("open,mkdir", {73}),
    "EINTR": ("open,write,pwrite,fsync,fdatasync,ftruncate,close", {0}),
    "SHORT": ("write,pwrite", {0}),
    "KILL": (None, {-9}),
}
ONCE_ONLY = {"EINTR", "KILL"}  # for ever would be an endless loop, or the same


class Faults:
    """One command, disturbed at one call after another."""

    def __init__(self, case, place):
        self.case = case
        self.work, self.log = place / "work", place / "log"
        self.wanted, _ = undisturbed(case, self.work)

    def words(self):
        return self.case.words(self.case.command, self.work, threads=1)

    def disturbed(self, number, how, for_ever):
        self.log.unlink(missing_ok=True)
        told = {"LD_PRELOAD": str(SHIM), "FAULT_UNDER": str(self.work), "FAULT_LOG": str(self.log),
                "FAULT_AT": str(number), "FAULT_HOW": how}
        if HOWS[how][0]:
            told["FAULT_CALLS"] = HOWS[how][0]
        if for_ever:
            told["FAULT_EVER"] = "1"
        return run(self.words(), **told)

    def logged(self):
        return self.log.read_text().splitlines() if self.log.exists() else []

    def count(self, how):
        """How many calls there are to disturb."""
        self.case.make(self.work)
        self.disturbed(0, how, False).must_succeed()
        return int(next(line for line in self.logged() if line.startswith("calls ")).split()[1])

    def shortcomings(self, number, how, for_ever):
        """Sentences about what went wrong when this call failed."""
        before = self.case.make(self.work)
        ended = self.disturbed(number, how, for_ever)
        calls = [line for line in self.logged() if line.startswith("call ")]
        if not calls:
            return [f"call {number} was not made"]
        found = list(self.of_the_end(ended, how, calls[0]))
        # On a disk that fails for ever, or in a killed process, the last rename cannot be taken back.
        is_whole = (for_ever or how == "KILL") and not difference(self.case, made(files_in(self.work), before), self.wanted)
        if ended.code != 0:
            found += [] if is_whole else self.of_what_is_left(files_in(self.work), before, how)
            again = run(self.words())
            if again.code != 0 and not (is_whole and again.code == 73):
                found.append(f"the command without the fault then ends with {again.code}: {again.err.strip()}")
        for command in self.case.finish:
            after = run(self.case.words(command, self.work, threads=1))
            if after.code != 0:
                found.append(f"'{command}' then ends with {after.code}: {after.err.strip()}")
        if why := difference(self.case, made(files_in(self.work), before), self.wanted):
            found.append(f"afterwards {why}")
        left = [name for name in files_in(self.work)
                if is_temporary(pathlib.Path(name)) and not (is_whole and ".unfinished" in name)]
        if left:
            found.append(f"afterwards {', '.join(left)} is left")
        where = calls[0].replace(str(self.work) + "/", "")
        return [f"{self.case.name}, {how} {'for ever' if for_ever else 'once'}, {where}: {each}" for each in found]

    def of_the_end(self, ended, how, call):
        # What was kept on the way is closed to be thrown away.
        is_moot = " close " in call and ".unfinished" in call
        codes = HOWS[how][1] | ({0} if is_moot else set())
        if ended.code not in codes:
            yield f"ended with {ended.code} instead of {codes}: {ended.err.strip() or 'without a word'}"
        elif ended.code > 0:
            named = re.search(re.escape(str(self.work)) + r"[^\s':;]*", ended.err)
            # What is kept though it is not finished has that name for the user too.
            is_kept = self.case.keeps_finished or (named and ".unfinished" in named[0])
            if not named or (".part" in named[0] and not is_kept):
                yield f"names no file under its own name: {ended.err.strip()}"
            if ended.code == 74 and "needed" not in ended.err:
                yield f"does not say how much space is needed: {ended.err.strip()}"

    def of_what_is_left(self, files, before, how):
        if why := incomplete(self.case, made(files, before), self.wanted):
            yield why
        if why := self.case.survey_says(self.work):
            yield why
        if self.case.keeps_finished or how == "KILL":
            return
        # Replicates that are done are kept for the next run.
        left = {name for name in files if name not in before and ".unfinished" not in name}
        if left:
            yield f"leaves {', '.join(sorted(left))}"


def disturb(case, place, hows, first, spread):
    """(calls disturbed, what went wrong); `spread`: every other call only, full and failing by turns."""
    faults = Faults(case, place)
    done, wrong = 0, []
    for which, how in enumerate(hows):
        calls = min(first, faults.count(how))
        for number in range(1, calls + 1):
            if spread and number % len(hows) != which:
                continue
            manners = [False] if how in ONCE_ONLY else [True, False]
            if spread:
                manners = manners[number // len(hows) % len(manners):][:1]
            for for_ever in manners:
                done += 1
                wrong += faults.shortcomings(number, how, for_ever)
    return done, wrong


def on_a_small_disk(case, place):
    """What goes wrong where only 1 MiB can be written, in sentences; nothing if that cannot be tried."""
    disk = place / "disk"
    disk.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "txpath-test", disk], capture_output=True, text=True)
    if mounted.returncode != 0:
        print(f"skipped the disk of 1 MiB: {mounted.stderr.strip() or 'it cannot be mounted'}")
        return []
    try:
        wanted, _ = undisturbed(case, place / "whole")
        for name, text in case.files.items():
            (disk / name).write_text(text)
        before = files_in(disk)
        words = case.words(case.command, disk, threads=2)
        full = run(words)
        wrong = []
        refused = "needs about" in full.err and "the disk has" in full.err
        filled = "No space left on device" in full.err and "needed" in full.err
        if full.code != 74 or not (refused or filled):
            wrong.append(f"on a full disk it ends with {full.code}: {full.err.strip()}")
        left = {name for name in set(files_in(disk)) - set(before) if refused or ".unfinished" not in name}
        if left:
            wrong.append(f"on a full disk it leaves {sorted(left)}")
        subprocess.run(["mount", "-o", "remount,size=64m", disk], check=True)
        run(words).must_succeed()
        if why := difference(case, made(files_in(disk), before), wanted):
            wrong.append(f"on the enlarged disk {why}")
        return wrong
    finally:
        subprocess.run(["umount", disk], check=True)


def parse():
    parser = argparse.ArgumentParser(description="Disturb the program's calls that change files, one after another.")
    parser.add_argument("--first", type=int, default=10**9, metavar="N", help="only the first N calls of each command")
    parser.add_argument("--how", nargs="+", choices=HOWS, default=list(HOWS), help="how calls fail")
    parser.add_argument("--case", nargs="+", choices=cases(1, 1, 1), default=list(cases(1, 1, 1)), help="commands")
    parser.add_argument("--spread", action="store_true", help="disturb each call in one way only, by turns")
    parser.add_argument("--keeps-finished", action="store_true", help="the command may leave what it had finished")
    parser.add_argument("--prepare", action="append", default=[], help="a command that goes before")
    parser.add_argument("command", nargs="*", help="another command, in which {work} is a folder for it")
    return parser.parse_args()


def main():
    wanted = parse()
    if not SHIM.exists():
        print(f"skipped: {SHIM} is not built (it is left out under sanitizers)")
        return 0
    place = scratch("faults")
    small = cases(people=300, replicates=2, samples=40)
    chosen = [small[name] for name in wanted.case]
    if wanted.command:
        chosen = [Case("command", " ".join(wanted.command), {}, wanted.prepare, keeps_finished=wanted.keeps_finished)]
    done, wrong = 0, []
    try:
        for case in chosen:
            more, found = disturb(case, place, wanted.how, wanted.first, wanted.spread)
            done, wrong = done + more, wrong + found
            print(f"{case.name}: {more} faults, {len(found)} shortcomings", flush=True)
        if not wanted.command:
            large = cases(people=200, replicates=400, samples=40)["run"]
            wrong += on_a_small_disk(large, place)
    finally:
        shutil.rmtree(place, ignore_errors=True)
    for each in wrong:
        print(each)
    print(f"{done} faults, {len(wrong)} shortcomings")
    return 1 if wrong or done == 0 else 0


if __name__ == "__main__":
    sys.exit(main())
