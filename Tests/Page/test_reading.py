"""What an editor reads on the page: searches, articles, lists with their reasons, settings side by side."""

import math
import re
import urllib.parse
import urllib.request

import service
from browser import Keys, PageTestCase

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' https: data:; connect-src 'self'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)


class Starting(PageTestCase):
    def test_the_newest_articles_stand_there_before_a_search(self):
        # Newer than whatever else there is.
        added = [{"id": f"page-test/new-{number}", "title": title, "language": language,
                  "publishedDateTime": f"2026-01-0{number}T08:00:00Z"}
                 for number, title, language in [(1, "Older", "en"), (2, "Das Neueste", "de")]]
        draft = {"id": "page-test/new-draft", "title": "Draft", "publishedDateTime": "2026-01-03", "published": False}
        service.bulk([*added, draft])
        self.addCleanup(service.bulk, [{"_delete": one["id"]} for one in [*added, draft]])
        self.open()
        self.wait(lambda: self.all(".newest a"))
        links = self.all(".newest a")
        self.assertEqual([link.text for link in links[:2]], ["Das Neueste", "Older"])
        self.assertEqual([link.get_attribute("lang") for link in links[:2]], ["de", "en"])
        self.assertEqual(len(links), 10)
        self.assertEqual(self.focused().get_attribute("id"), "q")
        links[0].click()
        self.settle()
        self.assertEqual(self.one("h1").text, "Das Neueste")

    def test_an_archive_without_dates_has_none(self):
        self.open("#/report")
        self.pretend("v1/newest?limit=10", {"newest": []})
        self.browser.execute_script("location.hash = '#/'")
        self.wait(lambda: self.all(".start-view"))
        self.assertEqual(self.all(".newest"), [])


class Searching(PageTestCase):
    def test_finds_articles_and_says_how_many(self):
        self.open()
        self.assertEqual(self.focused().get_attribute("id"), "q")
        self.search("Glimmer flood in Norderbach")
        self.assertIn("/search?q=Glimmer+flood+in+Norderbach", self.browser.current_url)
        self.assertEqual(self.focused().tag_name, "h1")
        self.announced("10 articles found.")
        first = self.all(".card")[0]
        self.assertTrue(first.get_attribute("data-id").startswith("page-test/"))
        self.assertIn("flood", [mark.text.lower() for mark in self.all("mark", first)])
        self.assertRegex(self.one(".chance", first).text, r"^\d+% probable$")

    def test_goes_to_an_article_back_and_forward(self):
        self.open()
        self.search("Norderbach counts the damage")
        self.one(".card[data-id='page-test/damage'] .title a").click()
        self.settle()
        self.assertEqual(self.one("h1").text, "Norderbach counts the damage after the Glimmer flood")
        self.assertEqual(self.focused().tag_name, "h1")
        self.browser.back()
        self.wait(lambda: "Results for" in self.one("h1").text)
        self.assertEqual(self.one("#q").get_attribute("value"), "Norderbach counts the damage")
        self.browser.forward()
        self.wait(lambda: self.all(".back a"))
        self.one(".back a").click()
        self.wait(lambda: "Results for" in self.one("h1").text)

    def test_shows_more(self):
        self.open("#/search?q=Norderbach")
        self.wait(lambda: len(self.all(".card")) == 10)
        self.one(".more").click()
        self.wait(lambda: len(self.all(".card")) > 10)


