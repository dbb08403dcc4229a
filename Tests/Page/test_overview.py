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
        self.wait(lambda: self.all("[data-section=lists]"))
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

    def test_says_what_was_judged_of_the_lists(self):
        report()
        self.open_report()
        judged = self.section("judgedTitle")
        self.assertIn("Nobody has judged yet", judged.text)
        self.assertTrue(self.one("a", judged).get_attribute("href").endswith("#/judge"))
        damage = "page-test/damage"
        entries = json.loads(service.ask("GET", f"{service.path(damage)}/related"))["related"]
        for entry, label in zip(entries, ["1", "0"]):
            where = "/v1/judgements/" + "/".join(service.urllib.parse.quote(name, safe="") for name in [damage, entry["id"]])
            service.ask("PUT", where, json.dumps({"label": label}))
            self.addCleanup(service.ask, "DELETE", where, "")
        self.open_report()
        self.assertIn("Of one article something was judged", self.section("judgedTitle").text)
        self.assertEqual([row[:2] for row in self.rows("judgedTitle")],
                         [["Judged entries that belong there", "1 of 2"],
                          ["Places filled rightly, of those that could be", "1 of 1"]])

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

    def test_says_that_a_failure_happened_and_tries_again(self):
        report()
        self.open()
        self.browser.execute_script("""
            const ask = window.fetch;
            let asked = 0;
            window.fetch = async (address, options) => String(address).endsWith("v1/report") && (asked += 1) === 1
                ? new Response(JSON.stringify({type: "/reference#busy", title: "Busy", status: 503}), {status: 503})
                : ask(address, options);""")
        self.one("[data-view=report]").click()
        self.wait(lambda: "The service is busy" in self.one(".report-view").text)
        self.button("Try again").click()
        self.wait(lambda: self.all("[data-section=lists]"))
        self.assertEqual(self.all(".problem"), [])

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
        self.wait(lambda: self.all("[data-section=lists]"))
        self.assertIn("Something has changed", self.one(".report [role=status]").text)
        self.open_report()
        self.assertEqual(self.all(".report [role=status]"), [])

    def test_speaks_german(self):
        report()
        self.open()
        self.button("Deutsch").click()
        self.one("[data-view=report]").click()
        self.wait(lambda: self.all("[data-section=lists]"))
        self.assertEqual(self.one("h1").text, "Überblick")
        self.assertIn("Englisch", {row[0] for row in self.rows("languages")})


def result(name, **more):
    counts = {"impressions": 200, "clicked": 100, "clicks": {"A": 40, "B": 60}, "wins": {"A": 40, "B": 60}}
    return {"experiment": name, **counts, **more}


def decided(share, low, high, p):
    return {"shareOfB": share, "interval": {"low": low, "high": high}, "p": p}


class Experiments(PageTestCase):
    def open_with(self, experiments, tried):
        """Opens the overview as if the service had found so."""
        report()
        self.open()
        self.pretend("v1/experiments", {"experiments": experiments, "tried": tried})
        self.one("[data-view=report]").click()
        self.wait(lambda: self.all("[data-section=experiments]") and self.all("[data-section=newest]"))

    def experiment(self, name):
        return self.one(f"[data-experiment={name}]")

    def test_says_in_words_what_is_decided(self):
        nothing = {"clicked": 0, "clicks": {"A": 0, "B": 0}, "p": 1}
        verdicts = {
            "better": (decided(0.6, 0.53, 0.67, 0.004), "Decided: readers prefer the tried list."),
            "worse": (decided(0.4, 0.31, 0.48, 0.02), "Decided: readers prefer the present list."),
            "open": (decided(0.55, 0.45, 0.65, 0.3), "Not decided: the difference may well be chance."),
            # The interval and the test can disagree at the margin; then nothing is claimed.
            "margin": (decided(0.6, 0.501, 0.7, 0.051), "Not decided: the difference may well be chance."),
            "lonely": ({"p": 1, "shareOfB": 1}, "Not decided: all clicks are in the lists of one article."),
            "unclicked": (nothing, "Not decided: no reader has clicked in such a list yet."),
        }
        self.open_with([result(name, **one) for name, (one, _) in verdicts.items()], [])
        for name, (_, verdict) in verdicts.items():
            self.assertEqual(self.one(".verdict", self.experiment(name)).text, verdict, name)
            self.assertEqual(len(self.all(".range", self.experiment(name))), "interval" in verdicts[name][0], name)
        text = self.experiment("better").text
        for part in ["wins 60% of", "between 53% and 67%", "p = 0.004", "200 lists shown, 100 with clicks",
                     "60 on entries of the tried list, 40 on others", "It is tried no more."]:
            self.assertIn(part, text)
        interval = self.one(".interval", self.experiment("better"))
        self.assertAlmostEqual(float(interval.get_attribute("x")), 53, 3)
        self.assertAlmostEqual(float(interval.get_attribute("width")), 14, 3)

    def test_says_what_is_tried(self):
        self.open_with([result("old", **decided(0.9, 0.8, 0.95, 0.0001))], [
            {"experiment": "fresh", "parameters": "order=newest&max_per_provider=2"},
            {"experiment": "old", "parameters": "min_probability=0.3&precision=full"}])
        self.assertIn("p < 0.001", self.experiment("old").text)
        self.assertIn("Least probability: 30%", self.experiment("old").text)
        fresh = self.experiment("fresh").text
        self.assertIn("Of one publisher at most: 2; Order: Newest first", fresh)
        self.assertIn("no such list has been shown yet", fresh)

    def test_is_there_before_the_lists_are_counted(self):
        self.open()
        self.pretend("v1/report", {"progress": 0.1}, 202)
        self.one("[data-view=report]").click()
        self.wait(lambda: self.all("[data-section=experiments]") and self.all("progress"))
        self.assertEqual(len(self.all("progress")), 1)

    def test_the_service_itself_is_understood(self):
        found = json.loads(service.ask("GET", "/v1/experiments"))
        self.open_report()
        self.wait(lambda: self.all("[data-section=experiments]"))
        names = {one["experiment"] for one in found["experiments"] + found["tried"]}
        shown = {one.get_attribute("data-experiment") for one in self.all("[data-experiment]")}
        self.assertEqual(shown, names)
        if not names:
            self.assertIn("No other list is tried", self.one("[data-section=experiments]").text)
