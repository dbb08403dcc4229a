"""Programs that lose something at a power cut are found out, and one that loses nothing is not."""

import os
import shutil
import subprocess
import sys
import tempfile
import textwrap
import unittest

import disk
import power

OLD, NEW = b"old\n" * 3000, b"new!\n" * 3000
BEGIN = """
import os, sys
root, new = sys.argv[1], b"new!\\n" * 3000
path, beside = root + "/article.md", root + "/.beside"
def flush(path):
    descriptor = os.open(path, os.O_RDONLY)
    os.fsync(descriptor)
    os.close(descriptor)
def put(path, flags=os.O_WRONLY | os.O_CREAT | os.O_EXCL):
    descriptor = os.open(path, flags)
    os.write(descriptor, new[:10000])
    os.write(descriptor, new[10000:])
    return descriptor
"""


class PowerTests(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.work = os.path.realpath(tempfile.mkdtemp())
        cls.addClassCleanup(shutil.rmtree, cls.work)
        cls.library = power.compiled(cls.work)

    def record(self, program):
        root = os.path.join(self.work, "site")
        shutil.rmtree(root, ignore_errors=True)
        os.mkdir(root)
        with open(os.path.join(root, "article.md"), "wb") as file:
            file.write(OLD)
        recording = disk.Recording(root, self.library)
        subprocess.run([sys.executable, "-c", BEGIN + textwrap.dedent(program), root],
                       env={**os.environ, **recording.environment}, check=True, stdout=subprocess.PIPE)
        return recording, recording.end()

    def left(self, program, at_end):
        """What the article may hold after a power cut at the end, or at any time."""
        recording, escaped = self.record(program)
        self.assertEqual(escaped, [])
        last = len(recording.records)
        return {
            recording.state(count).after_cut(loss, seed).get("article.md", (None, None))[1]
            for count in range(last if at_end else 0, last + 1) for loss in disk.LOSSES for seed in range(10)}

    def test_flushed_file_and_folder_lose_nothing(self):
        program = "d = put(beside); os.fsync(d); os.rename(beside, path); flush(root)"
        self.assertEqual(self.left(program, at_end=False), {OLD, NEW})
        self.assertEqual(self.left(program, at_end=True), {NEW})

    def test_file_without_a_name_at_first_loses_nothing(self):
        program = """
            d = put(root, os.O_WRONLY | os.O_TMPFILE)
            os.fchmod(d, 0o640)
            os.fsync(d)
            os.link(f"/proc/self/fd/{d}", beside, src_dir_fd=d, follow_symlinks=True)
            os.rename(beside, path)
            flush(root)
        """
        self.assertEqual(self.left(program, at_end=False), {OLD, NEW})
        self.assertEqual(self.left(program, at_end=True), {NEW})

    def test_renamed_file_that_was_not_flushed_is_empty_or_torn(self):
        left = self.left("put(beside); os.rename(beside, path); flush(root)", at_end=True)
        self.assertIn(b"", left)
        self.assertIn(bytes(len(NEW)), left)
        self.assertIn(NEW[:10000], left)
        self.assertTrue(any(NEW[4096:8192] in content and not content.startswith(NEW[:4096]) for content in left))

    def test_rename_in_a_folder_that_was_not_flushed_is_lost(self):
        program = "d = put(beside); os.fsync(d); os.rename(beside, path)"
        self.assertEqual(self.left(program, at_end=False), {OLD, NEW})
        self.assertEqual(self.left(program, at_end=True), {OLD, NEW})

    def test_file_that_is_overwritten_is_torn(self):
        left = self.left("d = put(path, os.O_WRONLY | os.O_TRUNC); os.fsync(d)", at_end=False)
        self.assertTrue({OLD, NEW, b"", NEW[:10000]} <= left)

    def test_removed_before_its_successor_is_there_both_may_be_lost(self):
        left = self.left("d = put(beside); os.fsync(d); os.unlink(path); os.rename(beside, path)", at_end=False)
        self.assertIn(None, left)

    def test_new_folder_whose_own_folder_was_not_flushed_is_lost(self):
        recording, escaped = self.record("""
            os.mkdir(root + "/index")
            os.fsync(put(root + "/index/file"))
            flush(root + "/index")
            print("done", flush=True)
        """)
        self.assertEqual(escaped, [])
        last = len(recording.records)
        self.assertNotIn("index", recording.state(last).after_cut("nothing"))
        self.assertEqual(recording.state(last).after_cut("names")["index/file"][1], NEW)
        self.assertEqual([recording.said(last - 1), recording.said(last)], [b"done", b"done\n"])

    def test_change_through_memory_is_told(self):
        _, escaped = self.record("""
            import mmap
            with open(path, "r+b") as file, mmap.mmap(file.fileno(), 0) as bytes:
                bytes[0] = 65
        """)
        self.assertEqual(escaped, ["article.md"])

    def test_folder_is_made_as_it_was_left(self):
        recording, _ = self.record("""
            os.mkdir(root + "/a", 0o750)
            os.close(put(root + "/a/b"))
            os.chmod(root + "/a/b", 0o600)
            os.symlink("a/b", root + "/c")
        """)
        left = recording.state(len(recording.records)).after_cut("everything")
        disk.make(left, os.path.join(self.work, "made"))
        self.assertEqual(disk.look(os.path.join(self.work, "made")), left)
        self.assertEqual(left["a/b"], ("file", NEW, 0o600))


if __name__ == "__main__":
    unittest.main()
