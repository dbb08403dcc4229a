"""What an editor decides on the page, in the article's own file as well."""

import unittest

import service
from browser import Keys, PageTestCase
from service import FILE


@unittest.skipUnless(FILE.is_file(), "KINDRED_FILE names no file that the service may write")
class InFiles(PageTestCase):
    def setUp(self):
        super().setUp()
        before = FILE.read_bytes()
        self.before = before
        # The last change is taken back by the page itself, so that the archive says the same.
        self.addCleanup(lambda: self.assertEqual(FILE.read_bytes(), before))
        self.open(f"#/article/{FILE.name}")
        self.wait(lambda: self.all(".decisions [data-key=file]"))

    def box(self):
        return self.one(".decisions [data-key=file]")

    def test_a_decision_is_in_the_file_where_that_was_asked_for(self):
        self.type_token()
        self.assertFalse(self.box().is_selected())
        self.button("Lock the list").click()
        self.wait(lambda: "is locked." in self.one(".notice").text)
        self.assertEqual(FILE.read_bytes(), self.before)
        self.button("Undo").click()
        self.wait(lambda: "undone" in self.one(".notice").text)

        # By keyboard, with a label and a word on what it means.
        self.box().send_keys(Keys.SPACE)
        self.assertTrue(self.box().is_selected())
        self.assertEqual(self.box().accessible_name, "Write decisions into the article's file, too")
        described = self.one(f"#{self.box().get_attribute('aria-describedby')}")
        self.assertIn("and in the article's file", described.text)
        # It is remembered.
        self.open(f"#/article/{FILE.name}")
        self.wait(lambda: self.all(".decisions [data-key=file]"))
        self.assertTrue(self.box().is_selected())

        self.button("Lock the list").click()
        self.wait(lambda: "The article's file says so, too." in self.one(".notice").text)
        self.announced("The list is locked. The article's file says so, too.")
        self.assertIn(b"\nrelatedLocked: true", FILE.read_bytes())
        # What went into the file leaves it, whatever is chosen by then.
        self.box().send_keys(Keys.SPACE)
        self.button("Undo").click()
        self.wait(lambda: "undone. The article's file" in self.one(".notice").text)
        self.assertEqual(FILE.read_bytes(), self.before)

    def test_what_cannot_be_written_is_said_and_not_done(self):
        self.expected_complaints.append("409")
        self.type_token()
        self.box().click()
        FILE.write_bytes(self.before + b"Somebody adds a line.\n")
        self.addCleanup(FILE.write_bytes, self.before)
        self.button("Lock the list").click()
        self.wait(lambda: "changed the article's file" in self.one(".notice").text)
        self.assertEqual(self.button("Lock the list").get_attribute("aria-pressed"), "false")
        self.assertNotIn(b"relatedLocked", FILE.read_bytes())

    def test_articles_without_a_file_have_no_such_choice(self):
        self.open_article("dikes")
        self.assertEqual(self.all(".decisions [data-key=file]"), [])
        self.assertNotIn("relatedLocked", service.stored("dikes"))
