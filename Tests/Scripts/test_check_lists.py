"""What a build and a commit are told about lists, with the real program on a small site."""

import hashlib
import os
import shutil
import subprocess
import tarfile
import tempfile
import unittest
from pathlib import Path

try:
    import yaml
except ImportError:
    yaml = None

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = ROOT / "scripts" / "check-lists"
PROGRAM = Path(os.environ.get("KINDRED_PROGRAM") or ROOT / ".build/release/kindred").absolute()
ARTICLES = sorted((ROOT / "corpus").glob("2021-01-2*.md"))


class CheckListsTests(unittest.TestCase):
    def setUp(self):
        self.folder = Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.folder)
        (self.folder / "content").mkdir()
        for article in ARTICLES:
            shutil.copy(article, self.folder / "content")
        self.environment = {key: value for key, value in os.environ.items() if not key.startswith("GITHUB_")}
        self.environment["PATH"] = f"{PROGRAM.parent}:{os.environ['PATH']}"
        # Those that are fetched beside it are chosen first where they are.
        shutil.copytree(ROOT / "models/kindred-small", self.folder / "models/kindred-small")
        self.environment["KINDRED_MODELS"] = str(self.folder / "models")

    def run_here(self, *command, **environment):
        return subprocess.run(command, cwd=self.folder, capture_output=True, encoding="utf-8",
                              env={**self.environment, **environment})

    def write(self):
        written = self.run_here(PROGRAM, "relate", "content", "--write", "--quiet")
        self.assertEqual(written.returncode, 0, written.stderr)

    def test_missing_lists_are_named_with_the_command_that_writes_them(self):
        told = self.run_here(SCRIPT, "content", "--limit", "3")
        self.assertEqual(told.returncode, 1)
        self.assertIn("content/2021-01-27-gamestop-shares-soar-reddit-traders.md", told.stdout)
        self.assertIn("kindred relate content --limit 3 --write", told.stdout)
        self.assertNotIn("::error", told.stdout)

    def test_github_gets_annotations_from_the_top_of_the_repository(self):
        self.run_here("git", "init", "--quiet", ".")
        told = subprocess.run([SCRIPT, "."], cwd=self.folder / "content", capture_output=True, encoding="utf-8",
                              env={**self.environment, "GITHUB_ACTIONS": "true"})
        self.assertEqual(told.returncode, 1)
        self.assertIn("::error file=content/2021-01-27-gamestop-shares-soar-reddit-traders.md::", told.stdout)

    def test_written_lists_are_up_to_date(self):
        self.write()
        told = self.run_here(SCRIPT, "content")
        self.assertEqual((told.returncode, told.stdout), (0, "All related lists are up to date.\n"))

    def test_a_missing_program_is_no_list_that_is_out_of_date(self):
        told = self.run_here(SCRIPT, "content", KINDRED="kindred-of-another-name")
        self.assertEqual((told.returncode, told.stdout), (127, ""))
        self.assertIn("is not installed", told.stderr)

    def test_other_failures_keep_their_status(self):
        told = self.run_here(SCRIPT, "no-such-folder")
        self.assertGreaterEqual(told.returncode, 64)
        self.assertNotIn("out of date", told.stdout)

    def archive(self):
        path = self.folder / "kindred.tar.gz"
        with tarfile.open(path, "w:gz") as file:
            file.add(PROGRAM, "kindred-0/bin/kindred")
            file.add(ROOT / "models/kindred-small", "kindred-0/share/kindred/models/kindred-small")
        return path

    def test_an_archive_with_another_hash_is_not_unpacked(self):
        archive = self.archive()
        told = self.run_here(ROOT / "scripts/unpack-kindred", archive, "unpacked", "0" * 64)
        self.assertEqual(told.returncode, 65)
        self.assertFalse((self.folder / "unpacked").exists())
        told = self.run_here(ROOT / "scripts/unpack-kindred", "https://example.invalid/kindred.tar.gz", "unpacked")
        self.assertEqual(told.returncode, 64)

    @unittest.skipUnless(yaml, "needs Python's yaml")
    def test_steps_of_the_action(self):
        archive = self.archive()
        action = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
        inputs = {name: each["default"] for name, each in action["inputs"].items()}
        inputs |= {"archive": str(archive), "sha256": hashlib.sha256(archive.read_bytes()).hexdigest(),
                   "arguments": "content"}

        def run_steps():
            path_file = self.folder / "path"
            path_file.touch()
            environment = {**self.environment, "PATH": "/usr/bin:/bin", "GITHUB_ACTION_PATH": str(ROOT),
                           "RUNNER_TEMP": str(self.folder / "temp"), "GITHUB_PATH": str(path_file)}
            environment.pop("KINDRED_MODELS")
            for step in action["runs"]["steps"]:
                for name, value in step["env"].items():
                    environment[name] = inputs[value.removeprefix("${{ inputs.").removesuffix(" }}")]
                done = subprocess.run(["bash", "-e", "-c", step["run"]], cwd=self.folder, env=environment,
                                      capture_output=True, encoding="utf-8")
                if done.returncode != 0:
                    return done
                environment["PATH"] = ":".join([*path_file.read_text().split(), environment["PATH"]])
            return done

        told = run_steps()
        self.assertEqual(told.returncode, 1, told.stderr)
        self.assertIn("kindred relate content --write", told.stdout)
        self.write()
        told = run_steps()
        self.assertEqual((told.returncode, told.stdout), (0, "All related lists are up to date.\n"), told.stderr)


if __name__ == "__main__":
    unittest.main()
