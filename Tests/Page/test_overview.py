"""What an editor sees of the archive as a whole."""

import json
import time

import service
from browser import Keys, PageTestCase


def report():
    """What the service has counted of the archive as it is now."""
    while True:
        found = json.loads(service.ask("GET", "/v1/report"))
        if found.get("current"):
            return found
        time.sleep(0.5)


class Overview(PageTestCase):
    def section(self, name):
        return self.one(f"[data-section={name}]")

    def rows(self, name):
        return [[cell.text.split("\n")[0] for cell in self.all("th, td", row)]
                for row in self.all("tbody tr", self.section(name))]

    def test_is_reached_by_its_link(self):
        report()
        self.open()
        link = self.one("[data-view=report]")
        self.assertIsNone(link.get_attribute("aria-current"))
        link.send_keys(Keys.ENTER)
        self.wait(lambda: self.all(".report section"))
        self.assertEqual(self.focused().tag_name, "h1")
        self.assertEqual(self.browser.title, "Overview – Kindred")
        self.assertEqual(self.one("[data-view=report]").get_attribute("aria-current"), "page")

    def test_says_what_the_service_counted(self):
        counted = report()
        self.open_report()
        lists = counted["lists"]
        self.assertEqual([row[:2] for row in self.rows("lists")],
                         [["full", str(lists["full"])], ["shorter", str(lists["short"])],
                          ["empty", str(lists["empty"])]])
        widths = [float(part.get_attribute("width")) for part in self.all(".parts rect")]
        self.assertAlmostEqual(sum(widths), 100, 3)
        self.assertAlmostEqual(widths[0], 100 * lists["full"] / counted["articles"], 3)
        self.assertEqual([[int(figure) for figure in row[1:]] for row in self.rows("lackingTitle")],
                         [[one["short"], one["empty"]] for one in lists["lacking"]])
        self.assertIn(str(counted["orphans"]["count"]), self.section("orphans").text)
        first = self.all("li", self.section("hubs"))[0].text
        self.assertIn(counted["hubs"][0]["article"]["title"], first)
        self.assertIn(f"in {counted['hubs'][0]['lists']} lists", first)
        languages = {row[0] for row in self.rows("languages")}
        self.assertLessEqual({"English", "German"}, languages)
        newest = [item.text.split("\n")[0] for item in self.all("li", self.section("newest"))]
        self.assertEqual(newest, [one["title"] for one in counted["newest"]])

    def test_leads_to_articles_whose_lists_are_empty(self):
        report()
        self.open_report()
        details = self.all("details", self.section("lackingTitle"))[0]
        self.one("summary", details).send_keys(Keys.ENTER)
        # Articles of the demo corpus have pictures of hosts that are none.
        self.expected_complaints.append("ERR_NAME_NOT_RESOLVED")
        link = self.all("a", details)[0]
        title = link.text
        link.click()
        self.settle()
        self.assertEqual(self.one("h1").text, title)

    def test_shows_how_far_it_is_and_then_says_that_it_is_there(self):
        self.open()
        self.browser.execute_script("""
            const ask = window.fetch;
            let asked = 0;
            window.fetch = async (address, options) => {
                if (!String(address).endsWith("v1/report") || (asked += 1) > 2) return ask(address, options);
                return new Response(JSON.stringify({progress: asked / 4}), {status: 202});
            };""")
        report()
        self.one("[data-view=report]").click()
        self.wait(lambda: self.all("progress") and self.one("progress").get_attribute("value") == "0.5")
        self.assertEqual(self.one("progress").accessible_name, "Overview")
        self.announced("The overview is there.")
        self.assertEqual(self.all("progress"), [])

    def test_says_that_something_has_changed_since(self):
        report()
        self.open()
        self.browser.execute_script("""
            const ask = window.fetch;
            window.fetch = async (address, options) => {
                const answer = await ask(address, options);
                if (!String(address).endsWith("v1/report")) return answer;
                return new Response(JSON.stringify({...await answer.json(), current: false}), {status: 200});
            };""")
        self.one("[data-view=report]").click()
        self.wait(lambda: self.all(".report section"))
        self.assertIn("Something has changed", self.one(".report [role=status]").text)
        self.open_report()
        self.assertEqual(self.all(".report [role=status]"), [])

    def test_speaks_german(self):
        report()
        self.open()
        self.button("Deutsch").click()
        self.one("[data-view=report]").click()
        self.wait(lambda: self.all(".report section"))
        self.assertEqual(self.one("h1").text, "Überblick")
        self.assertIn("Englisch", {row[0] for row in self.rows("languages")})
