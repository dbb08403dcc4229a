"""What an editor decides on the page: pins, excludes, the lock, and taking it back."""

import json

import service
from browser import Keys, PageTestCase

DAMAGE = "Norderbach counts the damage after the Glimmer flood"


class Deciding(PageTestCase):
    def setUp(self):
        super().setUp()
        self.addCleanup(service.put_back, "dikes")
        self.open_article("dikes", precision="full", limit=8)

    def decided(self):
        keys = ["relatedPinned", "relatedExcluded", "relatedLocked"]
        return {key: value for key, value in service.stored("dikes").items() if key in keys}

    def test_without_a_token_it_says_what_is_needed(self):
        self.button(f"Exclude “{DAMAGE}”").click()
        self.wait(lambda: "type your token" in self.one(".notice").text)
        self.assertEqual(self.focused().get_attribute("type"), "password")
        self.assertEqual(self.decided(), {})
        # What was wanted is done when there is a token.
        self.type_token()
        self.wait(lambda: "damage" not in self.listed())
        self.assertEqual(self.decided(), {"relatedExcluded": ["page-test/damage"]})
        self.button("Undo").click()
        self.wait(lambda: "damage" in self.listed())

    def test_a_wrong_token_is_asked_for_again(self):
        self.expected_complaints.append("401")
        self.type_token("wrong")
        self.button(f"Pin “{DAMAGE}”").click()
        self.wait(lambda: "does not know this token" in self.one(".notice").text)
        self.assertEqual(self.focused().get_attribute("type"), "password")
        self.assertEqual(self.decided(), {})
        self.type_token()
        self.wait(lambda: self.listed()[0] == "damage" and "Pinned" in self.all(".card")[0].text)
        self.assertEqual(self.decided(), {"relatedPinned": ["page-test/damage"]})

    def test_a_token_alone_changes_nothing(self):
        self.type_token()
        self.button("Forget it").click()
        self.button(f"Exclude “{DAMAGE}”").click()
        self.wait(lambda: "type your token" in self.one(".notice").text)
        self.button(f"Pin “{DAMAGE}”").click()
        self.type_token()
        # Only the last wish is done, and only once.
        self.wait(lambda: "is pinned" in self.one(".notice").text)
        self.assertEqual(self.decided(), {"relatedPinned": ["page-test/damage"]})
        self.button("Undo").click()
        self.wait(lambda: "undone" in self.one(".notice").text)
        self.button("Forget it").click()
        self.type_token()
        self.browser.execute_async_script("setTimeout(arguments[0], 700)")
        self.assertEqual(self.decided(), {})

    def test_says_what_else_a_decision_changes(self):
        self.open_article("dikes", precision="full", limit=3)
        self.type_token()
        before = self.listed()
        title = "Quixotic zeppelin crocheting"
        self.one(".find input[type=search]").send_keys(title, Keys.ENTER)
        self.wait(lambda: title in self.one(".decisions").text)
        titles = {card.get_attribute("data-id").removeprefix("page-test/"): self.one(".title", card).text
                  for card in self.all(".card")}
        self.button(f"Pin “{title}”", self.one(".decisions")).click()
        self.wait(lambda: self.all(".notice .effect"))
        [gone] = set(before) - set(self.listed())
        self.assertEqual(self.one(".effect").text, f"No longer in it: “{titles[gone]}”.")
        self.announced(f"No longer in it: “{titles[gone]}”.")
        listed = self.listed()
        second = self.all(".card")[1]
        self.button(f"Exclude “{self.one('.title', second).text}”", second).click()
        self.wait(lambda: "is excluded" in self.one(".notice").text and self.all(".notice .effect"))
        [new] = set(self.listed()) - set(listed)
        name = self.one(f".card[data-id='page-test/{new}'] .title").text
        self.assertEqual(self.one(".effect").text, f"New in the list: “{name}”.")
        self.open_article("dikes", precision="full", limit=8)
        self.button("Lock the list").click()
        self.wait(lambda: "is locked" in self.one(".notice").text)
        self.settle()
        self.assertEqual(self.all(".effect"), [])

    def test_the_token_is_kept_in_this_tab_only(self):
        self.type_token()
        kept = "return JSON.stringify([Object.values(sessionStorage), Object.values(localStorage), document.cookie])"
        session, local, cookies = json.loads(self.browser.execute_script(kept))
        self.assertEqual(session, [service.TOKEN])
        self.assertNotIn(service.TOKEN, str(local) + cookies + self.browser.current_url + self.browser.page_source)
        self.button("Forget it").click()
        self.assertEqual(self.browser.execute_script("return sessionStorage.length"), 0)

    def test_excludes_and_takes_it_back(self):
        self.type_token()
        self.assertIn("damage", self.listed())
        self.button(f"Exclude “{DAMAGE}”").click()
        self.wait(lambda: "damage" not in self.listed())
        self.announced("is excluded")
        self.assertEqual(self.decided(), {"relatedExcluded": ["page-test/damage"]})
        self.assertIn(DAMAGE, self.one(".decisions").text)
        self.assertEqual(self.focused().get_attribute("class"), "count")
        self.button("Undo").click()
        self.wait(lambda: "damage" in self.listed())
        self.assertEqual(self.decided(), {})
        self.assertNotIn("Undo", self.one(".notice").text)

    def test_allows_again_what_was_excluded(self):
        service.put({**service.stored("dikes"), "relatedExcluded": ["page-test/damage"]})
        self.browser.refresh()
        self.settle()
        self.type_token()
        self.wait(lambda: DAMAGE in self.one(".decisions").text)
        self.assertNotIn("damage", self.listed())
        self.button(f"Allow “{DAMAGE}” again").click()
        self.wait(lambda: "damage" in self.listed())
        self.assertEqual(self.decided(), {})

    def test_pins_first_and_unpins(self):
        self.type_token()
        name = self.listed()[3]
        title = self.one(f".card[data-id='page-test/{name}'] .title").text
        self.button(f"Pin “{title}”").click()
        self.wait(lambda: self.listed()[0] == name)
        self.settle()
        first = self.all(".card")[0]
        self.assertIn("Pinned", first.text)
        self.assertEqual(self.focused().accessible_name, f"Unpin “{title}”")
        self.assertEqual(self.decided(), {"relatedPinned": [f"page-test/{name}"]})
        self.button(f"Unpin “{title}”", first).click()
        self.wait(lambda: self.listed()[0] != name)
        self.assertEqual(self.decided(), {})

    def test_pins_what_a_search_finds(self):
        self.type_token()
        field = self.one(".find input[type=search]")
        field.send_keys("Quixotic zeppelin crocheting", Keys.ENTER)
        title = "Quixotic zeppelin crocheting"
        self.wait(lambda: title in self.one(".decisions").text)
        self.button(f"Pin “{title}”", self.one(".decisions")).click()
        self.wait(lambda: self.listed()[0] == "alone")
        self.assertEqual(self.decided(), {"relatedPinned": ["page-test/alone"]})
        # It stands among what is pinned and among what was found.
        self.assertEqual(len(self.unpinning(title)), 2)

    def unpinning(self, title):
        return [one for one in self.all(".decisions button") if one.accessible_name == f"Unpin “{title}”"]

    def test_locks_and_unlocks(self):
        self.type_token()
        self.button("Lock the list").click()
        self.wait(lambda: "Locked" in self.one(".subject").text)
        self.settle()
        self.assertEqual(self.button("Lock the list").get_attribute("aria-pressed"), "true")
        self.assertEqual(self.decided(), {"relatedLocked": True})
        self.browser.refresh()
        self.settle()
        self.assertIn("The list is locked", self.one(".decisions").text)
        self.button("Lock the list").click()
        self.wait(lambda: "Locked" not in self.one(".subject").text)
        self.assertEqual(self.decided(), {})

    def test_nothing_that_somebody_else_changed_is_lost(self):
        self.expected_complaints.append("412")
        self.type_token()
        service.put({**service.stored("dikes"), "title": "Glimmer flood: all dikes hold",
                     "relatedExcluded": ["page-test/why"]})
        self.button(f"Exclude “{DAMAGE}”").click()
        self.wait(lambda: "Somebody else has changed" in self.one(".notice").text)
        self.settle()
        self.assertEqual(self.one("h1").text, "Glimmer flood: all dikes hold")
        self.assertEqual(self.decided(), {"relatedExcluded": ["page-test/why"]})
        self.button(f"Exclude “{DAMAGE}”").click()
        self.wait(lambda: "damage" not in self.listed())
        self.assertEqual(self.decided(), {"relatedExcluded": ["page-test/why", "page-test/damage"]})
        self.assertEqual(service.stored("dikes")["title"], "Glimmer flood: all dikes hold")

    def test_a_change_keeps_all_that_the_article_says(self):
        before = service.stored("dikes")
        self.type_token()
        self.button("Lock the list").click()
        self.wait(lambda: "Locked" in self.one(".subject").text)
        self.assertEqual(service.stored("dikes"), {**before, "relatedLocked": True})
