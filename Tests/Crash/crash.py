#!/usr/bin/env python3
"""Kills kindred at random instants and at its n-th changing system call, and lets each such call fail.

After each kill or failure: every article file is as before or as an uninterrupted run leaves it; the exit status is one of
sysexits.h, with a message that names a file; the next run succeeds without hands, leaves every file as the uninterrupted run
does, no temporary file, a sound index, and the same lists.

    crash.py --kindred .build/release/kindred --kills 100 --every 10

Linux only, without packages. Every choice follows from --seed; where a run has got to after so many milliseconds does not.
"""

import argparse
import collections
import concurrent.futures
import os
import random
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time

HERE = os.path.dirname(os.path.abspath(__file__))
PROJECT = os.path.dirname(os.path.dirname(HERE))

# What can be done at one call, by what kind of call it is.
WRITES = {"write", "pwrite", "pwrite64"}
OPENS = {"open", "open64", "openat", "openat64"}
INTERRUPTED = WRITES | OPENS | {"fsync", "fdatasync", "ftruncate", "ftruncate64", "writev"}
SPACE = WRITES | OPENS | {
    "writev", "posix_fallocate", "posix_fallocate64", "rename", "renameat", "renameat2", "link", "linkat", "mkdir",
}
DEEDS = {
    "kill": lambda call: True,
    "torn": lambda call: call in WRITES,
    "eio": lambda call: True,
    "full": lambda call: call in SPACE,
    "eintr": lambda call: call in INTERRUPTED,
    "short": lambda call: call in WRITES,
}
# EX_IOERR and EX_CANTCREAT, EX_DATAERR for what cannot be read, EX_NOINPUT for a file that cannot be opened.
FAILED = {65, 66, 73, 74}
TEMPORARY = re.compile(r"\.kindred-tmp(/|$)|-journal$|\.checkpoint$")


class Finding(Exception):
    """Something that must not happen."""


def require(condition, text):
    if not condition:
        raise Finding(text)


def tree(folder):
    """Relative path to bytes of all files below a folder."""
    found = {}
    for place, _, names in os.walk(folder):
        for name in names:
            path = os.path.join(place, name)
            with open(path, "rb") as file:
                found[os.path.relpath(path, folder)] = file.read()
    return found


def without_list(content):
    """A Markdown file's bytes without its block `related:` and the empty lines that end it."""
    return re.sub(rb"(?m)^related:.*\n(?:(?:[ \t]|- ).*\n|\n)*", b"", content, count=1)


class Scenario:
    """One command on one state of a folder."""

    name = ""
    #: Articles of the corpus that the site has; 0 for all.
    articles = 24
    #: Whether nothing else is changed in article files.
    only_lists = True

    def __init__(self, settings):
        self.settings = settings

    # What a scenario says of itself.

    def prepare(self, site):
        """Makes the state before, in a folder that has the articles already."""

    def command(self, site):
        raise NotImplementedError

    def results(self, site):
        """The files that people look at: path to bytes."""
        return {path: content for path, content in tree(site).items() if not path.startswith(".kindred/")}

    def answers(self, site):
        """Commands whose output must be that of the uninterrupted run."""
        return [["relate", site, "--json", "--quiet"], ["index", site, "--verify", "--quiet"]]

    def check(self, site):
        """What else must hold after the next run."""
        index = os.path.join(site, ".kindred")
        if os.path.isdir(index):
            require(os.path.exists(os.path.join(index, ".gitignore")), "the index has no .gitignore")

    def check_at_once(self, site, before, after):
        """What must hold before the next run: each file is as before or as after."""
        now = self.results(site)
        for path, content in now.items():
            if TEMPORARY.search(path):
                continue
            known = [state[path] for state in (before, after) if path in state]
            require(content in known, f"{path} is neither as before nor as after")
        for path in before.keys() & after.keys():
            require(path in now, f"{path} is gone")

    def go_on(self, site, after):
        """The next run, which must succeed without hands; what an uninterrupted run leaves is told."""
        self.must(self.command(site))

    # Steps that all share.

    def run(self, arguments, extra=None, program=None):
        environment = dict(os.environ, KINDRED_MODELS=self.settings.models, LC_ALL="C.UTF-8", **(extra or {}))
        return subprocess.run(
            [program or self.settings.kindred, *arguments], env=environment, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=self.settings.timeout,
        )

    def must(self, arguments, program=None):
        try:
            result = self.run(arguments, program=program)
        except subprocess.TimeoutExpired:
            raise Finding(f"`{' '.join(arguments)}` does not end") from None
        require(
            result.returncode == 0,
            f"`{' '.join(arguments)}` ended with {result.returncode}: {result.stderr.decode(errors='replace')[-500:]}",
        )
        return result.stdout

    def copy_articles(self, site):
        os.makedirs(site)
        names = sorted(name for name in os.listdir(self.settings.corpus) if name.endswith(".md"))
        for name in names[: self.articles or len(names)]:
            shutil.copy2(os.path.join(self.settings.corpus, name), site)

    def change_articles(self, site):
        """Some articles are changed, some are gone, some are new."""
        names = sorted(name for name in os.listdir(site) if name.endswith(".md"))
        for name in names[3:6]:
            with open(os.path.join(site, name), "ab") as file:
                file.write(b"\nA sentence about levees, storms and insurance was added to this one.\n")
        for name in names[8:10]:
            os.remove(os.path.join(site, name))
        for number in range(3):
            source = os.path.join(self.settings.corpus, sorted(os.listdir(self.settings.corpus))[-20 - number])
            shutil.copy2(source, site)


