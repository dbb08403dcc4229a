"""What is told of dependencies without a licence, of other versions, and of what is in a build."""

import copy
import json
import sys
import unittest
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path

sys.dont_write_bytecode = True
ROOT = Path(__file__).resolve().parents[2]
loader = SourceFileLoader("sbom", str(ROOT / "scripts" / "make-sbom"))
sbom = module_from_spec(spec_from_loader("sbom", loader))
loader.exec_module(sbom)


class BillTests(unittest.TestCase):
    def setUp(self):
        self.record = json.loads(sbom.RECORD.read_text(encoding="utf-8"))
        self.resolved = {
            name: {key: each[key] for key in ["url", "version", "revision"]}
            for name, each in self.record["packages"].items()
        }

    def test_what_is_committed_is_complete(self):
        self.assertEqual(sbom.check(self.record, found=self.resolved), [])
        self.assertEqual(sbom.other_versions(self.record, self.resolved), [])

    def test_a_new_dependency_needs_an_entry(self):
        package = '.package(url: "https://example.com/somebody/new-thing.git", from: "1.0.0"),'
        problems = sbom.check(self.record, package=package)
        self.assertEqual(len(problems), 1)
        self.assertIn("no entry new-thing", problems[0])
        found = {**self.resolved, "deep-thing": {"url": "", "version": "1.0.0", "revision": "0"}}
        self.assertIn("deep-thing was resolved", sbom.check(self.record, found=found)[0])

    def test_an_entry_needs_a_licence_and_a_place_in_the_document(self):
        record = copy.deepcopy(self.record)
        record["packages"]["yams"]["contains"][0]["licence"] = ""
        problems = sbom.check(record)
        self.assertIn("scripts/components.json says no licence of libyaml.", problems)
        self.assertTrue(any("docs/licences.md" in each for each in problems))

    def test_a_model_needs_an_entry(self):
        record = copy.deepcopy(self.record)
        del record["models"]["kindred-small"]
        self.assertTrue(any("models/kindred-small" in each for each in sbom.check(record)))

    def test_a_moved_tag_is_noticed(self):
        self.resolved["yams"]["revision"] = "0" * 40
        problems = sbom.other_versions(self.record, self.resolved)
        self.assertEqual(len(problems), 1)
        self.assertIn("yams is", problems[0])

    def test_the_bill_names_what_is_in_the_build_and_nothing_else(self):
        names = {each["name"] for each in sbom.bill(self.record, server=False)["components"]}
        self.assertTrue({"yams", "SQLite", "kindred-small", "stopwords-iso"} <= names)
        self.assertFalse({"hummingbird", "libpq", "liblzma"} & names)
        names = {each["name"] for each in sbom.bill(self.record, server=True, traits=["Postgres"])["components"]}
        self.assertTrue({"hummingbird", "libpq"} <= names)

    def test_equal_builds_have_equal_bills_and_all_references_are_defined(self):
        bill = sbom.bill(self.record, server=True)
        self.assertEqual(bill, sbom.bill(self.record, server=True))
        references = [each["bom-ref"] for each in bill["components"]]
        self.assertEqual(len(references), len(set(references)))
        self.assertEqual(bill["dependencies"][0]["dependsOn"], references)


if __name__ == "__main__":
    unittest.main()
