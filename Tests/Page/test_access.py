"""Whether everybody can use the page: by keyboard, on a phone, enlarged, in German, on paper, with a screen reader."""

import importlib.util
import pathlib
import unittest

import service
from browser import Keys, PageTestCase

COMPARING = {"precision": "full", "limit": 6, "compare": "true", "b.precision": "full", "b.window": 3}


class Keyboard(PageTestCase):
    def tab_to(self, name, most=60):
        for _ in range(most):
            self.press(Keys.TAB)
            focused = self.focused()
            if focused.accessible_name == name:
                shape = "const style = getComputedStyle(arguments[0]); return [style.outlineStyle, style.outlineWidth]"
                style, width = self.browser.execute_script(shape, focused)
                self.assertNotEqual(style, "none", f"the focus on {name} cannot be seen")
                self.assertNotEqual(width, "0px")
                return focused
        self.fail(f"no Tab leads to {name}")

    def test_everything_is_reached_by_keys(self):
        title = "Norderbach counts the damage after the Glimmer flood"
        self.open()
        self.press("Glimmer flood: the dikes of Norderbach hold", Keys.ENTER)
        self.wait(lambda: "Results for" in self.browser.title)
        self.tab_to("Glimmer flood: the dikes of Norderbach hold")
        self.press(Keys.ENTER)
        self.settle()
        self.tab_to("Precision")
        self.press("Full")
        self.wait(lambda: "precision=full" in self.browser.current_url)
        self.settle()
        self.tab_to(f"Why? The reasons for “{title}”")
        self.press(Keys.ENTER)
        self.wait(lambda: self.all(".why[open]"))
        self.tab_to("Token for changes")
        self.press("wrong")

    def test_the_skip_link_leads_to_the_content(self):
        self.open_article("dikes")
        address = self.browser.current_url
        self.browser.execute_script("document.body.focus()")
        self.tab_to("Skip to the content")
        self.press(Keys.ENTER)
        self.assertEqual(self.focused().get_attribute("id"), "main")
        self.assertEqual(self.browser.current_url, address)


class Places(PageTestCase):
    def assert_fits(self, what):
        widths = "return [document.documentElement.scrollWidth, innerWidth]"
        needed, there = self.browser.execute_script(widths)
        self.assertLessEqual(needed, there, f"{what} is wider than the window")

    def test_fits_a_phone_and_double_size(self):
        # At 640 points a window of 1280 is enlarged by two.
        for width in [360, 640]:
            self.resize(width, 740)
            self.open()
            self.wait(lambda: self.all(".start-view"))
            self.assert_fits("the start")
            self.search("Norderbach")
            self.assert_fits("a search")
            self.open_report()
            for summary in self.all(".report summary"):
                summary.click()
            self.assert_fits("the report")
            self.open_judging()
            self.assert_fits("judging")
            self.open_map()
            self.canvas_chosen()
            self.one(".legend > summary").click()
            self.all(".groups summary")[0].click()
            self.assert_fits("the map")
            self.open_article("hostile", **COMPARING)
            for summary in self.all("summary"):
                if summary.find_element("xpath", "..").get_attribute("open") is None:
                    summary.click()
            self.assert_fits("an article with two lists and reasons")
        self.resize(360, 740)
        columns = self.all(".column")
        self.assertEqual(columns[0].location["x"], columns[1].location["x"])
        self.assertLess(columns[0].location["y"] + columns[0].size["height"], columns[1].location["y"] + 1)

    def test_paper_has_the_article_and_its_list(self):
        self.open_article("dikes", precision="full")
        self.emulate("print")
        shown = {selector: any(one.is_displayed() for one in self.all(selector))
                 for selector in ["h1", ".rest", ".card", ".top", ".foot", ".settings-box", "main button"]}
        self.assertEqual([selector for selector, isShown in shown.items() if isShown], ["h1", ".rest", ".card"])

    def test_nothing_moves_for_who_wants_no_motion(self):
        self.open_article("dikes", precision="full")
        duration = "return getComputedStyle(document.querySelector('.cards')).transitionDuration"
        self.assertNotEqual(self.browser.execute_script(duration), "0s")
        self.emulate(prefers_reduced_motion="reduce")
        self.assertEqual(self.browser.execute_script(duration), "0s")


