#!/usr/bin/env python3
"""Asks two builds of kindred the same, and compares what they print, keep and write, byte for byte.

    compare.py --first PROGRAM --second PROGRAM [--second-folder FOLDER] [--short]

Of the demo corpus: lists and index (articles, vectors, posting lists) with each model, the rankings that evaluate
measures, one explanation, the answers to a text, and a trained model. A program may be a command line of several words
that takes arguments after it; it runs in its folder, which has `corpus` and `models` in it, and writes below
`.build/compare` there. `scripts/try-arm64` compares arm64 with x86-64 by this.
"""

import argparse
import hashlib
import os
import shlex
import shutil
import sqlite3
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
PROJECT = os.path.dirname(os.path.dirname(HERE))
WORK = os.path.join(".build", "compare")
LAW = "corpus/2021-03-02-law-on-collection-of-facial-recognition-data-to-be-proposed-at-two-sessions.md"
RULES = "corpus/2021-02-27-how-one-state-managed-to-actually-write-rules-on-facial-recognition.md"

# What an index keeps that follows from the articles alone; the rest is where files lie and when they were written.
KEPT = {
    "article": "id, title, excerpt, body, published, quality, language, detectedLanguage",
    "embedding": "text, vector",
    "model": "name, stamp",
    "lookup": "model, part, bytes",
}


class Program:
    def __init__(self, command, folder):
        self.command = shlex.split(command)
        self.folder = os.path.abspath(folder)

    def run(self, arguments):
        """What it prints, or an end of this program where it fails."""
        environment = dict(os.environ, KINDRED_MODELS="models")
        done = subprocess.run(
            self.command + arguments, cwd=self.folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        if done.returncode != 0:
            shown = " ".join(self.command + arguments)
            sys.exit(f"{shown}\nended with {done.returncode}: {done.stderr.decode(errors='replace')[-2000:]}")
        return done.stdout

    def path(self, name):
        return os.path.join(self.folder, WORK, name)


def rows_of(path):
    """All rows of the kept tables, as one line of bytes each."""
    database = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    database.text_factory = bytes
    present = {name for name, in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    for table, columns in KEPT.items():
        if table.encode() not in present:
            sys.exit(f"{path} has no table {table}; say in {__file__} what it keeps now")
        rows = database.execute(f"SELECT {columns} FROM {table} ORDER BY {columns}")
        yield table, [repr(row).encode() for row in rows]
    database.close()


def files_below(folder):
    for parent, _, names in os.walk(folder):
        for name in names:
            path = os.path.join(parent, name)
            with open(path, "rb") as file:
                yield os.path.relpath(path, folder), file.read()


def asked(program, short):
    """What one program says and keeps: a name and its lines, one part after the other."""
    shutil.rmtree(program.path(""), ignore_errors=True)
    os.makedirs(program.path(""))
    models = ["kindred-small"] if short else ["kindred-small", "kindred-static", "kindred-multilingual", "none"]
    kinds = [(model, []) for model in models]
    if not short:
        kinds.append(("kindred-small", ["--embedding-precision", "float32"]))
    for model, precision in kinds:
        name = " ".join([model] + precision[1:])
        index = f"{WORK}/{name.replace(' ', '-')}.sqlite"
        options = ["--index", index, "--config", "none", "--model", model, "--quiet"] + precision
        yield f"lists with {name}", program.run(["relate", "corpus", "--json"] + options).splitlines()
        for table, rows in rows_of(os.path.join(program.folder, index)):
            yield f"rows of {table} with {name}", rows
    options = ["--index", f"{WORK}/kindred-small.sqlite", "--config", "none", "--model", "kindred-small", "--quiet"]
    yield "lines of relate --diff", program.run(["relate", "corpus", "--diff"] + options).splitlines()
    yield "lines of explain", program.run(["explain", LAW, RULES] + options).splitlines()
    text = ["similar", "--text", "volcano buries houses on an island", "--json"]
    yield "lines of similar", program.run(text + options).splitlines()
    if short:
        return
    runs = f"{WORK}/runs"
    program.run(
        ["evaluate", "corpus", "--split", "held-out", "--samples", "100", "--run-out", runs]
        + ["--method", "default", "--method", "bm25", "--method", "tfidf", "--config", "none", "--quiet"]
    )
    for name, content in sorted(files_below(program.path("runs"))):
        yield f"lines of the run {name}", content.splitlines()
    trained = ["train", "corpus", "--output", f"{WORK}/trained", "--initial", "kindred-static", "--epochs", "1"]
    program.run(trained + ["--config", "none", "--quiet"])
    for name, content in sorted(files_below(program.path("trained"))):
        yield f"files of a trained model: {name}", [content]


def main():
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    options.add_argument("--first", required=True)
    options.add_argument("--first-folder", default=PROJECT)
    options.add_argument("--second", required=True)
    options.add_argument("--second-folder", default=PROJECT)
    options.add_argument("--short", action="store_true", help="kindred-small alone, and no evaluation or training")
    given = options.parse_args()
    first = dict(asked(Program(given.first, given.first_folder), given.short))
    second = asked(Program(given.second, given.second_folder), given.short)
    parts = size = different = 0
    for name, lines in second:
        expected = first.pop(name, [])
        unequal = sum(a != b for a, b in zip(expected, lines)) + abs(len(expected) - len(lines))
        parts += 1
        size += sum(map(len, lines))
        digest = hashlib.sha256(b"\n".join(lines)).hexdigest()[:16]
        print(f"{len(lines):6} {name}: {f'{unequal} DIFFER' if unequal else 'equal'} ({digest})", flush=True)
        if unequal:
            different += 1
            for a, b in [(a, b) for a, b in zip(expected, lines) if a != b][:2]:
                start = next((i for i, (x, y) in enumerate(zip(a, b)) if x != y), min(len(a), len(b)))
                for side, line in (("first", a), ("second", b)):
                    print(f"       {side}: ...{line[max(0, start - 60):start + 60]!r}")
    if first:
        sys.exit(f"The second says nothing of: {', '.join(first)}")
    print(f"{parts} parts, {size} bytes: {f'{different} differ' if different else 'all equal'}.")
    sys.exit(1 if different else 0)


if __name__ == "__main__":
    main()
