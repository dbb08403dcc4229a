"""What the site of the documents, the examples in them, and the tools for tests promise."""

import shutil
import sys
import tempfile
import time
import unittest
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path

try:
    from selenium import webdriver
    from selenium.webdriver.chrome.service import Service
    from selenium.webdriver.common.by import By
    from selenium.webdriver.common.keys import Keys
except ImportError:
    webdriver = None

sys.dont_write_bytecode = True
ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "scripts" / "documentation"))

import documents  # noqa: E402
import layout  # noqa: E402
import links  # noqa: E402


def script(name):
    loader = SourceFileLoader(name, str(ROOT / "scripts" / name))
    module = module_from_spec(spec_from_loader(name, loader))
    # Dataclasses look their module up.
    sys.modules[name] = module
    loader.exec_module(module)
    return module


class InFolder(unittest.TestCase):
    def setUp(self):
        self.folder = Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.folder)

    def put(self, **files):
        for name, text in files.items():
            (self.folder / f"{name}.html").write_text(text, encoding="utf-8")


class LinkTests(InFolder):
    def test_what_leads_nowhere_is_named(self):
        self.put(a='<p id="here"><a href="b.html#there">x</a><a href="#here">x</a>', b='<p id="there">')
        self.assertEqual(links.broken(self.folder), ([], 2))
        self.put(a='<a href="b.html#gone">x</a><a href="c.html">x</a><a href="../out.html">x</a>',
                 b='<p id="there"><p id="there">')
        problems, _ = links.broken(self.folder)
        self.assertEqual(len(problems), 4)

    def test_headings_have_the_anchors_of_github(self):
        body = documents.with_anchors("<h2>What is <code>kindred.yml</code>, then?</h2><h2>On it</h2><h2>On it</h2>")
        for anchor in ["what-is-kindredyml-then", "on-it", "on-it-1"]:
            self.assertIn(f'id="{anchor}"', body)


@unittest.skipUnless(webdriver and shutil.which("chromium") and shutil.which("chromedriver"),
                     "needs selenium, chromium and chromedriver")
class SearchTests(InFolder):
    """The search in a browser, in pages that were opened as files."""

    def test_words_are_found_by_keys_alone(self):
        groups = [("Begin", [("a.html", "First"), ("b.html", "Second")])]
        for place, title, text in [("a.html", "First", "Frank wrote."), ("b.html", "Second", "Lists are ranked here.")]:
            page = layout.Page(place, title, f'<h1 id="top">{title}</h1><p>{text}</p>')
            (self.folder / place).write_text(layout.document(page, groups, "1"), encoding="utf-8")
        (self.folder / "assets").mkdir()
        for name in ["search.js", "style.css"]:
            shutil.copy(ROOT / "scripts/documentation" / name, self.folder / "assets")
        (self.folder / "assets/search-index.js").write_text(
            'window.searchIndex = [["a.html","First","","Frank wrote."],["b.html","Second","","Lists are ranked here."]];')
        options = webdriver.ChromeOptions()
        options.binary_location = shutil.which("chromium")
        for argument in ["--headless=new", "--no-sandbox", "--disable-dev-shm-usage"]:
            options.add_argument(argument)
        browser = webdriver.Chrome(options=options, service=Service(shutil.which("chromedriver")))
        self.addCleanup(browser.quit)
        browser.get((self.folder / "a.html").as_uri())
        browser.find_element(By.TAG_NAME, "body").send_keys("/")
        box = browser.switch_to.active_element
        self.assertEqual(box.get_attribute("id"), "search")
        box.send_keys("rank")
        end = time.monotonic() + 30
        while not browser.find_element(By.ID, "search-status").text and time.monotonic() < end:
            time.sleep(0.05)
        self.assertEqual(browser.find_element(By.ID, "search-status").text, "One place found.")
        box.send_keys(Keys.ARROW_DOWN)
        self.assertEqual(browser.switch_to.active_element.text, "Second")
        browser.switch_to.active_element.send_keys(Keys.ESCAPE)
        self.assertFalse(browser.find_element(By.ID, "found").is_displayed())
        self.assertEqual(browser.switch_to.active_element.get_attribute("id"), "search")


