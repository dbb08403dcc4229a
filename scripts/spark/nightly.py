#!/usr/bin/env python3
"""The related lists of a whole archive by Spark: every list that one machine's `kindred relate` prints, in its order.

    python nightly.py articles.jsonl --output /shared/lists --master spark://host:7077 --parts 16 -- --limit 6

The archive is divided into parts of every n-th article. One task searches for a part among all articles, and when all
parts were searched for, one task makes the lists of a part. Each task is one `kindred` process that reads the whole
archive and uses all cores of its task, so that there should be few and large ones: about twice as many parts as
machines, and as many cores a task as a machine has (--cores-per-task).

FOLDER of --output must be the same file system on all machines (NFS, CephFS, a mounted bucket). There are then

    related.jsonl     all lists, byte for byte as one machine prints them
    related.parquet   the same as a table: position, id, related
    job.json          what was done, with times and sizes
    work/             what the parts found and their lists, for a job that is run again

A job that is run again goes on where it was: what is already there of the same articles, options, models and kindred
is taken as it is, everything else is never looked at. Two runs of one job at once do no harm.

Everything after -- goes to `kindred relate`. The date that counts as today is today's in UTC unless --as-of is given
there, so that all parts agree on it.
"""

import argparse
import contextlib
import ctypes
import datetime
import fcntl
import hashlib
import json
import os
import resource
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

# What cannot be divided: --part refuses some of these itself, and --json and --output are this program's.
OWN_OPTIONS = ("--part", "--searches", "--search-only", "--index", "--output", "--json", "--format", "--corpus")
# Folders of other jobs that no task used for so long are removed from a machine.
SECONDS_KEPT = 7 * 86_400


class JobError(Exception):
    """What people are told without a traceback."""


# MARK: what runs on the machines


class Job:
    """All that a task needs to know; what it says is sent to the machines as it is."""

    def __init__(self, fingerprint, kindred, articles, work, node_folder, parts, options, environment):
        self.fingerprint = fingerprint
        self.kindred = kindred
        self.articles = Path(articles).name
        self.shared_articles = str(articles)
        self.work = str(work)
        self.node_folder = str(node_folder)
        self.parts = parts
        self.options = options
        self.environment = environment

    @property
    def here(self):
        """The machine's own copy of articles and index: SQLite should not be used over a network.

        The same path on all machines, since an index knows its articles by their path.
        """
        return Path(self.node_folder) / self.fingerprint

    @property
    def shared_index(self):
        return Path(self.work) / "index.sqlite"

    @property
    def searches(self):
        return Path(self.work) / "searches"

    def found(self, part):
        return [self.searches / f"{part}-of-{self.parts}.{ending}" for ending in ("searches", "densities")]

    def lists(self, part):
        return Path(self.work) / "lists" / f"{part}-of-{self.parts}.jsonl"

    def record(self, part):
        """Says that the lists of a part are whole; written after them."""
        return self.lists(part).with_suffix(".json")

    def command(self, part):
        command = [self.kindred, "relate", str(self.here / self.articles), *self.options, "--json", "--quiet"]
        command += ["--index", str(self.here / "index.sqlite")]
        return command + ["--part", f"{part}/{self.parts}", "--searches", str(self.searches)]


def run(command, environment):
    """Runs a program to its end; what it used of the machine.

    It dies with this process, so that a killed worker leaves nothing behind that takes the machine from the next.
    """
    started = time.time()
    libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None

    def begin():
        if libc:
            libc.prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG

    process = subprocess.Popen(
        command,
        env={**os.environ, **environment},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        preexec_fn=begin,
    )
    said = process.stderr.read()
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = code = os.waitstatus_to_exitcode(status)
    if code != 0:
        how = f"signal {-code}" if code < 0 else f"code {code}"
        last = said.decode(errors="replace").strip()[-2000:]
        raise JobError(f"{' '.join(command)} ended with {how} on {socket.gethostname()}: {last}")
    return {
        "host": socket.gethostname(),
        "seconds": round(time.time() - started, 2),
        "cpuSeconds": round(used.ru_utime + used.ru_stime, 2),
        "peakBytes": used.ru_maxrss * 1024,
    }


