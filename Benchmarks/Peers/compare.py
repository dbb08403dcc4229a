"""Kindred beside what people use today: same articles, same cores, same number of related articles, one at a time.

    python compare.py ARTICLES.jsonl[.gz] [--count 100000] [--rounds 3] [--cores 2] [--only lexical,dense,...]

Run from the checkout (`make bench-peers`), after the release products are built. Prints a Markdown table and writes it
to WORK/table.md, the figures of every run to WORK/rounds.json.
"""

import argparse
import datetime
import json
import os
import shutil
import statistics
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import core_types
import machine

HERE = Path(__file__).parent
GROUPS = ["lexical", "dense", "clustered", "encoding", "site", "query"]
COLD_RUNS = 20
# Those that multiply by OpenBLAS, or by what numpy brings along, and the settings of the approximate one in trials.
BY_OPENBLAS = {
    "lexical": ["scikit-learn", "sparse_dot_topn"],
    "dense": ["faiss-flat"],
    "clustered": ["faiss-ivf"],
}
TRIAL_SETTING = "4,16"


class Comparison:
    def __init__(self, arguments):
        self.cores = machine.use_cores(arguments.cores)
        self.count, self.k, self.pages = arguments.count, arguments.k, arguments.pages
        self.rounds, self.only = arguments.rounds, set(arguments.only)
        if "site" in self.only and shutil.which("hugo") is None:
            self.say("hugo is not installed (on Debian: apt-get install hugo), so the whole job is not compared")
            self.only.remove("site")
        self.source = Path(arguments.articles)
        self.products = Path(arguments.products).resolve()
        self.work = Path(arguments.work).resolve()
        self.work.mkdir(parents=True, exist_ok=True)
        self.articles = self.work / "articles.jsonl"
        self.vectors = self.work / "vectors.f32"
        self.index = self.work / "index.sqlite"
        self.trial_rows = arguments.trial_rows
        self.settings = {}
        # Peer: the core type that it runs with, seconds of all that were tried, kernels that it then reports.
        self.core_types, self.trials, self.kernels = {}, {}, {}
        # Group, contender, figure: the values of all rounds.
        self.measured = {}

    # One run each

    def run(self, *command, variables=None):
        return machine.run(list(map(str, command)), self.cores, variables)

    def python(self, script, *arguments, variables=None):
        return self.run(sys.executable, HERE / script, *arguments, variables=variables).output

    def ask_peer(self, name, *more, core_type=None):
        like = "faiss-flat" if name == "exact" else name
        core_type = core_type or self.core_types.get(like, core_types.UNSET)
        inputs = ["--articles", self.articles, "--vectors", self.vectors, "--k", self.k, "--threads", self.cores]
        return json.loads(self.python("peers.py", name, *inputs, *more, variables=core_type.variables))

    def peer(self, name, *more):
        result = self.ask_peer(name, *more)
        if result.get("kernels"):
            self.kernels[name] = result["kernels"]
        return self.checked(name, result, "rows")

    def choose_core_type(self, name):
        """Tries the core types that this processor can run on some of the rows, for `name` to be measured with its
        fastest."""

        def trial(core_type):
            setting = ["--setting", TRIAL_SETTING] if name == "faiss-ivf" else []
            result = self.ask_peer(name, "--rows", self.trial_rows, *setting, core_type=core_type)
            return result["index"] + result["lists"]

        self.core_types[name], self.trials[name] = core_types.choose(machine.supported(core_types.OPENBLAS), trial)
        self.say(f"{name}: core type {self.core_types[name].name} of {self.trials[name]}")

    def approximate(self, name):
        return self.peer(name, "--setting", self.settings[name])

    def speed(self, kind, *more):
        command = ["lists", kind, self.articles, "--count", self.count, "--k", self.k, *more]
        result = json.loads(self.run(self.products / "SpeedBenchmark", *command).output)
        return self.checked(f"Kindred {kind}", result, "count")

    def checked(self, name, result, key):
        # Whoever leaves out articles has less to do.
        if result.get(key, self.count) != self.count:
            raise SystemExit(f"{name} worked on {result[key]} articles instead of {self.count}")
        return {figure: result[figure] for figure in ("index", "lists", "recall") if result.get(figure) is not None}

    def kindred(self, *arguments):
        return self.run(self.products / "kindred", *arguments, "--config", "none", "--quiet")

    def hugo(self, layout):
        output = self.work / "site/public"
        shutil.rmtree(output, ignore_errors=True)
        os.sync()
        folders = ["--contentDir", self.work / "site/content", "--destination", output]
        run = self.run("hugo", "--source", self.work / "site" / layout, *folders, "--quiet")
        return {"seconds": run.seconds}

    def relate_site(self):
        copy = self.work / "site/copy"
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(self.work / "site/content", copy)
        os.sync()  # else the run would wait for what copying left to be written
        run = self.kindred("relate", copy, "--model", "kindred-static", "--limit", self.k, "--write")
        return {"seconds": run.seconds}

    def query(self):
        command = ["query", self.articles, "--count", self.count]
        return json.loads(self.run(self.products / "SpeedBenchmark", *command).output)

    def cold(self):
        options = ["--corpus", self.articles, "--index", self.index, "--model", "kindred-static", "--limit", self.k]
        runs = [self.kindred("similar", identifier, *options, "--json").seconds for identifier in self.asked_for]
        return {"p50": statistics.median(runs)}

    # All of them

    def contenders(self):
        """Group, name and run of all that take turns."""
        everyone = [
            ("lexical", "scikit-learn", lambda: self.peer("scikit-learn")),
            ("lexical", "scikit-learn with sparse_dot_topn", lambda: self.peer("sparse_dot_topn")),
            ("lexical", "bm25s", lambda: self.peer("bm25s")),
            ("lexical", "Kindred", lambda: self.speed("lexical")),
            ("dense", "faiss IndexFlatIP", lambda: self.peer("faiss-flat")),
            ("dense", "Kindred", lambda: self.speed("dense")),
            ("clustered", "faiss IndexIVFFlat", lambda: self.approximate("faiss-ivf")),
            ("clustered", "hnswlib", lambda: self.approximate("hnswlib")),
            ("clustered", "usearch f32", lambda: self.approximate("usearch-f32")),
            ("clustered", "usearch i8", lambda: self.approximate("usearch-i8")),
            ("clustered", "Kindred", lambda: self.speed("clustered")),
            ("site", "hugo without related pages", lambda: self.hugo("without")),
            ("site", "hugo with related pages", lambda: self.hugo("with")),
            ("site", "Kindred", self.relate_site),
            ("query", "in process", self.query),
            ("query", "cold", self.cold),
        ]
        return [contender for contender in everyone if contender[0] in self.only]

    def prepare(self):
        """Everything that is not measured: the articles, their vectors, exact neighbours, the peers' best settings."""
        self.say(f"preparing {self.count:,} articles")
        self.made_of = self.python("enlarge.py", self.source, self.articles, "--count", self.count).strip()
        if self.only & {"dense", "clustered"}:
            self.speed("dense", "--vectors", self.vectors)
        for group, names in BY_OPENBLAS.items():
            if group in self.only:
                for name in names:
                    self.choose_core_type(name)
        if "clustered" in self.only:
            self.peer("exact")
            for name in ["faiss-ivf", "hnswlib", "usearch-f32", "usearch-i8"]:
                tuned = self.ask_peer(name, "--tune")
                self.settings[name] = tuned["setting"]
                self.say(f"{name}: {tuned}")
        if "site" in self.only:
            shutil.rmtree(self.work / "site", ignore_errors=True)
            self.python("enlarge.py", self.source, self.work / "pages.jsonl", "--count", self.pages)
            self.python("markdown_site.py", self.work / "pages.jsonl", self.work / "site", "--pages", self.pages)
            for run in [lambda: self.hugo("without"), self.relate_site]:
                run()  # programs and files are in memory then, for both
        if "query" in self.only:
            for old in self.work.glob("index.sqlite*"):
                old.unlink()
            self.kindred("index", self.articles, "--index", self.index, "--model", "kindred-static")
            with open(self.articles) as lines:
                step = max(1, self.count // COLD_RUNS)
                asked_for = [json.loads(line)["id"] for number, line in enumerate(lines) if number % step == 0]
            self.asked_for = asked_for[:COLD_RUNS]

    def measure(self):
        for number in range(self.rounds):
            for group, name, run in self.contenders():
                figures = run()
                self.say(f"round {number + 1}, {group}, {name}: {figures}")
                for figure, value in figures.items():
                    self.measured.setdefault(group, {}).setdefault(name, {}).setdefault(figure, []).append(value)
            (self.work / "rounds.json").write_text(json.dumps(self.measured, indent=1))
        of_peers = {
            name: {"core type": self.core_types[name].name, "trials": trials, "kernels": self.kernels.get(name)}
            for name, trials in self.trials.items()
        }
        (self.work / "core-types.json").write_text(json.dumps(of_peers, indent=1))

    def say(self, what):
        print(what, file=sys.stderr, flush=True)

    # The table

    def table(self):
        sections = [self.heading()]
        for group in GROUPS:
            if group in self.only:
                sections.append(getattr(self, f"{group}_section")())
        return "\n\n".join(sections) + "\n"

    def heading(self):
        names = ["scikit-learn", "scipy", "numpy", "sparse_dot_topn", "bm25s", "numba"]
        names += ["faiss-cpu", "hnswlib", "usearch"]
        if "encoding" in self.only:
            names += ["model2vec", "sentence-transformers", "torch"]
        peers = [f"{name} {version(name)}" for name in names]
        if "site" in self.only:
            peers.append(" ".join(self.run("hugo", "version").output.split()[:2]))
        kindred = self.run(self.products / "kindred", "--version").output.strip()
        git = subprocess.run(["git", "describe", "--always", "--dirty"], capture_output=True, text=True).stdout.strip()
        turns = f"medians of {self.rounds} rounds in turn" if self.rounds > 1 else "one round"
        return (
            f"{machine.description(self.cores)}; {datetime.date.today()}; {self.made_of}; "
            f"the {self.k} nearest; {turns}.\n\n"
            f"Kindred {kindred} ({git}), Python {sys.version.split()[0]}, {', '.join(peers)}.\n\n"
            "Ratios are times beside Kindred's: 2.0 took twice as long."
        )

    def median(self, group, name, figure):
        return statistics.median(self.measured[group][name][figure])

    def core_type_notes(self, group):
        """What the table says of each peer's core type, and of those that were tried beside it."""
        lines = []
        for name in BY_OPENBLAS.get(group, []):
            line = f"{name}: core type {self.core_types[name].name}"
            if self.trials[name]:
                tried = ", ".join(f"{core_type} {seconds:.2f}" for core_type, seconds in self.trials[name].items())
                line += f" (index and lists of {min(self.trial_rows, self.count):,} rows, s: {tried})"
            if name in self.kernels:
                line += "; kernels it reports: " + ", ".join(self.kernels[name])
            lines.append(line + ".")
        return "\n\n" + " ".join(lines) if lines else ""

    def lists_section(self, group, title, recalls=False, notes=None):
        """One table of index, lists and both, with the ratio of both to Kindred's."""

        def both(name):
            figures = self.measured[group][name]
            return statistics.median(map(sum, zip(figures["index"], figures["lists"])))

        notes = notes or {}
        lines = [
            f"### {title}\n",
            "| | index, s | lists, s | both, s | ratio |" + (" recall@%d |" % self.k if recalls else ""),
            "|---|---|---|---|---|" + ("---|" if recalls else ""),
        ]
        for name, figures in self.measured[group].items():
            line = f"| {name}{notes.get(name, '')} | {self.median(group, name, 'index'):.2f} "
            line += f"| {self.median(group, name, 'lists'):.2f} "
            line += f"| {both(name):.2f} | {both(name) / both('Kindred'):.2f} |"
            if recalls:
                line += f" {self.median(group, name, 'recall'):.3f} |" if "recall" in figures else " – |"
            lines.append(line)
        return "\n".join(lines) + self.core_type_notes(group)

    def lexical_section(self):
        return self.lists_section("lexical", "Exact lists by words, texts in memory, tokenizing included") + (
            "\n\nscikit-learn: TfidfVectorizer (sublinear_tf, English stop words, float32), sparse product in blocks "
            "on all cores, best by argpartition; bm25s: its own tokenizer and stop words, numba."
        )

    def dense_section(self):
        return self.lists_section("dense", "Exact lists by embeddings, 256 numbers, the vectors of kindred-static")

    def clustered_section(self):
        words = {"faiss-ivf": ("{0} sqrt(N) lists", "nprobe {1}")}
        notes = {}
        for name, label in [
            ("faiss-ivf", "faiss IndexIVFFlat"),
            ("hnswlib", "hnswlib"),
            ("usearch-f32", "usearch f32"),
            ("usearch-i8", "usearch i8"),
        ]:
            form = ", ".join(words.get(name, ("M 16, ef_construction {0}", "ef {1}")))
            notes[label] = " (" + form.format(*self.settings[name].split(",")) + ")"
        table = self.lists_section("clustered", "Approximate lists by the same embeddings", True, notes)
        return table + (
            "\n\nSettings are those of least time for index and lists among those tried that reach a recall of .98; "
            "usearch's 8-bit numbers may not. Recall is by scores: of equal texts, any will do."
        )

    def site_section(self):
        runs = self.measured["site"]
        without, with_lists, ours = (
            runs[name]["seconds"] for name in ("hugo without related pages", "hugo with related pages", "Kindred")
        )
        phase = statistics.median(more - less for more, less in zip(with_lists, without))
        build, whole = statistics.median(with_lists), statistics.median(ours)
        return "\n".join(
            [
                f"### The whole job: {self.pages:,} Markdown files without bodies\n",
                "| | seconds | ratio |",
                "|---|---|---|",
                f"| hugo, related phase alone (title words as keywords) | {phase:.2f} | {phase / whole:.2f} |",
                f"| hugo, whole build with it | {build:.2f} | {build / whole:.2f} |",
                f"| Kindred: read, index, embed, rank, write all files (kindred-static) | {whole:.2f} | 1.00 |",
                "\nHugo's related phase is the difference between two builds of one site, whose layouts list the first "
                f"{self.k} of `.Site.RegularPages.Related .` and the first {self.k} of `.Site.RegularPages`.",
            ]
        )

    def query_section(self):
        process, cold = self.measured["query"]["in process"], self.measured["query"]["cold"]
        figures = [
            ("one query in process, median", process["p50"]),
            ("one query in process, 99th percentile", process["p99"]),
            ("one article added in process, median of 100", process["added p50"]),
            ("one article added in process, 99th percentile", process["added p99"]),
            (f"`kindred similar` on an index, whole process, median of {COLD_RUNS}", cold["p50"]),
        ]
        lines = [f"### One query: {self.count:,} articles, kindred-static\n"]
        lines += ["| Kindred | ms |", "|---|---|"]
        lines += [f"| {name} | {statistics.median(values) * 1000:,.2f} |" for name, values in figures]
        return "\n".join(lines)

    def encoding_section(self):
        self.say("encoding, in rounds of its own")
        script = HERE.parent / "Encoding/compare.py"
        inputs = [self.source, "models/all-MiniLM-L6-v2", self.products / "EncodingBenchmark"]
        table = self.run(sys.executable, script, *inputs, "--rounds", self.rounds).output.strip()
        return "### Encoding (ratios of texts a second to the peer's: 2.0 is twice as fast)\n\n" + table


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles")
    parser.add_argument("--count", type=int, default=100_000)
    parser.add_argument("--k", type=int, default=10)
    parser.add_argument("--pages", type=int, default=20_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--cores", type=int, help="default: all")
    parser.add_argument("--trial-rows", type=int, default=20_000, help="articles that core types are tried on")
    parser.add_argument("--only", type=lambda groups: groups.split(","), default=GROUPS, help=",".join(GROUPS))
    parser.add_argument("--products", default=".build/release")
    parser.add_argument("--work", default=".build/peers")
    arguments = parser.parse_args()
    if unknown := set(arguments.only) - set(GROUPS):
        parser.error(f"no such group: {', '.join(unknown)} ({', '.join(GROUPS)})")
    comparison = Comparison(arguments)
    comparison.prepare()
    comparison.measure()
    table = comparison.table()
    print(table, end="")
    (comparison.work / "table.md").write_text(table)


if __name__ == "__main__":
    main()