class ExampleTests(unittest.TestCase):
    def setUp(self):
        self.examples = script("check-examples")

    def test_lines_words_and_spaces(self):
        keeps = self.examples.keeps
        self.assertTrue(keeps(["12 lists,   ... empty"], "12 lists, 3 of them empty\n"))
        self.assertTrue(keeps(["first", "...", "last"], "first\na\nb\nlast\n"))
        self.assertTrue(keeps([], "anything\n"))
        self.assertFalse(keeps(["12 lists"], "13 lists\n"))
        self.assertFalse(keeps(["first"], "first\nsecond\n"))
        self.assertFalse(keeps(["first", "..."], "second\n"))
        self.assertTrue(keeps(["a list"], "Model: kindred-small\na list\n"))

    def test_a_document_that_promises_wrongly_is_told_with_its_line(self):
        with tempfile.TemporaryDirectory() as name:
            document = Path(name) / "example.md"
            document.write_text("```text file=a.txt\none\n```\n\n```console run\n$ cat a.txt\none\n$ cd corpus\n$ ls ../a.txt\n"
                                "../b.txt\n$ false\n```\n\n```console\n$ false\n```\n", encoding="utf-8")
            count, problems = self.examples.check(document, Path("/bin/true"), name)
        self.assertEqual((count, len(problems)), (4, 2))
        self.assertIn("example.md:9: $ ls ../a.txt", problems[0])
        self.assertIn("ended with 1", problems[1])


class MutationTests(unittest.TestCase):
    def setUp(self):
        self.mutate = script("mutate")

    def changed(self, code):
        return [each.after for each in self.mutate.mutants("a.swift", code)]

    def test_what_is_changed(self):
        self.assertEqual(self.changed("    if a < b {"), ["    if a <= b {", "    if !(a < b) {"])
        self.assertEqual(self.changed("    let sum = a + b"), ["    let sum = a - b"])
        self.assertEqual(self.changed("    for i in 0..<n {"), ["    for i in 0..<1 + n {"])
        self.assertEqual(self.changed("    file.close()"), [""])
        self.assertEqual(self.changed("    isOpen = true"), ["    isOpen = false"])

    def test_a_condition_stands_around_the_operands_alone(self):
        def conditional(code):
            return self.mutate.with_conditions(code, list(enumerate(self.mutate.mutants("a.swift", code), 1)))

        self.assertEqual(conditional("    return a + b == c ? d : e"),
                         "    return (mutated(2) ? (a + b != c) : mutated(1) ? (a - b == c) : (a + b == c)) ? d : e")
        self.assertEqual(conditional("    let a = f(b, c < d)"), "    let a = f(b, (mutated(1) ? (c <= d) : (c < d)))")
        self.assertEqual(conditional("    case .a: sum += 1"), "    case .a: if mutated(1) { sum -= 1 } else { sum += 1 }")
        self.assertEqual(conditional("    file.close()"), "    if mutated(1) {  } else { file.close() }")
        self.assertEqual(conditional("    if a < b { return }"), "    if (mutated(1) ? (a <= b) : mutated(2) ? (!(a < b)) : (a < b)) { return }")

    def test_what_is_left_alone(self):
        for code in ['    let a = "x == y"', "    // a == b", "    let a: Array<Int>", "func f() -> Bool",
                     "    if let a = b {", '    """\n    a == b\n    """']:
            self.assertEqual(self.changed(code), [], code)


class CoverageTests(unittest.TestCase):
    def test_sums_by_module_of_sources_alone(self):
        def file(path, covered, count):
            summary = {kind: {"covered": covered, "count": count} for kind in ["lines", "regions"]}
            return {"filename": path, "summary": summary}

        export = {"data": [{"files": [
            file("/p/Sources/Corpus/A.swift", 1, 2), file("/p/Sources/Corpus/B/C.swift", 3, 4),
            file("/p/Sources/Kernels/K.c", 0, 5), file("/p/Tests/CorpusTests/T.swift", 9, 9),
        ]}]}
        coverage = script("coverage")
        found = coverage.summed(export, Path("/p"))
        self.assertEqual(list(found), ["Corpus", "Kernels"])
        self.assertEqual(found["Corpus"]["lines"], [4, 6])
        self.assertIn("66.7 %", coverage.table(found))


if __name__ == "__main__":
    unittest.main()