class Languages(PageTestCase):
    def test_the_switch_is_remembered(self):
        self.open_article("dikes", precision="full")
        self.button("Deutsch").click()
        self.settle()
        self.assertEqual(self.one("html").get_attribute("lang"), "de")
        self.assertEqual(self.one(".lists h2").text, "Verwandte Artikel")
        self.assertEqual(self.one("#q").accessible_name, "Im Archiv suchen")
        self.assertEqual(self.focused().text, "Deutsch")
        self.browser.refresh()
        self.settle()
        self.assertEqual(self.one(".lists h2").text, "Verwandte Artikel")

    def test_both_languages_have_the_same_texts(self):
        english, german = self.texts()
        self.assertEqual(english.keys(), german.keys())
        for key, text in english.items():
            self.assertEqual(type(text), type(german[key]), key)
            self.assertEqual(placeholders(text), placeholders(german[key]), key)

    def texts(self):
        self.open()
        return self.browser.execute_async_script("""
            const done = arguments[arguments.length - 1];
            Promise.all([import("/page/strings-en.js"), import("/page/strings-de.js")])
                .then(([one, other]) => done([one.english, other.german]));""")


class InGerman(PageTestCase):
    languages = "de-DE,de"

    def test_speaks_the_language_of_the_browser(self):
        self.open_article("dikes", precision="full")
        self.assertEqual(self.one("html").get_attribute("lang"), "de")
        self.assertIn("03.01.2022", self.one(".subject").text)
        self.one(".card[data-id='page-test/damage'] summary").click()
        card = self.one(".card[data-id='page-test/damage']")
        self.assertRegex(card.text, r"\d %\swahrscheinlich".replace(" ", "\\s"))
        self.assertIn("2 Tage auseinander erschienen", card.text)
        self.assertRegex(self.all("tbody .number", card)[0].text, r"^[+−]\d,\d\d$")


def placeholders(text):
    forms = [text] if isinstance(text, str) else text.values()
    return {name.split("}")[0] for form in forms for name in form.split("{")[1:]}


class Rules(PageTestCase):
    """The rules of axe-core for WCAG 2.2 AA and for good practice."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        package = importlib.util.find_spec("axe_playwright_python")
        if package is None:
            raise unittest.SkipTest("axe is missing: pip install -r Tests/Page/requirements.txt")
        cls.axe = (pathlib.Path(package.origin).parent / "axe.min.js").read_text()

    def assert_accessible(self):
        self.browser.execute_script(self.axe)
        found = self.browser.execute_async_script("""
            const done = arguments[arguments.length - 1];
            axe.run(document, {resultTypes: ["violations"]}).then((result) => done(result.violations));""")
        said = [f"{one['id']}: {one['help']}: {node['html'][:200]}" for one in found for node in one["nodes"]]
        self.assertEqual(said, [])

    def test_all_views_in_light_and_dark(self):
        for scheme in ["light", "dark"]:
            with self.subTest(scheme):
                self.emulate(prefers_color_scheme=scheme)
                self.open()
                self.wait(lambda: self.all(".start-view"))
                self.assert_accessible()
                self.search("Glimmer flood in Norderbach")
                self.assert_accessible()
                self.open_report()
                self.all(".report summary")[0].click()
                self.assert_accessible()
                self.open_judging()
                self.one(".legend summary").click()
                self.assert_accessible()
                self.open_map()
                self.canvas_chosen()
                self.one(".legend > summary").click()
                self.all(".groups summary")[0].click()
                self.assert_accessible()
                self.open_article("dikes", **COMPARING)
                self.button("All reasons").click()
                self.one(".legend summary").click()
                self.assert_accessible()
                self.open_article("alone", window=1)
                self.one(".find input[type=search]").send_keys("Norderbach", Keys.ENTER)
                self.wait(lambda: self.all(".decisions .choices li"))
                self.button("Lock the list").click()
                self.assert_accessible()

    @unittest.skipUnless(service.FILE.is_file(), "KINDRED_FILE names no file that the service may write")
    def test_decisions_in_files(self):
        self.open(f"#/article/{service.FILE.name}")
        self.wait(lambda: self.all(".decisions [data-key=file]"))
        self.one(".decisions [data-key=file]").click()
        self.assert_accessible()

    def test_experiments(self):
        counts = {"impressions": 2000, "clicked": 1000, "clicks": {"A": 400, "B": 600}, "wins": {"A": 400, "B": 600}}
        results = [{"experiment": f"long-name-of-an-experiment-{end}", **counts, "p": 0.01, "shareOfB": 0.6,
                    "interval": {"low": 0.55, "high": 0.65}} for end in ["one", "two"]]
        self.open()
        self.pretend("v1/experiments", {"experiments": results, "tried": []})
        self.one("[data-view=report]").click()
        self.wait(lambda: len(self.all(".range")) == 2 and self.all("[data-section=newest]"), 60)
        for scheme in ["light", "dark"]:
            self.emulate(prefers_color_scheme=scheme)
            self.assert_accessible()
        self.resize(360, 740)
        needed, there = self.browser.execute_script("return [document.documentElement.scrollWidth, innerWidth]")
        self.assertLessEqual(needed, there)

    def test_problems(self):
        self.expected_complaints.append("404")
        self.open("#/article/page-test%2Fnone")
        self.wait(lambda: self.all(".problem"))
        self.assert_accessible()
