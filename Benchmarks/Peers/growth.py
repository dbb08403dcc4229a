"""How `kindred relate` grows with the archive: time, memory and index of a whole first run, for each size.

    python growth.py ARTICLES.jsonl[.gz] KINDRED [--sizes 25000,100000,1000000] [--rounds 1] [--work FOLDER]

Each run reads the articles, embeds them with kindred-static, writes a fresh index and the lists of all articles.
Where ARTICLES has fewer than the largest size, enlarge.py makes variants of them; a smaller size is the beginning of
a larger one. Exponents are fitted by least squares of log time on log N: 1 is linear, 2 quadratic.
"""

import argparse
import datetime
import json
import math
import statistics
import subprocess
import sys
from pathlib import Path

import machine

HERE = Path(__file__).parent


def cut(source, sizes, work):
    """One file for each size and the bytes of title and excerpt in it; what the largest is made of."""
    largest = work / "largest.jsonl"
    # In a process of its own, since its vocabulary would count as memory of what is started from here.
    enlarging = [sys.executable, HERE / "enlarge.py", source, largest, "--count", str(max(sizes))]
    made_of = subprocess.run(enlarging, check=True, stdout=subprocess.PIPE, text=True).stdout.strip()
    files = {}
    written = texts = 0
    outputs = {size: open(work / f"{size}.jsonl", "w") for size in sizes}
    with open(largest) as lines:
        for line in lines:
            article = json.loads(line)
            texts += sum(len((article.get(key) or "").encode()) for key in ("title", "excerpt"))
            for size, output in outputs.items():
                if written < size:
                    output.write(line)
            written += 1
            if written in outputs:
                files[written] = (work / f"{written}.jsonl", texts)
    for output in outputs.values():
        output.close()
    largest.unlink()
    return files, made_of


def measure(kindred, articles, work, cores):
    index, lists = work / "index.sqlite", work / "lists.jsonl"
    command = [kindred, "relate", articles, "--model", "kindred-static", "--json", "--output", lists]
    finished = machine.run([*command, "--index", index, "--config", "none", "--quiet"], cores)
    index_files = list(work.glob("index.sqlite*"))
    bytes_of_index = sum(path.stat().st_size for path in index_files)
    for path in [*index_files, lists]:
        path.unlink()
    return finished.seconds, finished.peak, bytes_of_index


def exponent(points):
    sizes, seconds = zip(*points)
    return statistics.linear_regression([math.log(n) for n in sizes], [math.log(s) for s in seconds]).slope


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles")
    parser.add_argument("kindred")
    parser.add_argument("--sizes", default="25000,50000,100000,200000,1000000")
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--cores", type=int)
    parser.add_argument("--work", type=Path, default=Path("growth"))
    arguments = parser.parse_args()
    cores = machine.use_cores(arguments.cores)
    sizes = sorted({int(size) for size in arguments.sizes.split(",")})
    arguments.work.mkdir(parents=True, exist_ok=True)
    files, made_of = cut(arguments.articles, sizes, arguments.work)

    measured = {size: [] for size in sizes}
    for number in range(arguments.rounds):
        for size in sizes:
            result = measure(arguments.kindred, files[size][0], arguments.work, cores)
            measured[size].append(result)
            print(f"round {number + 1}: {size:,} articles, {result[0]:.1f} s", file=sys.stderr)

    version = machine.run([arguments.kindred, "--version"], cores).output.strip()
    rounds = f"medians of {arguments.rounds} rounds in turn" if arguments.rounds > 1 else "one run each"
    table = [
        f"`kindred relate FILE --model kindred-static --json`, whole process, fresh index; {rounds}.",
        f"{machine.description(cores)}; Kindred {version}; {datetime.date.today()}.",
        f"The largest has {made_of}. Texts are titles and excerpts.",
        "",
        "| articles | seconds | articles/s | peak memory, MB | index, MB | texts, MB | index − texts, bytes each |",
        "|---|---|---|---|---|---|---|",
    ]
    points = []
    for size in sizes:
        seconds, peak, index = (statistics.median(values) for values in zip(*measured[size]))
        texts = files[size][1]
        points.append((size, seconds))
        table.append(
            f"| {size:,} | {seconds:.1f} | {size / seconds:,.0f} | {peak / 1e6:,.0f} | {index / 1e6:,.1f} "
            f"| {texts / 1e6:,.1f} | {(index - texts) / size:,.0f} |"
        )
    table.append("")
    large = [point for point in points if 100_000 <= point[0] <= 1_000_000]
    for name, some in [("all sizes", points), ("100,000 to 1,000,000", large)]:
        if len(some) > 1:
            table.append(f"Time grows with N to the power of {exponent(some):.2f} ({name}, {len(some)} points).")
    text = "\n".join(table) + "\n"
    print(text, end="")
    (arguments.work / "table.md").write_text(text)
    for path, _ in files.values():
        path.unlink()


if __name__ == "__main__":
    main()