class Articles(PageTestCase):
    def test_the_policy_is_strict(self):
        with urllib.request.urlopen(service.URL + "/", timeout=60) as response:
            self.assertEqual(response.headers["Content-Security-Policy"], POLICY)

    def test_says_which_entries_are_in_another_language(self):
        self.open_article("hochwasser", precision="full", any_language="true", limit=20)
        languages = {card.get_attribute("data-id"): card for card in self.all(".card")}
        german, english = languages["page-test/keller"], languages["page-test/dikes"]
        badges = lambda card: [badge.text for badge in self.all(".badge", card)]
        self.assertEqual(badges(german), [])
        self.assertEqual(badges(english), ["English"])
        for card, language in [(german, "de"), (english, "en")]:
            for part in [".title", ".excerpt"]:
                self.assertEqual(self.one(part, card).get_attribute("lang"), language)
        self.assertEqual(self.one("h1").get_attribute("lang"), "de")
        # What the page itself says is in the page's language.
        self.assertEqual(self.browser.execute_script(
            "return document.querySelector('.card .meta').closest('[lang]').lang"), "en")

    def test_shows_text_source_and_topics(self):
        self.open_article("dikes")
        subject = self.one(".subject")
        for text in ["Norderbach Post", "Jan 3, 2022", "floods", "Firefighters carry sandbags", "410 centimetres"]:
            self.assertIn(text, subject.text)
        self.assertNotIn("480 centimetres", subject.text)
        self.button("Show the whole text").click()
        self.assertIn("480 centimetres", subject.text)
        link = self.one(".subject .read")
        self.assertEqual(link.get_attribute("href"), "https://post.example/dikes")
        self.assertEqual(link.get_attribute("rel"), "noopener noreferrer")

    def test_reasons_add_up_to_the_probability(self):
        self.open_article("dikes", precision="full")
        self.button("All reasons").click()
        cards = self.all(".card")
        self.assertEqual(len(cards), 4)
        for card in cards:
            numbers = [float(number.text.replace("−", "-")) for number in self.all("tbody .number", card)]
            self.assertGreater(len(numbers), 3)
            percent = int(re.match(r"\d+", self.one(".chance", card).text)[0])
            self.assertAlmostEqual(100 / (1 + math.exp(-sum(numbers))), percent, delta=1.5)
            for row, number in zip(self.all("tbody tr", card), numbers):
                bar = self.one("rect:not(.axis)", row)
                self.assertEqual(bar.get_attribute("class"), "against" if number < 0 else "for")
                self.assertEqual(float(bar.get_attribute("x")) < 0, number < 0)
                said = self.one(".bar .unseen", row).get_attribute("textContent")
                self.assertEqual(said, "speaks against it" if number < 0 else "speaks for it")

    def test_reasons_name_words_and_days(self):
        self.open_article("dikes", precision="full")
        card = self.one(".card[data-id='page-test/damage']")
        self.one("summary", card).click()
        self.assertIn("Published 2 days apart", card.text)
        self.assertRegex(card.text, "Shared words: .*glimmer")
        marked = {mark.text.lower() for mark in self.all("mark", card)}
        self.assertLessEqual({"glimmer", "norderbach", "flood"}, marked)

    def test_marks_beginnings_and_accents(self):
        self.open_article("hochwasser", precision="full")
        card = self.one(".card[data-id='page-test/keller']")
        marked = {mark.text for mark in self.all("mark", card)}
        self.assertIn("Hochwasser", marked)
        terms = self.browser.execute_async_script("""
            const done = arguments[arguments.length - 1];
            import("/page/marking.js").then(({places}) => done([
                places("Feuerwehrleute in Cafés", ["feue…", "cafe…"]),
                places("CAFÉ, change, exchange, changes", ["cafe", "change"]),
                places("Straße und Æsir", ["strasse", "aesir"]),
                places("東京都知事", ["東京", "京都"]),
                places("Ёлка и Йод", ["елка", "иод", "йод"]),
            ]));""")
        self.assertEqual(terms, [
            [[0, 14], [18, 23]], [[0, 4], [6, 12]], [[0, 6], [11, 15]], [[0, 3]], [[0, 4], [7, 10]],
        ])

    def test_what_the_archive_says_is_only_text(self):
        self.open_article("hostile", precision="full")
        self.assertIn("<img src=x onerror=", self.one("h1").text)
        self.assertIn("<script>", self.one(".lede").text)
        self.open_article("dikes", precision="full", limit=8)
        self.assertIn("<b>mapped</b>", self.one(".card[data-id='page-test/hostile'] .title").text)
        self.assertEqual(self.all("main img, main script, main b"), [])
        addresses = [link.get_attribute("href") for link in self.all("a")]
        self.assertTrue(all(address.startswith("http") for address in addresses), addresses)
        self.assertIn("dikes of Norderbach", self.browser.title)

    def test_says_that_an_article_is_a_draft(self):
        self.open_article("draft")
        self.assertIn("Draft", self.one(".subject .badge").text)
        self.open_article("dikes", precision="full", limit=20)
        self.assertIn("why", self.listed())
        self.assertNotIn("draft", self.listed())

    def test_says_that_there_is_no_such_article(self):
        self.expected_complaints.append("404")
        self.open("#/article/page-test%2Fnone")
        self.wait(lambda: self.all(".problem"))
        self.assertIn("There is no such article", self.one(".problem").text)
        self.assertIn("page-test/none", self.one(".problem").text)

    def test_says_that_the_service_does_not_answer(self):
        self.expected_complaints.append("ERR_INTERNET_DISCONNECTED")
        self.open_article("dikes", precision="full")
        offline = {"offline": True, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}
        self.browser.execute_cdp_cmd("Network.enable", {})
        self.browser.execute_cdp_cmd("Network.emulateNetworkConditions", offline)
        online = {**offline, "offline": False}
        self.addCleanup(self.browser.execute_cdp_cmd, "Network.emulateNetworkConditions", online)
        self.control("limit").send_keys(Keys.ARROW_RIGHT)
        self.wait(lambda: self.all(".column .problem"))
        self.assertIn("does not answer", self.one(".problem").text)
        self.browser.execute_cdp_cmd("Network.emulateNetworkConditions", online)
        self.button("Try again").click()
        self.wait(lambda: len(self.listed()) == 5)


