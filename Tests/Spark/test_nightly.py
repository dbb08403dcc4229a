"""scripts/spark/nightly.py beside one machine's `kindred relate`, on the demo corpus.

    KINDRED=.build/release/kindred python -m unittest discover -s Tests/Spark

Local runs need pyspark and Java; the cluster is a standalone master and two workers on loopback.
"""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
import unittest
from pathlib import Path

import pyspark

ROOT = Path(__file__).resolve().parents[2]
KINDRED = Path(os.environ.get("KINDRED", ROOT / ".build/release/kindred")).absolute()
OPTIONS = ["--model", "static", "--as-of", "2026-01-01", "--config", "none"]
# In local mode Spark tries a task once unless a second number says how often.
LOCAL = "local[2,3]"


def whole(folder, *options):
    """What one machine prints."""
    lists = folder / "whole.jsonl"
    index = ["--index", folder / "whole.sqlite", "--output", lists]
    subprocess.run([KINDRED, "relate", ROOT / "corpus", "--json", "--quiet", *OPTIONS, *index, *options], check=True)
    return lists.read_bytes()


class Nightly(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.output = self.folder / "output"

    def command(self, *arguments, master=LOCAL, parts=5, kindred=KINDRED, options=()):
        return [
            sys.executable, ROOT / "scripts/spark/nightly.py", ROOT / "corpus", "--output", self.output,
            "--node-folder", self.folder / "node", "--kindred", kindred, "--master", master,
            "--parts", str(parts), *arguments, "--", *OPTIONS, *options,
        ]  # fmt: skip

    def run_job(self, *arguments, succeeds=True, **settings):
        command = self.command(*arguments, **settings)
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=600)
        self.assertEqual(done.returncode == 0, succeeds, done.stdout[-4000:])
        return done.stdout

    def related(self):
        return (self.output / "related.jsonl").read_bytes()

    def records(self):
        return {path.name: path.stat().st_mtime_ns for path in self.output.glob("work/*/lists/*.json")}


