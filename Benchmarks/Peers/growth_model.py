"""What a whole archive costs at any size, on Spark and in PostgreSQL: a model, checked against what was measured.

    python growth_model.py [--measured output/job.json ...] [--articles 10000000,100000000,1000000000]

The constants below are of feed-2022 with kindred-static, and of one core of the machine that they name. A job of
scripts/spark/nightly.py writes job.json; named with --measured its processor time and bytes stand beside the model's.
"""

import argparse
import json
import math
from dataclasses import dataclass

# Processor seconds of an article, measured at 100,000 articles; see docs/scale.md for how.
READ = 58e-6  # to read, analyse and index it, in each task
SEARCH = 285e-6  # to find its candidates; grows with the archive
LIST = 220e-6  # to judge them, and to choose, explain and print its list
EMBED = 20e-6  # once, by kindred-static; kindred-small takes 200e-6
AT = 100_000
# All but the search is linear.
GROWTH_OF_SEARCH = 0.3

# Bytes of an article.
TEXT = 530  # JSON lines
INDEX = 900
MEMORY = 4_400  # of a task, at AT; a little less where there are more
SEARCHES = 126
DENSITY = 4
LISTS = 2_200
POSTGRES = 1_300
POSTGRES_SNAPSHOT = 900

# Whole runs on one machine, from docs/performance.md: articles, seconds, peak memory.
MEASURED = [(100_000, 16, 0.55e9), (259_159, 45, 1.35e9), (1_000_000, 246, 4.0e9)]

# What a rented core with 4 GB costs an hour, and a GB on a disk a month, US$; a round number of 2026.
CORE_HOUR = 0.04
DISK_MONTH = 0.08


@dataclass
class Night:
    """A job of Spark: each of `parts` tasks reads the whole archive, on machines of so many cores."""

    articles: int
    machines: int
    cores: int
    parts: int

    @property
    def read(self):
        return READ * self.articles

    @property
    def search(self):
        return SEARCH * self.articles * (self.articles / AT) ** GROWTH_OF_SEARCH

    @property
    def list(self):
        return LIST * self.articles

    @property
    def cpu(self):
        """Of all cores: both tasks of a part read everything."""
        return EMBED * self.articles + (2 * self.parts + 1) * self.read + self.search + self.list

    @property
    def rounds(self):
        return math.ceil(self.parts / self.machines)

    @property
    def wall(self):
        """The tasks of a machine come one after the other; the first reading and embedding is of one machine."""
        each = 2 * self.read + (self.search + self.list) / self.parts
        return (EMBED * self.articles + self.read + self.rounds * each) / self.cores

    @property
    def fixed(self):
        return (2 * self.parts + 1) * self.read / self.cpu

    @property
    def memory(self):
        return MEMORY * self.articles * (self.articles / AT) ** -0.05

    @property
    def moved(self):
        """Copies for each machine; what was found, written once and read once, and densities read by each part."""
        copies = self.machines * (TEXT + INDEX) * self.articles
        found = (2 * SEARCHES + DENSITY) * self.articles + self.parts * DENSITY * self.articles
        return copies + found + 3 * LISTS * self.articles

    @property
    def cost(self):
        return self.machines * self.cores * self.wall / 3600 * CORE_HOUR