class FirstIndex(Scenario):
    name = "index-first"

    def command(self, site):
        return ["index", site]


class NextIndex(Scenario):
    name = "index-next"

    def prepare(self, site):
        self.must(["index", site])
        self.change_articles(site)

    def command(self, site):
        return ["index", site]


class UpgradedIndex(Scenario):
    """An index that an older kindred made, at its first use."""

    name = "index-upgraded"

    def prepare(self, site):
        self.must(["index", site], program=self.settings.older)
        self.change_articles(site)

    def command(self, site):
        return ["index", site]


class FirstLists(Scenario):
    name = "relate-first"

    def command(self, site):
        return ["relate", site, "--write"]


class NextLists(Scenario):
    name = "relate-next"

    def prepare(self, site):
        self.must(["relate", site, "--write"])
        self.change_articles(site)

    def command(self, site):
        return ["relate", site, "--write", "--precision", "balanced"]

    def answers(self, site):
        return [["relate", site, "--json", "--quiet", "--precision", "balanced"], ["index", site, "--verify", "-q"]]


class TextLists(NextLists):
    """Lists of which nothing but a note tells that kindred wrote them, and may write them anew."""

    name = "relate-ids"

    def prepare(self, site):
        self.must(["relate", site, "--write", "--entry-style", "ids"])
        self.change_articles(site)

    def command(self, site):
        return ["relate", site, "--write", "--entry-style", "ids", "--precision", "balanced"]

    def answers(self, site):
        # Of a list that it took for a person's, it would not say what another list would change.
        return super().answers(site) + [["relate", site, "--diff", "--entry-style", "ids", "--limit", "1"]]


class AffectedLists(Scenario):
    """Lists of what is new, and the older ones that it belongs in."""

    name = "relate-affected"
    articles = 48

    def prepare(self, site):
        names = sorted(name for name in os.listdir(site) if name.endswith(".md"))
        aside = os.path.join(os.path.dirname(site), "aside")
        os.makedirs(aside)
        for name in names[-6:]:
            os.rename(os.path.join(site, name), os.path.join(aside, name))
        self.must(["relate", site, "--write"])
        os.remove(os.path.join(site, names[4]))
        for name in names[-6:]:
            os.rename(os.path.join(aside, name), os.path.join(site, name))
        os.rmdir(aside)
        self.since = names[-6][:10]

    def command(self, site):
        return ["relate", site, "--write", "--since", self.since, "--refresh", "affected"]


class UndoneLists(Scenario):
    name = "relate-undo"

    def prepare(self, site):
        self.must(["relate", site, "--write"])

    def command(self, site):
        return ["relate", site, "--undo"]

    def go_on(self, site, after):
        # Where all was brought back already, there is nothing to bring back.
        if self.results(site) != after or os.path.exists(os.path.join(site, ".kindred/replaced/0.jsonl")):
            super().go_on(site, after)


