"""Texts per second of Kindred's models beside sentence-transformers and model2vec: same texts, same cores,
in turn, medians of three rounds.

    pip install -r requirements.txt
    python compare.py ARTICLES.jsonl[.gz] MINILM_FOLDER ENCODING_BENCHMARK [--texts 2000] [--rounds 3]

model2vec runs the token vectors of MiniLM that its own recipe makes: 256 numbers a token, as Kindred's static model.
"""

import argparse
import gzip
import json
import os
import random
import statistics
import subprocess
import tempfile
import time

parser = argparse.ArgumentParser()
parser.add_argument("articles")
parser.add_argument("minilm")
parser.add_argument("benchmark")
parser.add_argument("--texts", type=int, default=2000)
parser.add_argument("--static-texts", type=int, default=100_000)
parser.add_argument("--rounds", type=int, default=3)
arguments = parser.parse_args()

opened = gzip.open(arguments.articles, "rt") if arguments.articles.endswith(".gz") else open(arguments.articles)
rows = [json.loads(line) for line in opened]
random.Random(1).shuffle(rows)
texts = [" ".join(f"{r['title']}. {r.get('excerpt') or ''}".split()) for r in rows]
few, many = texts[: arguments.texts], texts[: arguments.static_texts]
folder = tempfile.mkdtemp()
for name, some in [("few", few), ("many", many)]:
    with open(f"{folder}/{name}", "w") as file:
        file.write("\n".join(some) + "\n")

import numpy as np
import torch
from model2vec.distill import distill
from sentence_transformers import SentenceTransformer

cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
torch.set_num_threads(cores)
minilm = SentenceTransformer(arguments.minilm, device="cpu")
model2vec = distill(model_name=arguments.minilm, pca_dims=256, device="cpu")


def ours(name, models):
    run = subprocess.run([arguments.benchmark, f"{folder}/{name}", *models], capture_output=True, text=True, check=True)
    for line in run.stdout.splitlines():
        model, count, _, seconds = line.split("\t")
        yield f"kindred {model}", int(count) / float(seconds)


def timed(name, encode, some):
    encode(some[:64])
    start = time.perf_counter()
    encode(some)
    return name, len(some) / (time.perf_counter() - start)


rates = {}
for _ in range(arguments.rounds):
    results = [
        timed("sentence-transformers all-MiniLM-L6-v2", lambda t: minilm.encode(t, batch_size=32), few),
        *ours("few", [arguments.minilm, arguments.minilm + ":float32", "kindred-small"]),
        timed("model2vec", lambda t: model2vec.encode(t), many),
        *ours("many", ["kindred-static"]),
    ]
    for name, rate in results:
        rates.setdefault(name, []).append(rate)

median = {name: statistics.median(values) for name, values in rates.items()}
transformers = median["sentence-transformers all-MiniLM-L6-v2"]
print(f"{len(few)} texts ({len(many)} for static models), {cores} cores, median of {arguments.rounds} rounds\n")
print("| encoder | texts/s | ratio |\n|---|---|---|")
for name, rate in median.items():
    base = median["model2vec"] if name in ("model2vec", "kindred kindred-static") else transformers
    print(f"| {name} | {rate:,.0f} | {rate / base:.1f} |")