@contextlib.contextmanager
def locked(path):
    with open(path, "w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def copy_articles(job, folder):
    """With their times, so that kindred need not read them again."""
    source, target = Path(job.shared_articles), folder / job.articles
    if source.is_dir():
        shutil.copytree(source, target, dirs_exist_ok=True, ignore=shutil.ignore_patterns(".kindred"))
    else:
        shutil.copy2(source, target)


def make_ready(job):
    """Copies articles and index onto this machine, once a machine."""
    folder = Path(job.node_folder)
    folder.mkdir(parents=True, exist_ok=True)
    with locked(folder / "lock"):
        for other in folder.iterdir():
            unused = time.time() - other.stat().st_mtime
            if other.is_dir() and other != job.here and unused > SECONDS_KEPT:
                shutil.rmtree(other, ignore_errors=True)
        if not (job.here / "index.sqlite").exists():
            new = folder / f"{job.fingerprint}.new"
            shutil.rmtree(new, ignore_errors=True)
            new.mkdir()
            copy_articles(job, new)
            shutil.copy2(job.shared_index, new / "index.sqlite")
            shutil.rmtree(job.here, ignore_errors=True)
            new.rename(job.here)
        os.utime(job.here)


def search(job, part):
    """The first task of a part."""
    make_ready(job)
    used = run(job.command(part) + ["--search-only"], job.environment)
    return {"part": part, "bytes": sum(path.stat().st_size for path in job.found(part)), **used}


def list_part(job, part):
    """The second task of a part."""
    make_ready(job)
    target = job.lists(part)
    target.parent.mkdir(parents=True, exist_ok=True)
    used = run(job.command(part) + ["--output", str(target)], job.environment)
    digest, lines = read_lists(target)
    record = {"part": part, "lists": lines, "bytes": target.stat().st_size, "sha256": digest, **used}
    write_whole(job.record(part), json.dumps(record) + "\n")
    return record


def read_lists(path):
    """The hash and the number of lines of a part."""
    digest, lines, last = hashlib.sha256(), 0, b"\n"
    with open(path, "rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
            lines += block.count(b"\n")
            last = block
    if not last.endswith(b"\n"):
        raise JobError(f"{path} ends within a line")
    return digest.hexdigest(), lines


def write_whole(path, text):
    """Writes a file that is there as a whole or not at all, also where several tasks write the same."""
    new = Path(f"{path}.{socket.gethostname()}.{os.getpid()}.new")
    new.write_text(text)
    os.replace(new, path)


# MARK: what runs where the job was started


def hash_of(path):
    if path.is_dir():
        files = sorted(file for file in path.rglob("*") if file.is_file() and ".kindred" not in file.parts)
        return [(str(file.relative_to(path)), hash_of(file)) for file in files]
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def fingerprint(kindred, articles, options, parts, environment):
    """Of everything that lists depend on."""
    asked = subprocess.run(
        [kindred, "model", "list", "--json"], env={**os.environ, **environment}, capture_output=True, text=True
    )
    if asked.returncode != 0:
        raise JobError(f"{kindred} model list ended with {asked.returncode}: {asked.stderr.strip()}")
    models = [json.loads(line)["fingerprint"] for line in asked.stdout.splitlines()]
    said = [hash_of(Path(kindred)), hash_of(articles), articles.name, parts, models, options]
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()[:16]


def prepare(job, index):
    """Embeds what the index lacks, and puts the index where all machines find it."""
    Path(job.node_folder).mkdir(parents=True, exist_ok=True)
    with locked(Path(job.node_folder) / "lock"):
        if job.shared_index.exists():
            return None
        job.here.mkdir(exist_ok=True)
        copy_articles(job, job.here)
        local = job.here / "index.sqlite"
        if index and not local.exists():
            copy_database(index, local)
        # A part is searched for, since nothing else has kindred make all embeddings without comparing all articles.
        used = run(job.command(1) + ["--search-only"], job.environment)
        new = job.shared_index.with_suffix(f".{os.getpid()}.new")
        copy_database(local, new)
        os.replace(new, job.shared_index)
        return {"bytes": job.shared_index.stat().st_size, **used}


def copy_database(source, target):
    """Copies one state of an index that others may be using."""
    with contextlib.closing(sqlite3.connect(source.absolute().as_uri() + "?mode=ro", uri=True)) as old:
        with contextlib.closing(sqlite3.connect(target)) as new:
            old.backup(new)


def is_whole(job, part):
    """Whether the lists of a part are there as they were written."""
    try:
        record = json.loads(job.record(part).read_text())
        return record["bytes"] == job.lists(part).stat().st_size and record["part"] == part
    except (OSError, ValueError, KeyError):
        return False


def merge(job, target):
    """Puts the lists in the order of the articles: the lines of all parts in turn.

    Checks every part on the way against what its task wrote of it.
    """
    records = [json.loads(job.record(part).read_text()) for part in range(1, job.parts + 1)]
    total = sum(record["lists"] for record in records)
    for number, record in enumerate(records):
        if record["lists"] != (total - number + job.parts - 1) // job.parts:
            raise JobError(f"part {number + 1} has {record['lists']} lists, which does not fit {total} of all parts")
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    new = target.with_suffix(".new")
    with contextlib.ExitStack() as stack:
        output = stack.enter_context(open(new, "wb"))
        files = [stack.enter_context(open(job.lists(part), "rb")) for part in range(1, job.parts + 1)]
        digests = [hashlib.sha256() for _ in files]
        for position in range(total):
            line = files[position % job.parts].readline()
            digests[position % job.parts].update(line)
            output.write(line)
        for number, record in enumerate(records):
            if digests[number].hexdigest() != record["sha256"] or files[number].read(1):
                os.unlink(job.record(number + 1))
                raise JobError(f"{job.lists(number + 1)} was damaged; run the job again, which makes it anew")
        output.flush()
        os.fsync(output.fileno())
    os.replace(new, target)
    return total


def write_parquet(spark, job, target):
    """Writes the table, a row an article, by all machines."""
    from pyspark.sql import types

    entry = types.StructType(
        [types.StructField("id", types.StringType(), False)]
        + [types.StructField(name, types.StringType()) for name in ("title", "url", "publishedDateTime", "tier")]
        + [types.StructField("probability", types.DoubleType())]
    )
    schema = types.StructType(
        [
            types.StructField("position", types.LongType(), False),
            types.StructField("id", types.StringType(), False),
            types.StructField("related", types.ArrayType(entry, False), False),
        ]
    )

    def rows(part):
        with open(job.lists(part), encoding="utf-8") as lines:
            for number, line in enumerate(lines):
                made = json.loads(line)
                related = [
                    (
                        entry["id"],
                        entry.get("title"),
                        entry.get("url") or entry.get("webUrl") or entry.get("appUrl"),
                        entry.get("publishedDateTime"),
                        entry.get("tier"),
                        entry.get("probability"),
                    )
                    for entry in made["related"]
                ]
                yield number * job.parts + part - 1, made["id"], related

    new = target.with_suffix(".new")
    shutil.rmtree(new, ignore_errors=True)
    parts = spark.sparkContext.parallelize(range(1, job.parts + 1), job.parts)
    table = spark.createDataFrame(parts.flatMap(rows), schema)
    table.repartitionByRange(job.parts, "position").sortWithinPartitions("position").write.parquet(new.as_uri())
    shutil.rmtree(target, ignore_errors=True)
    new.rename(target)


def session(arguments):
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.appName("kindred nightly")
    settings = {
        # A machine that is slow or silent does not keep the others waiting: a second attempt writes the same bytes.
        "spark.speculation": "true",
        "spark.speculation.quantile": "0.75",
        "spark.speculation.multiplier": "2",
        "spark.speculation.minTaskRuntime": "10s",
        "spark.ui.showConsoleProgress": "false",
    }
    if arguments.cores_per_task:
        settings["spark.task.cpus"] = arguments.cores_per_task
    if arguments.master:
        builder = builder.master(arguments.master)
    for setting in arguments.conf:
        name, _, value = setting.partition("=")
        settings[name] = value
    for name, value in settings.items():
        builder = builder.config(name, value)
    return builder.getOrCreate()


def tell(text):
    print(f"nightly: {text}", file=sys.stderr, flush=True)


def stage(spark, name, job, parts, work):
    """Runs a task for each of some parts; what each used."""
    if not parts:
        return []
    done = spark.sparkContext.parallelize(parts, len(parts)).map(lambda part: work(job, part)).collect()
    seconds = sorted(used["seconds"] for used in done)
    middle = seconds[len(seconds) // 2]
    tell(f"{name}: {len(done)} of {job.parts} parts, {seconds[0]} to {seconds[-1]} s each, median {middle} s")
    return done


def parsed(arguments):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", type=Path, help="JSON lines, or a folder of articles, on all machines at this path")
    parser.add_argument("--output", type=Path, required=True, metavar="FOLDER", help="on all machines at this path")
    parser.add_argument("--parts", type=int, default=16, help="about twice as many as machines (default 16)")
    parser.add_argument("--kindred", default=shutil.which("kindred"), help="on all machines at this path")
    parser.add_argument("--index", type=Path, help="an index of these articles, whose embeddings are taken")
    parser.add_argument("--models", help="folder of models on all machines, as KINDRED_MODELS")
    parser.add_argument(
        "--node-folder",
        type=Path,
        default=Path("/var/tmp/kindred-spark"),
        help="where each machine keeps its copy of articles and index; a local disk",
    )
    parser.add_argument("--master", help="such as spark://host:7077; with spark-submit it is known")
    parser.add_argument("--cores-per-task", type=int, help="cores of a machine, one process of kindred on each")
    parser.add_argument("--conf", action="append", default=[], metavar="NAME=VALUE", help="a setting of Spark")
    parser.add_argument("--no-parquet", action="store_true", help="write JSON lines alone")
    own, options = arguments, []
    if "--" in arguments:
        own, options = arguments[: arguments.index("--")], arguments[arguments.index("--") + 1 :]
    known = parser.parse_args(own)
    known.options = options
    for option in options:
        if option.partition("=")[0] in OWN_OPTIONS:
            parser.error(f"{option.partition('=')[0]} is what this program says to kindred itself")
    if known.parts < 1:
        parser.error("--parts must be 1 or more")
    if not known.kindred:
        parser.error("there is no kindred in PATH; name it with --kindred")
    for path in [known.articles, Path(known.kindred)] + ([known.index] if known.index else []):
        if not path.exists():
            parser.error(f"{path} does not exist")
    if not any(option.partition("=")[0] == "--as-of" for option in options):
        known.options = options + ["--as-of", datetime.datetime.now(datetime.UTC).date().isoformat()]
    if not any(option.partition("=")[0] == "--config" for option in options):
        known.options = known.options + ["--config", "none"]
    return known


def make(arguments):
    started = time.time()
    articles, kindred = arguments.articles.resolve(), str(Path(arguments.kindred).resolve())
    output = arguments.output.resolve()
    environment = {"KINDRED_MODELS": arguments.models} if arguments.models else {}
    name = fingerprint(kindred, articles, arguments.options, arguments.parts, environment)
    work = output / "work" / name
    work.mkdir(parents=True, exist_ok=True)
    job = Job(
        name, kindred, articles, work, arguments.node_folder, arguments.parts, arguments.options, environment
    )
    everything = range(1, job.parts + 1)
    known = [part for part in everything if is_whole(job, part)]
    if known:
        tell(f"going on: the lists of {len(known)} of {job.parts} parts are there")
    missing = [part for part in everything if part not in known]
    done = {"fingerprint": name, "parts": job.parts, "resumed": len(known)}
    spark = None
    if missing:
        done["prepared"] = prepare(job, arguments.index)
    if missing or not arguments.no_parquet:
        spark = session(arguments)
        spark.sparkContext.setLogLevel("WARN")
    try:
        if missing:
            unsearched = [part for part in everything if not all(path.exists() for path in job.found(part))]
            done["searched"] = stage(spark, "searched", job, unsearched, search)
            done["listed"] = stage(spark, "lists made", job, missing, list_part)
        done["lists"] = merge(job, output / "related.jsonl")
        if not arguments.no_parquet:
            write_parquet(spark, job, output / "related.parquet")
    finally:
        if spark:
            spark.stop()
    for other in work.parent.iterdir():
        if other != work:
            shutil.rmtree(other, ignore_errors=True)
    done["seconds"] = round(time.time() - started, 1)
    write_whole(output / "job.json", json.dumps(done, indent=1) + "\n")
    tell(f"{done['lists']:,} lists in {output / 'related.jsonl'} after {done['seconds']} s")


def main():
    try:
        make(parsed(sys.argv[1:]))
    except JobError as error:
        sys.exit(f"nightly: {error}")
    except Exception as error:
        # What a task threw comes wrapped in the traces of two machines.
        told = [line for line in str(error).splitlines() if "JobError: " in line]
        if not told:
            raise
        sys.exit(f"nightly: {told[0].partition('JobError: ')[2]}")


if __name__ == "__main__":
    main()