class Settings(PageTestCase):
    def test_the_list_follows_the_sliders(self):
        self.open_article("dikes", precision="full")
        steps = self.browser.execute_script("return history.length")
        self.assertEqual(len(self.listed()), 4)
        self.move(self.control("limit"), Keys.ARROW_RIGHT, Keys.ARROW_RIGHT)
        self.assertEqual(len(self.listed()), 6)
        self.announced("6 articles")
        self.assertIn("limit=6", self.browser.current_url)
        self.assertEqual(self.control("limit").get_attribute("aria-valuetext"), "6")
        self.assertEqual(self.browser.execute_script("return history.length"), steps)
        self.browser.refresh()
        self.settle()
        self.assertEqual(len(self.listed()), 6)

    def test_many_moves_ask_once(self):
        self.open_article("dikes", precision="full")
        asked = "return performance.getEntriesByType('resource').filter(one => one.name.includes('/related')).length"
        before = self.browser.execute_script(asked)
        self.browser.execute_script("""
            const slider = document.querySelector("[data-name=limit]");
            for (let limit = 5; limit <= 12; limit += 1) {
                slider.value = limit;
                slider.dispatchEvent(new Event("input", {bubbles: true}));
            }""")
        self.wait(lambda: len(self.listed()) == 12)
        self.assertEqual(self.browser.execute_script(asked), before + 1)

    def test_an_old_answer_never_replaces_a_new_one(self):
        self.open_article("dikes", precision="full")
        # The first answer comes a second after the second one.
        self.browser.execute_script("""
            const ask = window.fetch;
            window.fetch = async (address, options) => {
                const answer = await ask(address, {...options, signal: undefined});
                if (String(address).includes("limit=5")) await new Promise((done) => setTimeout(done, 1000));
                return answer;
            };""")
        self.control("limit").send_keys(Keys.ARROW_RIGHT)
        self.wait(lambda: "limit=5" in self.browser.current_url)
        self.browser.execute_async_script("setTimeout(arguments[0], 300)")
        self.control("limit").send_keys(Keys.ARROW_RIGHT)
        self.wait(lambda: len(self.listed()) == 6)
        self.browser.execute_async_script("setTimeout(arguments[0], 1500)")
        self.assertEqual(len(self.listed()), 6)

    def test_the_window_leaves_out_what_is_farther(self):
        self.open_article("dikes", precision="full", limit=6)
        self.assertIn("bridge", self.listed())
        window = self.control("window")
        self.assertEqual(window.get_attribute("aria-valuetext"), "any time")
        self.move(window, Keys.HOME, Keys.ARROW_RIGHT)
        self.assertEqual(window.get_attribute("aria-valuetext"), "2 days")
        self.assertIn("window=2", self.browser.current_url)
        self.assertIn("damage", self.listed())
        self.assertNotIn("bridge", self.listed())
        self.move(window, Keys.END)
        self.assertNotIn("window", self.browser.current_url)

    def test_precision_and_probability_exclude_each_other(self):
        self.open_article("dikes", precision="full")
        self.move(self.control("min_probability"), Keys.END)
        self.assertIn("min_probability=1", self.browser.current_url)
        self.assertNotIn("precision", self.browser.current_url)
        self.assertEqual(self.control("precision").get_attribute("value"), "own")
        self.assertEqual(self.listed(), [])
        self.move(self.control("precision"), "Full")
        self.assertEqual(len(self.listed()), 4)
        self.assertEqual(self.control("min_probability").get_attribute("aria-valuetext"), "by precision")

    def test_an_empty_list_says_why_and_what_to_try(self):
        self.open_article("alone", window=1)
        self.assertEqual(self.listed(), [])
        self.assertEqual(self.one(".count").text, "No article is listed.")
        self.button("Allow any time").click()
        self.settle()
        self.assertNotIn("window", self.browser.current_url)
        self.assertEqual(self.listed(), [])
        self.assertNotIn("Allow any time", self.one(".empty").text)
        self.button("Show the best there is").click()
        self.settle()
        self.assertIn("precision=full", self.browser.current_url)
        self.assertGreater(len(self.listed()), 0)

    def test_a_list_that_is_not_full_says_what_was_left_out(self):
        self.open_article("dikes", precision="full", limit=100)
        self.wait(lambda: self.all(".left-out"))
        self.one(".left-out summary").click()
        self.wait(lambda: self.all(".left-out li"))
        left = {item.text.split("\n")[0]: item.text for item in self.all(".left-out li")}
        self.assertIn("is a draft", left["Draft on the Glimmer flood of Norderbach"])
        self.open_article("alone")
        self.one(".left-out summary").click()
        self.wait(lambda: "Nothing else is related enough." in self.one(".left-out").text)
        self.assertEqual(self.all(".left-out li"), [])

    def test_fills_up_and_says_so(self):
        self.open_article("alone", at_least=2)
        self.assertEqual(len(self.listed()), 2)
        for card in self.all(".card"):
            self.assertIn("Fills up the list", card.text)

    def test_goes_back_to_the_defaults(self):
        self.open_article("dikes", precision="full", limit=9, window=30, diversity=3, only_earlier="true")
        self.button("Back to the defaults").click()
        self.settle()
        self.assertNotIn("?", self.browser.current_url)
        self.assertEqual(self.control("limit").get_attribute("value"), "4")
        self.assertFalse(self.control("only_earlier").is_selected())

    def test_begins_with_the_settings_of_the_service(self):
        self.open()
        usual = {"limit": 6, "at_least": 0, "precision": "balanced", "min_probability": 0.2, "window": 30,
                 "diversity": 1, "max_per_provider": 2, "order": "newest", "only_earlier": True, "any_language": False}
        self.pretend("v1/settings", usual)
        # The module once more, as it is where the service says this.
        defaults, *parameters, read = self.browser.execute_async_script("""
            const done = arguments[arguments.length - 1];
            import(new URL("page/settings.js?again", location.href)).then(({ defaults, parametersOf, readSettings }) => {
                const of = (changes) => String(parametersOf({ ...defaults, ...changes }));
                done([defaults, of({}), of({ window: null, limit: 4 }), of({ max_per_provider: null, only_earlier: false }),
                    of({ min_probability: null }), of({ min_probability: 0.3 }),
                    readSettings(new URLSearchParams("window=any&precision=balanced"))]);
            });""")
        self.assertEqual(defaults, usual)
        self.assertEqual(parameters, ["", "limit=4&window=any", "max_per_provider=any&only_earlier=false",
                                      "precision=balanced", "min_probability=0.3"])
        self.assertEqual(read, {**usual, "window": None, "min_probability": None})

    def test_one_publisher_and_the_order_can_be_set(self):
        self.open_article("dikes", precision="full", limit=4)
        ranked = self.listed()
        self.move(self.control("order"), "Oldest")
        self.assertIn("order=oldest", self.browser.current_url)
        dates = [self.one("time", card).get_attribute("datetime")[:10] for card in self.all(".card")]
        self.assertEqual(dates, sorted(dates))
        self.assertEqual(set(self.listed()), set(ranked))
        publisher = self.control("max_per_provider")
        self.assertEqual(publisher.get_attribute("aria-valuetext"), "any number")
        self.move(publisher, Keys.HOME)
        self.assertIn("max_per_provider=1", self.browser.current_url)
        self.move(publisher, Keys.END)
        self.assertNotIn("max_per_provider", self.browser.current_url)

    def changed(self):
        """What is said of the change from the first list to the second, by kind: ids and whole texts."""
        found = {}
        for group in self.all(".changes [data-change]"):
            items = self.all("li", group)
            ids = [urllib.parse.unquote(self.one("a", item).get_attribute("href").rsplit("/", 1)[1]) for item in items]
            found[group.get_attribute("data-change")] = dict(
                zip([one.removeprefix("page-test/") for one in ids], [item.text for item in items]))
        return found

    def test_says_in_words_what_enters_and_leaves(self):
        self.open_article("dikes", precision="full", limit=5, compare="true", **{"b.precision": "full", "b.limit": 5})
        self.assertIn("Both lists are the same.", self.one(".changes").text)
        self.assertIn("the same settings", self.one(".changes").text)
        self.move(self.control("window", 1), Keys.HOME, Keys.ARROW_RIGHT)
        self.move(self.control("order", 1), "Oldest")
        first, second = self.listed(0), self.listed(1)
        said = self.changed()
        self.assertEqual(set(said.get("enters", {})), set(second) - set(first))
        self.assertEqual(set(said["leaves"]), set(first) - set(second))
        moved = {one for one in second if one in first and first.index(one) != second.index(one)}
        self.assertEqual(set(said.get("moves", {})), moved)
        self.assertTrue(said["leaves"])
        for name, text in said["leaves"].items():
            self.assertIn(f"was number {first.index(name) + 1}", text)
        for name, text in said.get("moves", {}).items():
            self.assertIn(f"number {second.index(name) + 1}, was number {first.index(name) + 1}", text)
        self.assertIn("Published within: 2 days; Order: Oldest first", self.one(".changes").text)
        self.announced(f"{len(said.get('enters', {}))} new, {len(said['leaves'])} gone, {len(moved)} at another place.")
        self.button("Stop comparing").click()
        self.settle()
        self.assertEqual(self.all(".changes"), [])

    def test_the_second_list_can_be_that_of_an_experiment(self):
        # The service that is tested need not try such a list.
        self.open("#/")
        tried = [{"experiment": "old", "parameters": "order=oldest&only_earlier"}]
        self.pretend("v1/experiments", {"experiments": [], "tried": tried})
        self.browser.execute_script("location.hash = '#/article/page-test%2Fdikes?precision=full&limit=6'")
        self.settle()
        self.button("Compare settings").click()
        self.settle()
        button = self.button("List B as in the experiment “old”")
        button.click()
        self.settle()
        self.assertEqual(self.focused().text, button.text)
        for part in ["b.precision=full", "b.limit=6", "b.order=oldest", "b.only_earlier=true"]:
            self.assertIn(part, self.browser.current_url)
        self.assertTrue(self.control("only_earlier", 1).is_selected())
        self.button("Stop comparing").click()
        self.settle()
        self.assertEqual(self.all(".trials button"), [])

    def test_compares_two_settings(self):
        self.open_article("dikes", precision="full", limit=5)
        self.button("Compare settings").click()
        self.settle()
        self.assertEqual(self.listed(0), self.listed(1))
        self.assertIn("all in both lists", self.all(".count")[0].text)
        self.move(self.control("window", 1), Keys.HOME, Keys.ARROW_RIGHT)
        self.move(self.control("limit", 0), Keys.ARROW_RIGHT)
        lists = [self.listed(0), self.listed(1)]
        self.assertNotEqual(*lists)
        for column, there in [(0, lists[1]), (1, lists[0])]:
            for place, card in enumerate(self.all(".card", self.all(".column")[column])):
                name = card.get_attribute("data-id").removeprefix("page-test/")
                self.assertEqual("Only here" in card.text, name not in there, name)
                if name in there and there.index(name) != place:
                    self.assertIn(f"Number {there.index(name) + 1} in the other list", card.text)
        self.browser.refresh()
        self.settle()
        self.assertEqual([self.listed(0), self.listed(1)], lists)
        self.button("Stop comparing").click()
        self.settle()
        self.assertEqual(self.listed(), lists[0])
