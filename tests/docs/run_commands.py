#!/usr/bin/env python3
"""run_commands -- runs every command that the documentation shows, and compares what it prints with what the page says.

usage: tests/docs/run_commands.py [--quick] [--list] [--times] [PAGE...]

Each Markdown page of the repository is done in a copy of its own of the files that git tracks (sim, include and tests are
linked), with build/release/txpath in it and on the PATH, HOME one folder above. Its ```sh, ```python and ```r blocks run in order; folder and environment
go from one to the next. A ```text block shows what the commands before it print, standard error included: a line '...' stands
for any lines and the sign '…' for anything within a line. Comments of the page, which readers do not see, say the rest:

    <!-- skip: REASON -->            the next block is not run, or (of a text block) shows no output
    <!-- exit: 65 -->                the next block ends with this exit code
    <!-- file: NAME -->              the next block is a file: written before going on
    <!-- part of: NAME -->           the next block's lines stand in that file, one after the other
    <!-- hidden: COMMAND -->         what the reader does by hand, here with a command
    <!-- instead: A => B; REASON --> A is B in all blocks of the page that run, so that the test can be done
    <!-- quick: A => B -->           the same, with --quick alone

A block that was changed so is run, but its output is not compared; the last line counts these. A replacement that
replaces nothing is a mistake.
"""
import argparse
import dataclasses
import difflib
import os
import pathlib
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = ROOT / "build" / os.environ.get("PRESET", "release") / "txpath"
# Commands that a build without node, npm or Emscripten refuses.
OPTIONAL = ("report", "explore")
# Folders that no page writes into: linked, not copied, as copying a thousand files can take seconds.
ONLY_READ = ("sim", "tests", "include")
INTERPRETERS = {"sh": ["bash", "-euo", "pipefail"], "python": ["python3", "-B"], "r": ["Rscript", "--vanilla"]}
OTHER_SHELLS = ("bash", "shell", "console", "shell-session", "zsh")
FENCE = re.compile(r"^(?P<indent> *)(?P<marks>```+|~~~+)(?P<info>.*)$")
COMMENT = re.compile(r"<!--\s*(?P<word>skip|exit|file|part of|hidden|instead|quick):\s*(?P<rest>.*?)\s*-->", re.S)


class PageError(Exception):
    pass


@dataclasses.dataclass
class Block:
    language: str
    text: str
    line: int
    skip: str = ""
    exit_code: int = 0
    file: str = ""
    part_of: str = ""
    is_changed: bool = False


@dataclasses.dataclass
class Page:
    blocks: list
    replacements: list  # of (old, new, is_quick_only)


@dataclasses.dataclass
class Tally:
    run: int = 0
    compared: int = 0
    not_compared: int = 0
    skipped: list = dataclasses.field(default_factory=list)
    times: list = dataclasses.field(default_factory=list)  # of (line, seconds, seconds of processors)
    failures: list = dataclasses.field(default_factory=list)


def clocks():
    """The time, and that of processors in processes that ended, in seconds."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.monotonic(), children.ru_utime + children.ru_stime


def since(before):
    return tuple(now - then for now, then in zip(clocks(), before))


def apply_comment(match, pending, page, line):
    word, rest = match["word"], match["rest"]
    if word in ("instead", "quick"):
        old, arrow, new = rest.partition(" => ")
        if word == "instead":
            new, reason, _ = new.partition("; ")
            if not reason:
                raise PageError(f"line {line}: 'instead' gives no reason after '; '")
        if not arrow:
            raise PageError(f"line {line}: '{word}' is written A => B")
        page.replacements.append((old, new, word == "quick"))
    elif word == "hidden":
        page.blocks.append(Block("sh", rest + "\n", line))
    elif word == "exit":
        pending["exit_code"] = int(rest)
    else:
        pending[word.replace(" ", "_")] = rest


def parsed(text):
    """The page's fenced blocks in order, each with what the comments before it say."""
    page, pending, lines, at = Page([], []), {}, text.split("\n"), 0
    while at < len(lines):
        fence = FENCE.match(lines[at])
        if fence:
            start, indent = at, len(fence["indent"])
            at += 1
            while at < len(lines) and lines[at].strip() != fence["marks"]:
                at += 1
            if at == len(lines):
                raise PageError(f"line {start + 1}: a block that does not end")
            body = "".join(line[indent:] + "\n" for line in lines[start + 1:at])
            language = fence["info"].strip().split(" ")[0].lower()
            if language in OTHER_SHELLS:
                raise PageError(f"line {start + 1}: write ```sh, not ```{language}")
            page.blocks.append(Block(language, body, start + 1, **pending))
            pending = {}
        elif lines[at].lstrip().startswith("<!--"):
            start = at
            while "-->" not in lines[at]:
                at += 1
                if at == len(lines):
                    raise PageError(f"line {start + 1}: a comment that does not end")
            match = COMMENT.search("\n".join(lines[start:at + 1]))
            if match:
                apply_comment(match, pending, page, start + 1)
        at += 1
    if pending:
        raise PageError(f"'{next(iter(pending))}' stands before no block")
    return page