class LocalTests(Nightly):
    def test_lists_are_those_of_one_machine(self):
        expected = whole(self.folder)
        self.run_job()
        self.assertEqual(self.related(), expected)
        self.assert_table_is(expected)

        # Again: nothing is made anew.
        before = self.records()
        self.assertEqual(len(before), 5)
        self.assertIn("going on: the lists of 5 of 5 parts", self.run_job("--no-parquet"))
        self.assertEqual(self.records(), before)

        # One part is gone and another was damaged, which its size does not show.
        lists = sorted(self.output.glob("work/*/lists/*.jsonl"))
        lists[0].unlink()
        lists[1].write_bytes(lists[1].read_bytes().replace(b"related", b"RELATED", 1))
        self.assertIn("was damaged", self.run_job("--no-parquet", succeeds=False))
        self.run_job("--no-parquet")
        self.assertEqual(self.related(), expected)
        changed = {name for name, moment in self.records().items() if moment != before[name]}
        self.assertEqual(changed, {path.with_suffix(".json").name for path in lists[:2]})

        # Other options take nothing of it.
        self.run_job("--no-parquet", options=["--limit", "2"])
        self.assertNotEqual(self.related(), expected)
        self.assertEqual(self.related(), whole(self.folder, "--limit", "2"))

    def assert_table_is(self, expected):
        code = """if True:
            import json, sys
            from pyspark.sql import SparkSession
            spark = SparkSession.builder.master("local[1]").getOrCreate()
            for row in spark.read.parquet(sys.argv[1]).orderBy("position").collect():
                print(json.dumps([row.position, row.id, [[entry.id, entry.probability] for entry in row.related]]))
        """
        command = [sys.executable, "-c", code, self.output / "related.parquet"]
        shown = subprocess.run(command, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        lines = [json.loads(line) for line in expected.splitlines()]
        wanted = [
            [number, line["id"], [[entry["id"], entry.get("probability")] for entry in line["related"]]]
            for number, line in enumerate(lines)
        ]
        self.assertGreater(sum(len(related) for _, _, related in wanted), 100)
        self.assertEqual([json.loads(line) for line in shown.stdout.splitlines()], wanted)

    def test_a_killed_kindred_is_run_again(self):
        self.run_job("--no-parquet", kindred=self.wrapped("kill -9 $$", once=True))
        self.assertTrue((self.folder / "failed").exists())
        self.assertEqual(self.related(), whole(self.folder))

    def test_what_goes_wrong_each_time_is_said_in_a_line(self):
        said = self.run_job(succeeds=False, kindred=self.wrapped("echo no disk >&2; exit 74"))
        last = said.splitlines()[-1]
        self.assertTrue(last.startswith("nightly: ") and "ended with code 74" in last and "no disk" in last, said)
        self.assertFalse((self.output / "related.jsonl").exists())

    def wrapped(self, failure, once=False):
        """A kindred that fails when it makes the lists of part 3."""
        marker = self.folder / "failed"
        condition = f"[ ! -e {marker} ]" if once else "true"
        script = self.folder / "kindred"
        script.write_text(
            f"""#!/bin/sh
            case "$*" in
            *--search-only*) ;;
            *"--part 3/"*) if {condition}; then touch {marker}; {failure}; fi ;;
            esac
            exec {KINDRED} "$@"
            """.lstrip()
        )
        script.chmod(0o755)
        return script

    def test_wrong_arguments_are_refused(self):
        self.assertIn("--parts must be", self.run_job(parts=0, succeeds=False))
        self.assertIn("--output is what", self.run_job(options=["--output", "x"], succeeds=False))
        self.assertIn("nothing does not exist", self.run_job("--index", "nothing", succeeds=False))


class ClusterTests(Nightly):
    def setUp(self):
        super().setUp()
        self.processes = []
        self.addCleanup(self.stop)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.master = f"spark://127.0.0.1:{port}"
        self.start("master", "master.Master", "--host", "127.0.0.1", "--port", str(port), "--webui-port", "0")
        for number in (1, 2):
            self.start(
                f"worker{number}", "worker.Worker", "--host", "127.0.0.1", "--cores", "1", "--memory", "1g",
                "--webui-port", "0", "--work-dir", str(self.folder / "spark"), self.master,
            )  # fmt: skip
        self.wait(lambda: self.log("master").count("Registering worker") == 2)

    def start(self, name, kind, *arguments):
        home = Path(pyspark.__file__).parent
        with open(self.folder / f"{name}.log", "w") as log:
            self.processes.append(
                subprocess.Popen(
                    [home / "bin/spark-class", f"org.apache.spark.deploy.{kind}", *arguments],
                    stdout=log,
                    stderr=subprocess.STDOUT,
                    env={**os.environ, "SPARK_HOME": str(home), "SPARK_LOCAL_IP": "127.0.0.1"},
                )
            )

    def stop(self):
        for process in self.processes:
            process.kill()
            process.wait()

    def log(self, name):
        return (self.folder / f"{name}.log").read_text()

    def wait(self, is_so, seconds=300):
        end = time.time() + seconds
        while not is_so():
            self.assertLess(time.time(), end, self.log("master")[-2000:])
            time.sleep(0.05)

    def test_a_worker_that_is_killed_loses_nothing(self):
        expected = whole(self.folder)
        environment = {**os.environ, "SPARK_LOCAL_IP": "127.0.0.1"}
        with open(self.folder / "job.log", "w+") as log:
            command = self.command("--conf", "spark.executor.memory=512m", master=self.master, parts=24)
            job = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT, env=environment)
            self.processes.append(job)
            # Some of its searches are there, and most are not.
            self.wait(lambda: job.poll() is not None or len(self.found()) >= 5)
            os.kill(self.processes[2].pid, signal.SIGKILL)
            self.assertLess(len(self.found()), 24, "the worker was killed too late")
            self.assertEqual(job.wait(timeout=600), 0, self.log("job")[-4000:])
        self.assertEqual(self.related(), expected)
        # That both had worked, and that one was given up.
        ran = set(re.findall(r"executor (?:app-\S+/)?(\d+)", self.log("master")))
        self.assertGreaterEqual(len(ran), 2)
        self.assertRegex(self.log("master"), "(?i)removing worker|disassociated")

    def found(self):
        return list(self.output.glob("work/*/searches/*.densities"))


if __name__ == "__main__":
    unittest.main()
