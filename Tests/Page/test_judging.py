"""What an editor judges: by keys and by buttons, taken back, skipped, and kept as a file."""

import json
import time

import service
from browser import PageTestCase


def pairs(limit=100):
    """What is to be judged next, of the archive as it is now."""
    while True:
        found = json.loads(service.ask("GET", f"/v1/judgements/next?limit={limit}"))
        if found.get("current"):
            return found
        time.sleep(0.5)


def ids(pair):
    return pair["query"]["id"], pair["document"]["id"]


class Judging(PageTestCase):
    def setUp(self):
        super().setUp()
        self.addCleanup(service.forget_judgements)
        self.pairs = pairs()["pairs"]
        self.open_judging()

    def shown(self):
        return tuple(one.text for one in self.all(".asked h3, .candidate h3"))

    def wait_for(self, pair):
        expected = (pair["query"]["title"], pair["document"]["title"])
        self.wait(lambda: self.shown() == expected)
        self.assertEqual(self.focused().text, expected[1])

    def give_token(self):
        self.type_token()
        self.wait_for(self.pairs[0])

    def test_keys_judge_and_take_back(self):
        self.give_token()
        for place, key in enumerate("210tC"):
            self.press(key)
            self.wait_for(self.pairs[place + 1])
        self.assertEqual(service.judged(), {ids(pair): label for pair, label in zip(self.pairs, "210tc")})
        self.assertRegex(self.one(".count").text, "^5 judged, [0-9]+ left$")
        self.announced("Copy.")
        self.press("u")
        self.wait_for(self.pairs[4])
        self.press("u")
        self.wait_for(self.pairs[3])
        self.announced("Taken back.")
        self.assertEqual(service.judged(), {ids(pair): label for pair, label in zip(self.pairs, "210")})
        self.press("1")
        self.wait_for(self.pairs[4])
        self.assertEqual(service.judged()[ids(self.pairs[3])], "1")

    def test_goes_on_where_it_was_left(self):
        self.give_token()
        self.press("0")
        self.wait_for(self.pairs[1])
        self.browser.refresh()
        self.wait(lambda: self.all(".candidate"))
        self.wait_for(self.pairs[1])
        self.assertFalse(self.button("Take back").is_enabled())

    def test_buttons_judge_and_skip(self):
        self.give_token()
        self.button("Skip").click()
        self.wait_for(self.pairs[1])
        self.assertEqual(service.judged(), {})
        self.button("Related").click()
        self.wait_for(self.pairs[2])
        self.assertEqual(service.judged(), {ids(self.pairs[1]): "1"})
        for place in [1, 0]:
            self.button("Take back").click()
            self.wait_for(self.pairs[place])
        self.assertEqual(service.judged(), {})

    def test_letters_typed_elsewhere_judge_nothing(self):
        self.give_token()
        self.one("#q").send_keys("0 1 2 tcs")
        self.assertEqual(self.shown()[1], self.pairs[0]["document"]["title"])
        self.assertEqual(service.judged(), {})

    def test_without_a_token_it_says_what_is_needed(self):
        self.press("2")
        self.wait(lambda: "type your token" in self.one(".notice").text)
        self.assertEqual(self.focused().get_attribute("type"), "password")
        self.assertEqual(service.judged(), {})
        # The answer that was wanted is given when there is a token.
        self.type_token()
        self.wait_for(self.pairs[1])
        self.assertEqual(service.judged(), {ids(self.pairs[0]): "2"})
        self.assertEqual(self.one(".notice").text, "")

    def test_a_wrong_token_is_asked_for_again(self):
        self.expected_complaints.append("401")
        self.type_token("wrong")
        self.press("2")
        self.wait(lambda: "does not know this token" in self.one(".notice").text)
        self.assertEqual(self.focused().get_attribute("type"), "password")
        self.type_token()
        self.wait_for(self.pairs[1])
        self.assertEqual(service.judged(), {ids(self.pairs[0]): "2"})

    def test_the_last_answer_is_what_somebody_else_said_where_it_is_taken_back(self):
        first = "/v1/judgements/" + "/".join(service.path(one).rsplit("/", 1)[1] for one in ids(self.pairs[0]))
        service.ask("PUT", first, json.dumps({"label": "t"}))
        self.give_token()
        self.press("2")
        self.wait_for(self.pairs[1])
        self.assertEqual(service.judged(), {ids(self.pairs[0]): "2"})
        self.press("u")
        self.wait_for(self.pairs[0])
        self.assertEqual(service.judged(), {ids(self.pairs[0]): "t"})

    def test_says_when_nothing_is_left_but_what_was_skipped(self):
        # Of all pairs the service seems to have two.
        self.browser.execute_script("""
            const ask = window.fetch;
            window.fetch = async (address, options) => {
                const answer = await ask(address, options);
                if (!String(address).includes("judgements/next")) return answer;
                const found = await answer.json();
                const pairs = found.pairs.slice(0, Math.max(0, 2 - found.judged));
                return new Response(JSON.stringify({...found, pairs, left: pairs.length}), {status: 200});
            };""")
        self.one("[data-view=report]").click()
        self.wait(lambda: self.all("[data-section=lists]"))
        self.one("[data-view=judge]").click()
        self.wait(lambda: self.all(".candidate"))
        self.give_token()
        self.press("s")
        self.wait_for(self.pairs[1])
        self.press("1")
        self.wait(lambda: "Only the pair that you skipped" in self.one(".judging").text)
        self.assertEqual(self.focused().get_attribute("class"), "end")
        self.button("Ask again").click()
        self.wait_for(self.pairs[0])
        self.press("0")
        self.wait(lambda: "All that was drawn is judged." in self.one(".judging").text)
        self.press("u")
        self.wait_for(self.pairs[0])

    def test_the_answers_are_explained_and_the_file_can_be_had(self):
        summary = self.one(".legend summary")
        summary.click()
        self.assertIn("its forerunner or follow-up", self.one(".legend").text)
        link = self.one(".legend a")
        self.assertEqual(link.get_attribute("href"), service.URL + "/v1/judgements")
        self.assertEqual(link.get_attribute("download"), "labels.tsv")
        self.assertIn("kindred evaluate articles/ --qrels labels.tsv", self.one(".legend").text)


class InGerman(PageTestCase):
    languages = "de-DE,de"

    def test_is_asked_in_german(self):
        pairs()
        self.open_judging()
        self.assertEqual(self.one("h1").text, "Urteilen")
        self.button("Gleiche Geschichte")
        self.assertIn("0 beurteilt, noch", self.one(".count").text)