class DataFile(Scenario):
    name = "relate-data"

    def prepare(self, site):
        os.mkdir(os.path.join(site, "data"))
        self.must(self.command(site) + ["--limit", "2"])

    def command(self, site):
        return ["relate", site, "--format", "data", "--output", os.path.join(site, "data/related.json")]


class Fragments(Scenario):
    name = "relate-html"

    def prepare(self, site):
        os.mkdir(os.path.join(site, "fragments"))
        self.must(self.command(site) + ["--limit", "2"])

    def command(self, site):
        return ["relate", site, "--format", "html", "--output", os.path.join(site, "fragments")]


class FirstSettings(Scenario):
    name = "init"

    def command(self, site):
        return ["init", site, "--force"]


class FirstModel(Scenario):
    name = "train-first"
    articles = 0

    def command(self, site):
        model = os.path.join(site, "model")
        return ["train", site, "--output", model, "--dimension", "8", "--epochs", "3", "--quiet"]

    def answers(self, site):
        return [["relate", site, "--json", "--quiet", "--index", os.path.join(site, ".kindred/index.sqlite"),
                 "--model", os.path.join(site, "model")]]


class NextModel(FirstModel):
    """A model is trained anew over an old one: the folder is that of the one or of the other."""

    name = "train-next"

    def prepare(self, site):
        self.must(self.command(site) + ["--seed", "7"])

    def check_at_once(self, site, before, after):
        now = {path: content for path, content in self.results(site).items()
               if path.startswith("model/") and not TEMPORARY.search(path)}
        whole = [{path: content for path, content in state.items() if path.startswith("model/")}
                 for state in (before, after)]
        require(now in whole, "the model's folder is neither the old nor the new one")


class Weights(Scenario):
    name = "tune"
    articles = 60

    def prepare(self, site):
        for name in ("qrels.tsv", "stories.tsv"):
            shutil.copy2(os.path.join(self.settings.corpus, name), site)
        kept = {name for name in os.listdir(site) if name.endswith(".md")}
        with open(os.path.join(site, "qrels.tsv")) as file:
            lines = file.readlines()
        with open(os.path.join(site, "qrels.tsv"), "w") as file:
            file.writelines(
                line for line in lines if line.startswith("query-id") or set(line.split("\t")[:2]) <= kept)
        os.remove(os.path.join(site, "stories.tsv"))
        self.must(self.command(site) + ["--seed", "7"])

    def command(self, site):
        return ["tune", site, "--force", "--quiet", "--folds", "2", "--model", "none",
                "--save", os.path.join(site, "weights.json")]

    def answers(self, site):
        return [["relate", site, "--json", "--quiet", "--model", "none",
                 "--weights", os.path.join(site, "weights.json")]]


class Upserts(Scenario):
    """A program that adds, corrects and removes articles, and is told when each is kept."""

    name = "upserts"
    articles = 1
    count = 12

    def prepare(self, site):
        for name in os.listdir(site):
            os.remove(os.path.join(site, name))
        self.must([site, "0", "4"], program=self.settings.writer)

    def command(self, site):
        return [site, "4", str(self.count)]

    def results(self, site):
        return {}

    def answers(self, site):
        return []

    def rows(self, site):
        connection = sqlite3.connect(os.path.join(site, "index.sqlite"))
        try:
            require(connection.execute("PRAGMA integrity_check").fetchone() == ("ok",), "the archive is damaged")
            topics = collections.Counter(
                key for (key,) in connection.execute("SELECT id FROM article JOIN topic ON article = key"))
            rows = dict(connection.execute("SELECT id, title FROM article"))
        finally:
            connection.close()
        for key in rows:
            require(topics[key] == 2, f"{key} has {topics[key]} topics instead of 2")
        return rows

    def acknowledged(self, output):
        """What the program was told: id to title, None where it is gone; and the next number."""
        said, following = {f"n{number}": self.title(number) for number in range(4)}, 4
        lines = output.decode().split("\n")[:-1]
        for line in lines:
            words = line.split()
            if words == ["ready"]:
                continue
            number = int(words[-1])
            said[f"n{number}"] = {1: f"Report {number}"}.get(
                len(words), None if words[0] == "removed" else f"Corrected report {number}")
            following = number + 1
        return said, following

    @staticmethod
    def title(number):
        if number % 7 == 0:
            return None
        return f"Corrected report {number}" if number % 3 == 0 else f"Report {number}"

    def check_upserts(self, site, output):
        said, following = self.acknowledged(output)
        # The next step may have been kept without a word: that of the last number, or the one after.
        open_ends = {f"n{following - 1}", f"n{following}"}
        rows = self.rows(site)
        for key, title in said.items():
            if key not in open_ends:
                require(rows.get(key) == title, f"{key} is {rows.get(key)!r}, although {title!r} was acknowledged")
            elif title is not None and key in rows:
                require(rows[key] in (title, title.replace("Report", "Corrected report")), f"{key} is {rows[key]!r}")
        self.must([site, str(following - 1), "3"], program=self.settings.writer)
        rows = self.rows(site)
        for number in range(following + 2):
            require(rows.get(f"n{number}") == self.title(number), f"n{number} is {rows.get(f'n{number}')!r} at last")


