#!/usr/bin/env python3
"""Cuts the power while kindred writes: what was not flushed to the disk may be lost, unlike after a kill.

Each scenario of crash.py runs once, and recorded-calls.c records what it changes. Then the folder is made as a power
cut after the n-th change may have left it (disk.py), and crash.py's conditions must hold: each file is as before or as
an uninterrupted run leaves it, the next run succeeds without hands and ends the same. What was said to be done must be
there: after exit status 0 all of it, and each change that was acknowledged.

    power.py --kindred .build/release/kindred --cuts 400

Linux only, without packages. Every choice follows from --seed.
"""

import argparse
import collections
import concurrent.futures
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time

import crash
import disk
from crash import Finding, require
from power_service import ServiceChanges


class FewLists(crash.FirstLists):
    """So few files that each is flushed on its own."""

    name = "relate-few"
    articles = 8


class UndoAfterLists(crash.FirstLists):
    """Whatever was written before the power went can be taken back."""

    name = "undo-after-cut"
    articles = 8

    def take_back(self, place):
        result = self.run(["relate", place.site, "--undo"])
        now = self.results(place.site)
        require(now == place.before, "what was written cannot be taken back: "
                f"{result.returncode}, {result.stderr.decode(errors='replace')[-300:]}")


SCENARIOS = [kind for kind in crash.SCENARIOS if kind is not crash.UpgradedIndex] + [
    FewLists, UndoAfterLists, ServiceChanges,
]