def replace_in(page, is_quick):
    for old, new, is_quick_only in page.replacements:
        used = False
        for block in page.blocks:
            if (block.language in INTERPRETERS or block.file) and not block.skip and old in block.text:
                used = True
                if is_quick or not is_quick_only:
                    block.text = block.text.replace(old, new)
                    block.is_changed = True
        if not used:
            raise PageError(f"'{old} => {new}' replaces nothing")


def pattern_of(shown):
    """A regular expression for shown output with its wildcards."""
    parts = []
    for line in shown.rstrip("\n").split("\n"):
        if line.strip() == "...":
            parts.append(r"(?:.*\n)*")
        else:
            parts.append(".*".join(re.escape(piece) for piece in line.rstrip().split("…")) + r"\n")
    return re.compile("".join(parts))


def tidy(text):
    return "".join(line.rstrip() + "\n" for line in text.rstrip("\n").split("\n"))


def is_shown(shown, printed):
    return pattern_of(shown).fullmatch(tidy(printed)) is not None


def refused_commands(text):
    """Commands of the block that were left out of this build."""
    used = set(re.findall(r"\btxpath (" + "|".join(OPTIONAL) + r")\b", text))
    return sorted(word for word in used if is_left_out(word))


def is_left_out(word):
    done = subprocess.run([PROGRAM, word, "not/there"], capture_output=True, text=True, check=False)
    return "this build is without" in done.stderr