SCENARIOS = [
    FirstIndex, NextIndex, UpgradedIndex, FirstLists, NextLists, TextLists, AffectedLists, UndoneLists, DataFile, Fragments,
    FirstSettings, FirstModel, NextModel, Weights, Upserts,
]


class Place:
    """A folder of one worker, in which a scenario is run again and again from the same state."""

    def __init__(self, settings, kind, folder):
        self.scenario = kind(settings)
        self.settings = settings
        self.folder = os.path.join(folder, kind.name)
        self.site = os.path.join(self.folder, "site")
        shutil.rmtree(self.folder, ignore_errors=True)
        os.makedirs(self.folder)
        self.scenario.copy_articles(self.site)
        self.scenario.prepare(self.site)
        shutil.copytree(self.site, self.folder + "/before", symlinks=True)
        self.before = self.scenario.results(self.site)
        # The uninterrupted run, which is watched.
        self.program = settings.writer if kind is Upserts else settings.kindred
        begun = time.monotonic()
        result, self.calls = self.watched()
        self.seconds = time.monotonic() - begun
        require(result.returncode == 0, f"{kind.name}: {result.stderr.decode()}")
        self.after = self.scenario.results(self.site)
        for path in self.before.keys() & self.after.keys():
            if path.endswith(".md") and self.scenario.only_lists:
                require(
                    without_list(self.before[path]) == without_list(self.after[path]), f"{path} changed beside its list")
        self.answers = [self.scenario.must(command) for command in self.scenario.answers(self.site)]
        self.scenario.check(self.site)

    def restore(self):
        shutil.rmtree(self.site)
        shutil.copytree(self.folder + "/before", self.site, symlinks=True)

    def watched(self, deed="", call=0, after=None):
        """Runs the command with one deed done to it, or killed after so many seconds; the calls that it made."""
        log = os.path.join(self.folder, "calls")
        if os.path.exists(log):
            os.remove(log)
        environment = dict(
            os.environ, KINDRED_MODELS=self.settings.models, LC_ALL="C.UTF-8", LD_PRELOAD=self.settings.preload,
            CRASH_ROOT=self.site, CRASH_LOG=log, CRASH_DEED=deed, CRASH_CALL=str(call))
        process = subprocess.Popen(
            [self.program, *self.scenario.command(self.site)], env=environment, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        if after is not None:
            timer = threading.Timer(after, process.send_signal, [signal.SIGKILL])
            timer.start()
        try:
            out, err = process.communicate(timeout=self.settings.timeout)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
            raise Finding("does not end") from None
        finally:
            if after is not None:
                timer.cancel()
        calls = []
        if os.path.exists(log):
            with open(log, errors="replace") as file:
                for line in file:
                    parts = line.rstrip("\n").split(" ", 3)
                    if len(parts) == 4:
                        calls.append((int(parts[1]) / 1e9, parts[2], parts[3]))
        return subprocess.CompletedProcess(process.args, process.returncode, out, err), calls

    def case(self, deed, call=0, after=None):
        """One kill or failure and all that must hold after it; what the command said."""
        self.restore()
        result, calls = self.watched(deed, call, after)
        status, said = result.returncode, result.stderr.decode(errors="replace")
        reached = after is not None or len(calls) >= call
        where = f"{calls[call - 1][1]} of {os.path.relpath(calls[call - 1][2], self.site)}" if call and reached else ""
        try:
            self.judge(status, said, result.stdout)
        except (Finding, sqlite3.Error) as finding:
            self.keep_evidence()
            raise Finding(
                f"{self.scenario.name}: {deed or 'kill'} at {f'call {call} ({where})' if call else f'{after:.4f} s'}, "
                f"status {status}: {finding}" + (f"\n    it said: {said.strip()[-400:]}" if said.strip() else "")
            ) from None
        return status, re.sub(re.escape(self.folder) + r"\S*?([\w.-]*)(?=[\s:,]|$)", r"…\1", said), where

    def judge(self, status, said, output):
        scenario = self.scenario
        if status == -signal.SIGKILL:
            scenario.check_at_once(self.site, self.before, self.after)
        else:
            require(status in {0} | FAILED, "is no status of sysexits.h that fits")
            scenario.check_at_once(self.site, self.before, self.after)
            if status:
                errors = [line for line in said.splitlines() if line.strip()]
                errors = [line for line in errors if self.folder in line]
                require(errors, "names no file")
                require(any("; " in line for line in errors), "names no remedy")
                # A checkpoint is there to go on from.
                left = [path for path in self.leftovers() if not path.endswith(".checkpoint")]
                require(not left, f"leaves {', '.join(left)}")
            else:
                now = {path: content for path, content in scenario.results(self.site).items()
                       if not TEMPORARY.search(path)}
                require(now == self.after, "ended with 0, but the files are not those of an undisturbed run")
        if isinstance(scenario, Upserts):
            scenario.check_upserts(self.site, output)
        else:
            scenario.go_on(self.site, self.after)
            now = scenario.results(self.site)
            for path in now.keys() | self.after.keys():
                require(now.get(path) == self.after.get(path), f"after the next run {path} differs")
            answers = [scenario.must(command) for command in scenario.answers(self.site)]
            require(answers == self.answers, "after the next run the lists differ")
            scenario.check(self.site)
        require(not self.leftovers(), f"after the next run there is {', '.join(self.leftovers())}")

    def leftovers(self):
        return [path for path in tree(self.site) if TEMPORARY.search(path)]

    def keep_evidence(self):
        if self.settings.keep:
            target = os.path.join(self.settings.keep, f"{self.scenario.name}-{random.getrandbits(32):08x}")
            shutil.copytree(self.folder, target, symlinks=True)


def work(settings, kind, cases, number, report):
    """Does one worker's part of the cases of a scenario."""
    place = Place(settings, kind, os.path.join(settings.work, str(number)))
    for deed, call, after in cases:
        if settings.deadline and time.monotonic() > settings.deadline:
            break
        try:
            report(place, deed, *place.case(deed, call, after))
        except Finding as finding:
            report(place, deed, None, str(finding), "")
    shutil.rmtree(place.folder, ignore_errors=True)


def cases_of(settings, place, kills, generator):
    """Deeds at every n-th call, and kills at random instants while the command changes something."""
    cases = []
    for number, (_, call, _) in enumerate(place.calls, 1):
        if (number - 1) % settings.every:
            continue
        cases += [(deed, number, None) for deed in settings.deeds if DEEDS[deed](call)]
    if place.calls:
        first, last = place.calls[0][0] * 0.7, max(place.calls[-1][0] * 1.05, 0.02)
        cases += [("", 0, generator.uniform(first, last)) for _ in range(kills)]
    generator.shuffle(cases)
    return cases


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kindred", default=os.path.join(PROJECT, ".build/release/kindred"), help="the program")
    parser.add_argument("--writer", help="ArchiveWriter; default: beside the program, else upserts are left out")
    parser.add_argument("--older", help="an older kindred, whose index is upgraded; default: that is left out")
    parser.add_argument("--corpus", default=os.path.join(PROJECT, "corpus"), help="folder of Markdown articles")
    parser.add_argument("--models", default=os.path.join(PROJECT, "models"), help="folder of models")
    parser.add_argument("--only", help="names of scenarios, with commas between: "
                        + ", ".join(kind.name for kind in SCENARIOS))
    parser.add_argument("--deeds", default=",".join(DEEDS), help="what is done at calls (default: %(default)s)")
    parser.add_argument("--kills", type=int, default=100, help="kills at random instants, over all scenarios")
    parser.add_argument("--every", type=int, default=10, help="every which call something happens to (1: each)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--minutes", type=float, help="stop then; what was left out is told")
    parser.add_argument("--timeout", type=float, default=120, help="seconds after which a command hangs")
    parser.add_argument("--work", help="folder for all this; default: a temporary one")
    parser.add_argument("--keep", help="folder into which the state at each finding is copied")
    settings = parser.parse_args()
    settings.kindred = os.path.abspath(settings.kindred)
    settings.writer = os.path.abspath(
        settings.writer or os.path.join(os.path.dirname(settings.kindred), "ArchiveWriter"))
    settings.deeds = settings.deeds.split(",")
    settings.deadline = time.monotonic() + settings.minutes * 60 if settings.minutes else None
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: setattr(settings, "deadline", time.monotonic()))
    own_work = settings.work is None
    settings.work = os.path.realpath(settings.work or tempfile.mkdtemp(prefix="kindred-crash-"))
    os.makedirs(settings.work, exist_ok=True)
    settings.preload = os.path.join(settings.work, "failing-calls.so")
    compiler = os.environ.get("CC", "cc")
    subprocess.run(
        [compiler, "-O2", "-Wall", "-shared", "-fPIC", "-o", settings.preload, os.path.join(HERE, "failing-calls.c"),
         "-ldl"], check=True)

    wanted = [kind for kind in SCENARIOS if not settings.only or kind.name in settings.only.split(",")]
    if not settings.older:
        wanted = [kind for kind in wanted if kind is not UpgradedIndex]
    if not os.path.exists(settings.writer):
        wanted = [kind for kind in wanted if kind is not Upserts]
        print(f"without upserts: there is no {settings.writer}", flush=True)

    generator = random.Random(settings.seed)
    lock = threading.Lock()
    done, findings, messages = collections.Counter(), [], collections.Counter()

    def report(place, deed, status, said, where):
        with lock:
            kind = "kill at an instant" if deed == "" else deed
            done[place.scenario.name, kind] += 1
            if status is None:
                findings.append(said)
                print("FOUND " + said, flush=True)
            elif status > 0:
                line = next((line for line in said.splitlines() if "…" in line), "")
                line = re.sub(r"…[\w-]+\.(md|html)", r"…ARTICLE.\1", re.sub("[0-9]+", "#", line))
                messages[f"{status}: {line}"] += 1

    planned = 0
    with concurrent.futures.ThreadPoolExecutor(settings.jobs) as pool:
        for position, kind in enumerate(wanted):
            if settings.deadline and time.monotonic() > settings.deadline:
                print(f"{kind.name}: no time was left", flush=True)
                continue
            try:
                place = Place(settings, kind, os.path.join(settings.work, "plan"))
            except Finding as finding:
                findings.append(str(finding))
                print(f"FOUND {finding}", flush=True)
                continue
            kills = settings.kills * (position + 1) // len(wanted) - settings.kills * position // len(wanted)
            cases = cases_of(settings, place, kills, generator)
            planned += len(cases)
            print(f"{kind.name}: {len(place.calls)} calls in {place.seconds:.2f} s, {len(cases)} cases", flush=True)
            shutil.rmtree(place.folder)
            parts = [cases[number :: settings.jobs] for number in range(settings.jobs)]
            for result in [
                pool.submit(work, settings, kind, part, number, report) for number, part in enumerate(parts) if part
            ]:
                result.result()

    print("\nWhat commands said that could not go on:")
    for message, count in messages.most_common():
        print(f"{count:6}  {message}")
    print("\nCases:")
    for name in dict.fromkeys(scenario for scenario, _ in done):
        parts = ", ".join(f"{count} {kind}" for (scenario, kind), count in done.items() if scenario == name)
        print(f"    {name}: {parts}")
    total = sum(done.values())
    kills = sum(count for (_, kind), count in done.items() if kind in ("kill", "torn", "kill at an instant"))
    print(f"{total} of {planned} cases, {kills} of them kills: {len(findings)} findings (seed {settings.seed})")
    if own_work:
        shutil.rmtree(settings.work, ignore_errors=True)
    return 1 if findings or total < planned and not settings.minutes else 0


if __name__ == "__main__":
    sys.exit(main())
