#!/usr/bin/env python3
"""launchers -- one hash over the tables, whatever did the units of a batch.

Owns      the ways in which a batch can be done: shards in one process, tasks of an array in any order and with stalls, ranks of
          an MPI job, also one that was disturbed, an array of a real Slurm, also one that runs out of time.
Promises  a way that needs what is not installed is skipped and said; every other gives the tables of the plain command, to the
          byte.
Usage     launchers.py [--quick] [--only WAY ...] [--seed S]
"""
import argparse
import hashlib
import os
import pathlib
import random
import re
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import time

from disturbed import BUILD, PROGRAM, STUDY, TREATED, USUAL

HERE = pathlib.Path(__file__).resolve().parent
MPI_PROGRAM = BUILD / "txpath-mpi"
UNITS = 64
MOST_SECONDS = 400


class Skipped(Exception):
    """Why a way could not be gone."""


class Wrong(Exception):
    """What should not have happened."""


def command(*words, codes=(0,), **more):
    """Run it; its standard error. Another exit code than these is wrong."""
    child = subprocess.run([str(word) for word in words], stdin=subprocess.DEVNULL, capture_output=True, text=True,
                           timeout=MOST_SECONDS, **more)
    if child.returncode not in codes:
        raise Wrong(f"{shlex.join(map(str, words))}\nended with {child.returncode}:\n{child.stdout}{child.stderr}")
    return child.stderr


def hash_of(folder):
    """Of all tables below a folder that holds one run."""
    digest = hashlib.sha256()
    tables = sorted(folder.glob("*/*.csv"))
    for path in tables:
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    if len(tables) < 5:
        raise Wrong(f"{folder} has {len(tables)} tables")
    return digest.hexdigest()


class Workshop:
    """A study and everything that is made of it."""

    def __init__(self, place, luck, kind, people):
        self.place, self.luck, self.kind, self.people, self.made = place, luck, kind, people, 0
        self.wanted = None
        place.mkdir()
        # Of a sample all replicates are one unit.
        replicates = 2 if kind == "uncertainty" else UNITS
        (place / "usual.yaml").write_text(USUAL.format(people=people, replicates=replicates))
        (place / "treated.yaml").write_text(TREATED)
        (place / "study.yaml").write_text(STUDY.format(samples=UNITS))
        self.study = place / ("usual.yaml" if kind == "run" else "study.yaml")

    def plan(self, shards):
        self.made += 1
        batch = self.place / f"batch{self.made}"
        command(PROGRAM, "batch", "plan", self.study, "--as", self.kind, "--tables", "all", "--shards",
                shards, "--out", batch, "--quiet")
        return batch

    def plain(self):
        """The hash that every way must give."""
        if self.wanted is None:
            command(PROGRAM, self.kind, self.study, "--out", self.place / "plain", "--quiet")
            self.wanted = hash_of(self.place / "plain")
            print(f"plain {self.kind}, {self.people:,} people: {self.wanted[:16]}")
        return self.wanted

    def merged(self, batch):
        out = batch.with_name(batch.name + ".merged")
        command(PROGRAM, "batch", "merge", batch, "--out", out, "--quiet")
        found = hash_of(out)
        shutil.rmtree(batch)
        shutil.rmtree(out)
        return found


def shards(workshop, count):
    batch = workshop.plan(count)
    command(PROGRAM, "batch", "run", batch, "--threads", workshop.luck.randint(1, 4))
    return workshop.merged(batch)


def stalled_tasks(workshop):
    """The tasks of an array in random order, up to three at a time, each stopped for a moment now and then."""
    luck = workshop.luck
    batch = workshop.plan(luck.choice([5, 16, 64]))
    tasks = luck.randint(2, 9)
    waiting = luck.sample(range(1, tasks + 1), tasks)
    at_work = []
    while waiting or at_work:
        while waiting and len(at_work) < 3:
            task = waiting.pop()
            at_work.append(subprocess.Popen(
                [PROGRAM, "batch", "run", batch, "--shard", f"{task}/{tasks}", "--threads", str(luck.randint(1, 3))],
                stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL))
        victim = luck.choice(at_work)
        victim.send_signal(signal.SIGSTOP)
        time.sleep(luck.uniform(0, 0.05))
        victim.send_signal(signal.SIGCONT)
        for child in [child for child in at_work if child.poll() is not None]:
            at_work.remove(child)
            if child.returncode != 0:
                raise Wrong(f"a task ended with {child.returncode}")
        time.sleep(0.01)
    return workshop.merged(batch)


def mpirun(ranks):
    """Words that start so many ranks on any machine."""
    if not MPI_PROGRAM.exists():
        raise Skipped("txpath-mpi was not built (libopenmpi-dev)")
    if not shutil.which("mpirun"):
        raise Skipped("mpirun is not installed (openmpi-bin)")
    told = subprocess.run(["mpirun", "--version"], capture_output=True, text=True).stdout
    words = ["--oversubscribe", "--bind-to", "none"] if "Open MPI" in told else []
    if words and os.getuid() == 0:
        words.append("--allow-run-as-root")
    return ["mpirun", *words, "-np", str(ranks)]