class Session:
    """A copy of the repository in which one page is done."""

    def __init__(self, home):
        self.home = pathlib.Path(home)
        self.clone = self.home / "txpath"
        tracked = subprocess.run(["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], cwd=ROOT,
                                 capture_output=True, check=True).stdout.decode().split("\0")
        for name in filter(None, tracked):
            top = pathlib.Path(name).parts[0]
            if top in ONLY_READ:
                if not (self.clone / top).exists():
                    self.clone.mkdir(exist_ok=True)
                    (self.clone / top).symlink_to(ROOT / top)
            elif (ROOT / name).exists():
                (self.clone / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(ROOT / name, self.clone / name, follow_symlinks=False)
        (self.clone / "build" / "release").mkdir(parents=True)
        for built in (PROGRAM, PROGRAM.with_name("txpath-mpi")):
            if built.exists():
                (self.clone / "build" / "release" / built.name).symlink_to(built)
        self.folder = self.clone
        keep = {key: value for key, value in os.environ.items() if key not in ("PRESET", "PWD", "OLDPWD")}
        self.environment = keep | {"HOME": str(self.home), "NO_COLOR": "1", "PYTHONPATH": str(self.clone / "scripts"),
                                   "PATH": f"{self.clone / 'build' / 'release'}:{os.environ['PATH']}"}

    def do(self, block, seconds):
        """Exit code and everything printed."""
        state, text = self.home / ".state", block.text
        command = INTERPRETERS[block.language]
        if block.language == "sh":
            text = f"trap '{{ pwd; env -0; }} >{state}' EXIT\n{text}"
        with tempfile.TemporaryFile("w+") as printed:
            process = subprocess.Popen(command + ["-c" if block.language != "r" else "-e", text], cwd=self.folder,
                                       env=self.environment, stdin=subprocess.DEVNULL, stdout=printed,
                                       stderr=subprocess.STDOUT, start_new_session=True)
            try:
                code = process.wait(seconds)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, 9)
                process.wait()
                code = f"no exit code: ended after {seconds} s"
            printed.seek(0)
            output = printed.read()
        if block.language == "sh" and state.exists():
            folder, _, variables = state.read_text().partition("\n")
            self.folder = pathlib.Path(folder)
            pairs = (pair.partition("=") for pair in variables.split("\0") if pair)
            self.environment = {name: value for name, _, value in pairs if name != "_"}
            state.unlink()
        return code, output


def reason_to_skip(block):
    if block.skip:
        return block.skip
    if refused := refused_commands(block.text):
        return f"this build is without 'txpath {refused[0]}'"
    interpreter = INTERPRETERS[block.language][0]
    return "" if shutil.which(interpreter) else f"{interpreter} is not installed"


def in_file(path, text):
    """Do the lines stand in the file, one after the other, whatever their indentation?"""
    def bare(content):
        return "".join(line.strip() + "\n" for line in content.split("\n") if line.strip())
    return bare(text) in bare(path.read_text())


def do_block(session, block, tally, seconds):
    """What a runnable block printed, or None if it was skipped."""
    if reason := reason_to_skip(block):
        tally.skipped.append((block.line, reason))
        return None
    tally.run += 1
    began = clocks()
    code, printed = session.do(block, seconds)
    tally.times.append((block.line, *since(began)))
    if code != block.exit_code:
        tally.failures.append(f"line {block.line}: exit code {code}, not {block.exit_code}\n{block.text}{printed}")
    return printed


def compare(block, before, printed, tally):
    if block.skip or printed is None:
        if block.skip:
            tally.skipped.append((block.line, block.skip))
        return
    if before.is_changed:
        tally.not_compared += 1
        return
    tally.compared += 1
    if not is_shown(block.text, printed):
        difference = "".join(difflib.unified_diff(tidy(block.text).splitlines(True), tidy(printed).splitlines(True),
                                                  "shown", "printed"))
        tally.failures.append(f"line {block.line}: the page shows something else than was printed\n{difference}")


def do_page(path, is_quick):
    tally = Tally()
    try:
        page = parsed(path.read_text())
        replace_in(page, is_quick)
    except PageError as error:
        tally.failures.append(str(error))
        return tally
    if not any(block.language in INTERPRETERS or block.part_of for block in page.blocks):
        return tally
    before, printed = None, None
    with tempfile.TemporaryDirectory(prefix="txpath-docs-") as home:
        session = Session(home)
        for block in page.blocks:
            if block.file:
                (session.folder / block.file).parent.mkdir(parents=True, exist_ok=True)
                (session.folder / block.file).write_text(block.text)
            elif block.part_of:
                tally.compared += 1
                if not in_file(session.folder / block.part_of, block.text):
                    tally.failures.append(f"line {block.line}: {block.part_of} has no such lines")
            elif block.language in INTERPRETERS:
                before, printed = block, do_block(session, block, tally, 120 if is_quick else 3600)
            elif block.language == "text":
                compare(block, before, printed, tally)
    return tally


def pages_of_repository():
    tracked = subprocess.run(["git", "ls-files", "--cached", "--others", "--exclude-standard", "*.md"], cwd=ROOT,
                             capture_output=True, text=True, check=True).stdout.split()
    return [ROOT / name for name in sorted(tracked) if name != "CHANGELOG.md" and (ROOT / name).exists()]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pages", nargs="*", type=pathlib.Path)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--list", action="store_true", help="say also what was skipped and why")
    parser.add_argument("--times", action="store_true", help="say also how long each block took")
    options = parser.parse_args()
    total = Tally()
    for path in [page.resolve() for page in options.pages] or pages_of_repository():
        began, tally = clocks(), do_page(path, options.quick)
        seconds, busy = since(began)
        name = path.relative_to(ROOT)
        for failure in tally.failures:
            print(f"{name}: {failure}\n")
        if tally.run or tally.failures:
            print(f"{'FAILED' if tally.failures else 'ok':<7} {name}: {tally.run} blocks run, {tally.compared} outputs compared, "
                  f"{len(tally.skipped)} skipped, {seconds:.1f} s, {busy:.1f} s of processors", flush=True)
        for line, wall, worked in tally.times if options.times else ():
            print(f"        {name}:{line} {wall:.1f} s, {worked:.1f} s of processors", flush=True)
        for line, reason in tally.skipped:
            if options.list or reason.startswith("this build") or reason.endswith("not installed"):
                print(f"        {name}:{line} skipped: {reason}")
        total.run += tally.run
        total.compared += tally.compared
        total.not_compared += tally.not_compared
        total.skipped += tally.skipped
        total.failures += tally.failures
    print(f"{total.run} blocks run, {total.compared} outputs compared, {total.not_compared} not compared as their commands were "
          f"made smaller, {len(total.skipped)} skipped, {len(total.failures)} failures")
    return 1 if total.failures else 0


if __name__ == "__main__":
    sys.exit(main())
