#!/usr/bin/env python3
"""kill -- a command that is ended at random moments, again and again, until it comes to its end.

Owns      what must hold then: nothing incomplete stands under a final name at any moment, and in the end every table is that
          of an undisturbed run. With --signal TERM or INT the command must also end by itself, with 75, 130 or 143, and
          each time it goes on with another number of threads.
Usage     kill.py [--kills N] [--seed S] [--signal KILL|TERM|INT] [--prepare COMMAND ...] [--finish COMMAND ...]
                  [-- COMMAND with {work} and {threads}]
          {work} is a folder of its own, into which --work-file copies. What a batch needs beside its command is in
          `cases` (disturbed.py).
"""
import argparse
import pathlib
import random
import shutil
import signal
import subprocess
import sys
import time

from disturbed import Case, cases, difference, files_in, incomplete, is_temporary, made, run, scratch, undisturbed

ENDS_IN_ORDER = {75, 130, 143}
CANNOT_CREATE = 73
MOST_SECONDS_TO_STOP = 30


class Kills:
    """One command in a folder, ended over and over."""

    def __init__(self, case, place, number, luck):
        self.case, self.number, self.luck = case, number, luck
        self.work = place / case.name
        self.wanted, self.seconds = undisturbed(case, self.work)
        self.before, self.is_fresh = {}, True
        self.kills = self.ends = self.too_early = 0
        self.wrong = []

    def start(self):
        words = self.case.words(self.case.command, self.work, threads=self.luck.randint(1, 4))
        return subprocess.Popen(words, cwd="/", stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                stderr=subprocess.PIPE, text=True)

    def disturb(self, wanted):
        """End the command `wanted` times; whenever it got to its end before, begin anew."""
        self.begin_anew()
        while self.kills < wanted and len(self.wrong) < 10:
            if self.end_one():
                continue
            self.look_at_the_end()
            self.begin_anew()
        self.come_to_the_end()

    def begin_anew(self):
        self.before = self.case.make(self.work)
        self.is_fresh = True

    def end_one(self):
        """Start it and end it; false if it had come to its end by itself."""
        begin = time.monotonic()
        child = self.start()
        try:
            child.wait(timeout=self.luck.uniform(0, self.seconds))
            # The first time may have been slow; going on from what was done is no measure.
            if self.is_fresh:
                self.seconds = min(self.seconds, time.monotonic() - begin)
        except subprocess.TimeoutExpired:
            child.send_signal(self.number)
        self.is_fresh = False
        try:
            said = child.communicate(timeout=MOST_SECONDS_TO_STOP)[1]
        except subprocess.TimeoutExpired:
            child.kill()
            said = child.communicate()[1]
            self.wrong.append(f"does not end within {MOST_SECONDS_TO_STOP} s of the signal")
        if child.returncode == 0 or self.is_done_already(child.returncode):
            return False
        if self.number != signal.SIGKILL and child.returncode == -self.number:
            self.came_too_early()
            return True
        self.kills += 1
        if child.returncode != -self.number and child.returncode not in ENDS_IN_ORDER:
            self.wrong.append(f"kill {self.kills}: ended with {child.returncode}: {said.strip()}")
        made_so_far = made(files_in(self.work), self.before)
        if why := incomplete(self.case, made_so_far, self.wanted) or self.case.survey_says(self.work):
            self.wrong.append(f"kill {self.kills}: {why}")
        return True

    def is_done_already(self, code):
        """Killed when all was there, but before it could say so: the next one finds the whole result and refuses."""
        return code == CANNOT_CREATE and not difference(self.case, made(files_in(self.work), self.before), self.wanted)

    def came_too_early(self):
        """A signal that comes before the program listens ends it as it would any other."""
        self.too_early += 1
        if self.too_early > 5 + self.kills:
            self.wrong.append(f"{self.too_early} signals were not heard, {self.kills} were")

    def look_at_the_end(self):
        self.ends += 1
        for command in self.case.finish:
            run(self.case.words(command, self.work, threads=2)).must_succeed()
        files = files_in(self.work)
        if why := difference(self.case, made(files, self.before), self.wanted):
            self.wrong.append(f"after {self.kills} kills and the end, {why}")
        left = [name for name in files if is_temporary(pathlib.Path(name))]
        if left:
            self.wrong.append(f"after {self.kills} kills and the end, {', '.join(left)} is left")

    def come_to_the_end(self):
        ended = run(self.case.words(self.case.command, self.work, threads=2))
        if ended.code != 0 and not self.is_done_already(ended.code):
            self.wrong.append(f"after {self.kills} kills it does not come to its end: {ended.code}: {ended.err.strip()}")
            return
        self.look_at_the_end()


def parse():
    parser = argparse.ArgumentParser(description="End a command at random moments until it comes to its end.")
    parser.add_argument("--kills", type=int, default=20, metavar="N", help="how often each command is ended")
    parser.add_argument("--seed", type=int, default=1, help="of the moments")
    parser.add_argument("--signal", choices=["KILL", "TERM", "INT"], default="KILL")
    parser.add_argument("--case", nargs="+", choices=cases(1, 1, 1), default=[], help="commands; absent: all")
    parser.add_argument("--work-file", action="append", default=[], help="a file that is copied into {work}")
    parser.add_argument("--prepare", action="append", default=[], help="a command that goes before")
    parser.add_argument("--finish", action="append", default=[], help="a command that goes after")
    parser.add_argument("--loose", default="", metavar="PATTERN", help="files whose bytes depend on the order of work")
    parser.add_argument("--survey", default="", metavar="COMMAND", help="ends with 0 or 75 as long as all is well")
    parser.add_argument("command", nargs="*", help="another command, in which {work} is a folder for it")
    return parser.parse_args()


def chosen_cases(wanted):
    if not wanted.command:
        # Long enough to be met at work.
        known = cases(people=20000, replicates=30, samples=60)
        return [known[name] for name in wanted.case or known]
    files = {pathlib.Path(name).name: pathlib.Path(name).read_text() for name in wanted.work_file}
    return [Case("command", " ".join(wanted.command), files, wanted.prepare, wanted.finish, wanted.loose,
                 wanted.survey)]


def main():
    wanted = parse()
    luck = random.Random(wanted.seed)
    place = scratch("kills")
    total = wrong = 0
    try:
        chosen = chosen_cases(wanted)
        for place_of, case in enumerate(chosen):
            kills = Kills(case, place, getattr(signal, f"SIG{wanted.signal}"), luck)
            # The kills are those of all commands together.
            share = (wanted.kills * (place_of + 1)) // len(chosen) - (wanted.kills * place_of) // len(chosen)
            kills.disturb(share)
            total, wrong = total + kills.kills, wrong + len(kills.wrong)
            for each in kills.wrong:
                print(f"{case.name}: {each}")
            print(f"{case.name}: {kills.kills} kills, {kills.ends} ends, {kills.seconds:.1f} s undisturbed")
    finally:
        shutil.rmtree(place, ignore_errors=True)
    print(f"{total} kills by SIG{wanted.signal}, {wrong} shortcomings")
    return 1 if wrong or total < wanted.kills else 0


if __name__ == "__main__":
    sys.exit(main())