class Place(crash.Place):
    """A folder in which a scenario is recorded, and made again as power cuts may leave it."""

    def watched(self, deed="", call=0, after=None):
        self.recording = disk.Recording(self.site, self.settings.preload)
        if isinstance(self.scenario, ServiceChanges):
            result = self.scenario.record(self.site, self.recording)
        else:
            environment = dict(
                os.environ, KINDRED_MODELS=self.settings.models, LC_ALL="C.UTF-8", **self.recording.environment)
            result = subprocess.run(
                [self.program, *self.scenario.command(self.site)], env=environment, stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=self.settings.timeout)
        escaped = self.recording.end()
        require(not escaped, f"{self.scenario.name}: {escaped} is not as recorded")
        self.records = self.recording.records
        self.kept = self.index()
        self.modes = [
            {path: mode for path, (_, _, mode) in state.items()}
            for state in (self.recording.state(0).after_cut("everything"), disk.look(self.site))]
        return result, self.records

    def cases(self, number, generator):
        """Power cuts that leave something different each, at most so many, half of them after the end."""
        points = list(range(len(self.records)))
        if len(points) > 2 * number:
            points = sorted(generator.sample(points, 2 * number))
        seen, cases = set(), []
        state, done = self.recording.state(0), 0
        for count in [*points, len(self.records)]:
            for record in self.records[done:count]:
                state.do(record)
            done = count
            for loss in disk.LOSSES:
                seed = generator.getrandbits(32)
                key = hash((count == len(self.records), self.recording.said(count),
                            tuple(state.after_cut(loss, seed).items())))
                if key not in seen:
                    seen.add(key)
                    cases.append((count, loss, seed))
        last = [case for case in cases if case[0] == len(self.records)]
        others = [case for case in cases if case[0] < len(self.records)]
        generator.shuffle(others)
        # What is done must be there, above all where nothing is kept that was not flushed, which comes first.
        half = max(2, number // 2)
        return (last[:half] + others + last[half:])[:number], len(cases)

    def case(self, count, loss, seed):
        """One power cut and all that must hold after it."""
        is_last = count == len(self.records)
        shutil.rmtree(self.site)
        disk.make(self.recording.state(count).after_cut(loss, seed), self.site)
        try:
            self.check_modes(is_last)
            self.check_index(is_last)
            if isinstance(self.scenario, UndoAfterLists):
                self.scenario.check_at_once(self.site, self.before, self.after)
                self.scenario.take_back(self)
            elif isinstance(self.scenario, ServiceChanges):
                self.scenario.judge(self.site, self.recording.said(count), self.before, self.after)
            else:
                self.judge(0 if is_last else -signal.SIGKILL, "", self.recording.said(count))
        except (Finding, OSError, sqlite3.Error) as finding:
            self.keep_evidence()
            raise Finding(
                f"{self.scenario.name}: power cut {self.where(count)}, {loss} kept, seed {seed}: {finding}") from None

    def index(self):
        """What the index has of articles; None where there is none, or nothing in it yet."""
        path = os.path.join(self.site, ".kindred/index.sqlite")
        if not os.path.exists(path):
            return None
        # A copy, since the first to open it after a power cut repairs it, which shall be kindred.
        with tempfile.TemporaryDirectory(dir=self.folder) as folder:
            for name in os.listdir(os.path.dirname(path)):
                if name.startswith("index.sqlite"):
                    shutil.copy(os.path.join(os.path.dirname(path), name), folder)
            connection = sqlite3.connect(os.path.join(folder, "index.sqlite"))
            try:
                require(connection.execute("PRAGMA integrity_check").fetchone() == ("ok",), "the index is damaged")
                if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'article'").fetchone():
                    return None
                return connection.execute(
                    "SELECT article.id, title, source.path FROM article JOIN source ON source = source.id "
                    "ORDER BY article.id, source.path").fetchall()
            finally:
                connection.close()

    def check_index(self, is_last):
        """The index is sound, and once the command has ended it has all articles."""
        found = self.index()
        if is_last:
            require(found == self.kept, "the index has not all that was read")

    def check_modes(self, is_last):
        """Who may read a file is as before or as after."""
        found = disk.look(self.site)
        for path in self.scenario.results(self.site):
            if crash.TEMPORARY.search(path):
                continue
            mode = found[path][2]
            known = {modes[path] for modes in (self.modes[1:] if is_last else self.modes) if path in modes}
            require(mode in known, f"{path} has mode {mode:o}")

    def where(self, count):
        if count == len(self.records):
            return "after the end"
        record = self.records[count]
        paths = [os.path.relpath(os.fsdecode(path), self.site)
                 for path in (record.one, record.other) if path[:1] == b"/"]
        return f"before change {count + 1} of {len(self.records)} ({' '.join([record.op, *paths])})"


def work(settings, kind, number, generator, report):
    """Records one scenario and cuts its power so many times."""
    if settings.deadline and time.monotonic() > settings.deadline:
        return
    try:
        place = Place(settings, kind, settings.work)
    except (Finding, subprocess.TimeoutExpired) as finding:
        report(kind.name, None, f"{kind.name}: {finding}")
        return
    cases, different = place.cases(number, generator)
    syncs = sum(record.op in ("sync", "syncfs") for record in place.records)
    print(f"{kind.name}: {len(place.records)} changes, {syncs} flushes, {different} different cuts, "
          f"{len(cases)} of them tried", flush=True)
    for count, loss, seed in cases:
        if settings.deadline and time.monotonic() > settings.deadline:
            break
        try:
            place.case(count, loss, seed)
            report(kind.name, loss, None)
        except (Finding, subprocess.TimeoutExpired) as finding:
            report(kind.name, loss, str(finding))
    shutil.rmtree(place.folder, ignore_errors=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kindred", default=os.path.join(crash.PROJECT, ".build/release/kindred"), help="the program")
    parser.add_argument("--writer", help="ArchiveWriter; default: beside the program, else upserts are left out")
    parser.add_argument("--server", help="kindred-server; default: beside the program, else it is left out")
    parser.add_argument("--corpus", default=os.path.join(crash.PROJECT, "corpus"), help="folder of Markdown articles")
    parser.add_argument("--models", default=os.path.join(crash.PROJECT, "models"), help="folder of models")
    parser.add_argument("--only", help="names of scenarios, with commas between: "
                        + ", ".join(kind.name for kind in SCENARIOS))
    parser.add_argument("--cuts", type=int, default=100, help="power cuts, over all scenarios")
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
    settings.server = os.path.abspath(
        settings.server or os.path.join(os.path.dirname(settings.kindred), "kindred-server"))
    settings.deadline = time.monotonic() + settings.minutes * 60 if settings.minutes else None
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: setattr(settings, "deadline", time.monotonic()))
    own_work = settings.work is None
    settings.work = os.path.realpath(settings.work or tempfile.mkdtemp(prefix="kindred-power-"))
    os.makedirs(settings.work, exist_ok=True)
    settings.preload = compiled(settings.work)

    wanted = [kind for kind in SCENARIOS if not settings.only or kind.name in settings.only.split(",")]
    for kind, program in ((crash.Upserts, settings.writer), (ServiceChanges, settings.server)):
        if kind in wanted and not os.path.exists(program):
            wanted.remove(kind)
            print(f"without {kind.name}: there is no {program}", flush=True)

    lock = threading.Lock()
    done, findings = collections.Counter(), []

    def report(name, loss, said):
        with lock:
            if loss:
                done[name, loss] += 1
            if said:
                findings.append(said)
                print("FOUND " + said, flush=True)

    with concurrent.futures.ThreadPoolExecutor(settings.jobs) as pool:
        for result in [
            pool.submit(
                work, settings, kind,
                settings.cuts * (position + 1) // len(wanted) - settings.cuts * position // len(wanted),
                random.Random(f"{settings.seed} {kind.name}"), report)
            for position, kind in enumerate(wanted)
        ]:
            result.result()

    print("\nPower cuts, by what was kept of what was not flushed:")
    for kind in wanted:
        parts = ", ".join(f"{count} {loss}" for (name, loss), count in done.items() if name == kind.name)
        print(f"    {kind.name}: {parts or 'no time was left'}")
    print(f"{sum(done.values())} power cuts: {len(findings)} findings (seed {settings.seed})")
    was_stopped = settings.deadline is not None and not settings.minutes
    if own_work:
        shutil.rmtree(settings.work, ignore_errors=True)
    return 1 if findings or was_stopped else 0


def compiled(folder):
    """The library that records, compiled into a folder."""
    library = os.path.join(folder, "recorded-calls.so")
    subprocess.run(
        [os.environ.get("CC", "cc"), "-O2", "-Wall", "-shared", "-fPIC", "-o", library,
         os.path.join(crash.HERE, "recorded-calls.c"), "-ldl"], check=True)
    return library


if __name__ == "__main__":
    sys.exit(main())