def by_mpi(workshop, ranks, shard_count=7):
    words = mpirun(ranks)
    batch = workshop.plan(shard_count)
    command(*words, MPI_PROGRAM, "batch", "run", batch, "--threads", workshop.luck.randint(1, 2))
    return workshop.merged(batch)


def ranks_of(job):
    """Rank -> process, of those that a process of ours has begun."""
    found = {}
    for folder in pathlib.Path("/proc").glob("[0-9]*"):
        try:
            environment = (folder / "environ").read_bytes().split(b"\0")
            parent = re.search(r"^PPid:\s+(\d+)", (folder / "status").read_text(), re.M)
        except OSError:
            continue
        rank = [word for word in environment if word.startswith(b"OMPI_COMM_WORLD_RANK=")]
        if rank and parent and int(parent[1]) == job.pid:
            found[int(rank[0].split(b"=")[1])] = int(folder.name)
    return found


def disturbed_mpi(workshop, number, code):
    """One rank of three gets a signal when some units are done; another number of ranks goes on."""
    words, batch = mpirun(3), workshop.plan(4)
    job = subprocess.Popen([*words, str(MPI_PROGRAM), "batch", "run", str(batch), "--threads", "1"],
                           stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    deadline = time.monotonic() + 60
    while sum(path.stat().st_size for path in (batch / "shards").iterdir()) < 4000:
        if job.poll() is not None or time.monotonic() > deadline:
            raise Wrong(f"the job did nothing: {job.returncode}")
        time.sleep(0.005)
    rank = workshop.luck.choice([1, 2])
    os.kill(ranks_of(job)[rank], number)
    said = job.communicate(timeout=60)[1]
    if job.returncode != code:
        raise Wrong(f"rank {rank} got {signal.Signals(number).name}, and the job ended with {job.returncode}: {said}")
    if said.count("stopped; ") != (1 if code == 75 else 0):
        raise Wrong(f"the end is not said once: {said}")
    command(PROGRAM, "batch", "status", batch, codes=(75,))
    command(*mpirun(2), MPI_PROGRAM, "batch", "run", batch)
    return workshop.merged(batch)


def full_disk_mpi(workshop):
    """A disk that is full ends the job with 74; with more room it goes on."""
    words = mpirun(3)
    whole = workshop.plan(3)
    pages = sum(-(-file.stat().st_size // 4096) for file in whole.rglob("*") if file.is_file())
    room = f"size={4 * (pages + 4)}k"  # a page to begin each shard with, and one more
    disk = workshop.place / "disk"
    disk.mkdir()
    if os.getuid() != 0 or subprocess.run(["mount", "-t", "tmpfs", "-o", room, "txpath", disk],
                                          capture_output=True).returncode != 0:
        raise Skipped("a small disk needs root")
    try:
        batch = disk / "batch"
        shutil.copytree(whole, batch)
        said = command(*words, MPI_PROGRAM, "batch", "run", batch, codes=(74,))
        if said.count("No space left on device") != 1:
            raise Wrong(f"the full disk is not told once: {said}")
        shutil.rmtree(whole)
        shutil.copytree(batch, whole)
        command(*mpirun(2), MPI_PROGRAM, "batch", "run", whole)
        return workshop.merged(whole)
    finally:
        subprocess.run(["umount", disk], check=True)


def in_slurm(what, batch):
    """Do something with a batch inside a Slurm of its own."""
    child = subprocess.run([HERE / "one_node_slurm.sh", sys.executable, "-B", __file__, "--in-slurm", what, "--batch", batch],
                           env=os.environ | {"TXPATH_NEEDS_SLURM": "1"}, stdin=subprocess.DEVNULL, capture_output=True,
                           text=True, timeout=MOST_SECONDS)
    if child.returncode == 77:
        raise Skipped(child.stdout.strip().removeprefix("skipped Slurm: "))
    if child.returncode != 0:
        raise Wrong(f"Slurm: {child.stdout}{child.stderr}")


def by_slurm(workshop, what):
    batch = workshop.plan(6 if what == "array" else 1)
    in_slurm(what, batch)
    return workshop.merged(batch)


def submitted(batch, *more):
    """The number of an array job of the batch."""
    folder = os.environ["SLURM_TEST_FOLDER"]
    child = subprocess.run(["sbatch", "--parsable", *more, str(batch / "array.sbatch")], cwd=folder, check=True,
                           capture_output=True, text=True)
    return child.stdout.strip()


def until_gone(job, each_second):
    deadline = time.monotonic() + MOST_SECONDS - 60
    while subprocess.run(["squeue", "-h", "-j", job], capture_output=True, text=True).stdout.strip():
        if time.monotonic() > deadline:
            raise Wrong(subprocess.run(["scontrol", "show", "job", job], capture_output=True, text=True).stdout)
        each_second()
        time.sleep(1)


def logs():
    return "".join(path.read_text() for path in pathlib.Path(os.environ["SLURM_TEST_FOLDER"]).glob("*.log"))


def array_in_slurm(batch):
    job = submitted(batch)
    until_gone(job, lambda: None)
    if logs().count("units done in") != 6:
        raise Wrong(f"not every task has said what it did:\n{logs()}")


def workers_of(batch):
    """Processes of the program that are at work on it."""
    found = []
    for folder in pathlib.Path("/proc").glob("[0-9]*"):
        try:
            words = (folder / "cmdline").read_bytes().split(b"\0")
        except OSError:
            continue
        if words[0] == bytes(PROGRAM) and bytes(batch) in words:
            found.append(int(folder.name))
    return found


def warning_in_slurm(batch):
    """A task has a minute, is warned before it is over, and is queued again until it is done. Slurm looks at times every 30 seconds."""
    job = submitted(batch, "--time=1", "--signal=B:USR1@55")

    def disturb():
        if "stopped; " not in logs():
            for worker in workers_of(batch):  # so that it lasts until it is warned
                os.kill(worker, signal.SIGSTOP)
                time.sleep(4)
                os.kill(worker, signal.SIGCONT)
        # Slurm lets two minutes pass before it begins again what was queued again.
        listed = subprocess.run(["squeue", "-h", "-r", "-j", job, "-t", "PD", "-o", "%i"], capture_output=True, text=True)
        for task in listed.stdout.split():
            subprocess.run(["scontrol", "update", f"JobId={task}", "StartTime=now"], capture_output=True)

    until_gone(job, disturb)
    warnings = logs().count("stopped; ")  # more than one where the machine is slow
    if warnings < 1 or len(re.findall(r"\bunits? done in", logs())) != warnings + 1:
        raise Wrong(f"the task was not warned and queued again until it was done:\n{logs()}")
    print(logs())


def ways(place, luck, is_quick):
    """Name, workshop, what does a batch of it that way and gives the hash of its tables."""
    small, comparison, uncertainty = (Workshop(place / kind, luck, kind, 3000) for kind in ("run", "compare", "uncertainty"))
    found = [(f"{count} shards", small, lambda of, count=count: shards(of, count)) for count in (1, 7, 64)]
    found += [(f"{ranks} ranks", small, lambda of, ranks=ranks: by_mpi(of, ranks))
              for ranks in ((4,) if is_quick else (2, 4, 8))]
    for other in (comparison, uncertainty):
        found.append((f"7 shards of {other.kind}", other, lambda of: shards(of, 7)))
        found.append((f"4 ranks of {other.kind}", other, lambda of: by_mpi(of, 4)))
    if is_quick:
        return found
    found.append(("8 ranks, one shard", small, lambda of: by_mpi(of, 8, shard_count=1)))
    found += [(f"order {count + 1}", luck.choice([small, comparison, uncertainty]), stalled_tasks) for count in range(20)]
    found.append(("a full disk under ranks", small, full_disk_mpi))
    found.append(("a Slurm array", small, lambda of: by_slurm(of, "array")))
    # These must be met at work.
    large = Workshop(place / "large", luck, "run", 1000000)
    found.append(("a warned rank", large, lambda of: disturbed_mpi(of, signal.SIGUSR1, 75)))
    found.append(("a killed rank", large, lambda of: disturbed_mpi(of, signal.SIGKILL, 137)))
    found.append(("a Slurm array that runs out of time", large, lambda of: by_slurm(of, "warning")))
    return found


def parse():
    parser = argparse.ArgumentParser(description="Do one batch in many ways and compare the tables.")
    parser.add_argument("--quick", action="store_true", help="what takes seconds: shards and 4 ranks")
    parser.add_argument("--only", nargs="+", default=[], metavar="WAY", help="ways whose names hold one of these")
    parser.add_argument("--seed", type=int, default=1, help="of orders, stalls and threads")
    parser.add_argument("--in-slurm", choices=["array", "warning"], help=argparse.SUPPRESS)
    parser.add_argument("--batch", type=pathlib.Path, help=argparse.SUPPRESS)
    return parser.parse_args()


def go_all(place, wanted):
    done = wrong = skipped = 0
    for name, workshop, way in ways(place, random.Random(wanted.seed), wanted.quick):
        if wanted.only and not any(part in name for part in wanted.only):
            continue
        plain = workshop.plain()
        start = time.monotonic()
        try:
            found = way(workshop)
        except Skipped as why:
            skipped += 1
            print(f"{name}: skipped: {why}")
            continue
        except Wrong as what:
            found = str(what)
        done += 1
        if found != plain:
            wrong += 1
        print(f"{name}: {found[:16] if len(found) == 64 else found} in {time.monotonic() - start:.1f} s", flush=True)
    print(f"{done} ways, {done - wrong} with the tables of the plain run, {skipped} skipped")
    return 1 if wrong or done == 0 else 0


def main():
    wanted = parse()
    if wanted.in_slurm:
        {"array": array_in_slurm, "warning": warning_in_slurm}[wanted.in_slurm](wanted.batch)
        return 0
    place = pathlib.Path(tempfile.mkdtemp(prefix="txpath-launchers-"))
    try:
        return go_all(place, wanted)
    finally:
        shutil.rmtree(place, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