def pairs(articles, memory_of_machine, cores):
    """The other way, on paper: shards that fit a machine, each compared with each.

    A task reads two shards, and every shard is read once for each other one.
    """
    shard = 1
    while Night(2 * articles // shard, 1, cores, 1).memory > memory_of_machine:
        shard += 1
    tasks = shard * (shard + 1) // 2
    size = articles / shard
    read = tasks * 2 * READ * size
    # Each shard is searched by all articles, whatever its own number of clusters.
    search = SEARCH * articles * shard * (size / AT) ** GROWTH_OF_SEARCH
    cpu = read + search + LIST * articles
    shuffled = articles * shard * SEARCHES
    return shard, tasks, cpu, shuffled


def told(number, units=(("TB", 1e12), ("GB", 1e9), ("MB", 1e6))):
    for name, size in units:
        if number >= size:
            return f"{number / size:,.3g} {name}"
    return f"{number:,.0f} B"


def time_told(seconds):
    for name, size in (("days", 86_400), ("h", 3_600), ("min", 60)):
        if seconds >= 1.5 * size:
            return f"{seconds / size:.3g} {name}"
    return f"{seconds:.3g} s"


def table(sizes, memory, cores):
    print(f"Spark, every task with the whole archive; machines of {cores} cores:")
    print("| articles | machines | parts | memory of a task | core hours | of it reading | time | moved | US$ |")
    print("|---|---|---|---|---|---|---|---|---|")
    for articles in sizes:
        for machines in (1, 8, 64):
            night = Night(articles, machines, cores, max(1, machines))
            print(
                f"| {articles:,} | {machines} | {night.parts} | {told(night.memory)} | {night.cpu / 3600:,.3g} "
                f"| {night.fixed:.0%} | {time_told(night.wall)} | {told(night.moved)} | {night.cost:,.3g} |"
            )
    print(f"\nSpark, shards that fit {told(memory)} compared with each other (not built):")
    print("| articles | shards | tasks | core hours | shuffled | US$ |")
    print("|---|---|---|---|---|---|")
    for articles in sizes:
        shard, tasks, cpu, shuffled = pairs(articles, memory, cores)
        hours = cpu / 3600
        print(
            f"| {articles:,} | {shard} | {tasks:,} | {hours:,.3g} | {told(shuffled)} | {hours * CORE_HOUR:,.3g} |"
        )
    print("\nPostgreSQL, all articles compared anew by one machine:")
    print("| articles | database | snapshot in each service | core hours | memory | US$ a month for disk |")
    print("|---|---|---|---|---|---|")
    for articles in sizes:
        night = Night(articles, 1, cores, 1)
        hours = (EMBED * articles + night.read + night.search) / 3600
        disk = POSTGRES * articles
        print(
            f"| {articles:,} | {told(disk)} | {told(POSTGRES_SNAPSHOT * articles)} | {hours:,.3g} "
            f"| {told(night.memory)} | {disk / 1e9 * DISK_MONTH:,.3g} |"
        )


def check(path):
    """The model beside a job; times of processors alone, which other programs disturb least."""
    with open(path, encoding="utf-8") as file:
        job = json.load(file)
    night = Night(job["lists"], 1, 1, job["parts"])
    searched, listed = job.get("searched") or [], job.get("listed") or []
    print(f"{path}: {job['lists']:,} lists by {job['parts']} parts")
    rows = [
        ("CPU s of a search", "cpuSeconds", searched, night.read + night.search / night.parts),
        ("CPU s of lists", "cpuSeconds", listed, night.read + night.list / night.parts),
        ("bytes found", "bytes", searched, (SEARCHES + DENSITY) * night.articles / night.parts),
        ("bytes of lists", "bytes", listed, LISTS * night.articles / night.parts),
        ("peak memory", "peakBytes", searched + listed, night.memory),
    ]
    for name, key, tasks, expected in rows:
        if tasks:
            values = sorted(task[key] for task in tasks)
            middle = values[len(values) // 2]
            print(f"  {name}: {middle:,.1f} ({values[0]:,.1f} to {values[-1]:,.1f}), model {expected:,.1f}")
    if job.get("prepared"):
        print(f"  index: {job['prepared']['bytes'] / night.articles:,.0f} bytes an article, model {INDEX:,}")


def check_growth():
    """How the model grows beside whole runs, which were of other machines and shorter lists."""
    print("| articles | times the time of 100,000 | model | memory | model |\n|---|---|---|---|---|")
    for articles, seconds, memory in MEASURED:
        night, first = Night(articles, 1, 2, 1), Night(AT, 1, 2, 1)
        whole, base = (each.read + each.search + each.list for each in (night, first))
        print(
            f"| {articles:,} | {seconds / MEASURED[0][1]:.2f} | {whole / base:.2f} "
            f"| {told(memory)} | {told(night.memory)} |"
        )
    print()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--measured", nargs="*", default=[], metavar="JOB.json")
    parser.add_argument("--articles", default="1000000,10000000,100000000,1000000000")
    parser.add_argument("--memory", type=float, default=64e9, help="bytes of a machine")
    parser.add_argument("--cores", type=int, default=16, help="of a machine")
    arguments = parser.parse_args()
    for path in arguments.measured:
        check(path)
    check_growth()
    table([int(size) for size in arguments.articles.split(",")], arguments.memory, arguments.cores)


if __name__ == "__main__":
    main()
