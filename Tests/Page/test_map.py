"""The archive as a map: by pointer, by keys, and as lists."""

import json
import time

import service
from browser import ActionChains, Keys, PageTestCase


def points():
    """The points of the map of the archive as it is now."""
    while True:
        found = json.loads(service.ask("GET", "/v1/map"))
        if found.get("current"):
            return found["points"]
        time.sleep(0.5)


class Mapping(PageTestCase):
    def setUp(self):
        super().setUp()
        self.points = points()
        self.open_map()

    def canvas(self):
        return self.one("canvas")

    def place_of(self, point):
        """Where a point of the whole map is, from the middle of the canvas."""
        size = self.canvas().size
        side = min(size["width"], size["height"]) - 24
        return round((point["x"] - 0.5) * side), round((point["y"] - 0.5) * side)

    def lonely(self):
        """The point that is farthest from all others."""
        def room(point):
            return min((point["x"] - one["x"]) ** 2 + (point["y"] - one["y"]) ** 2
                       for one in self.points if one is not point)
        return max(self.points, key=room)

    def chosen(self):
        return self.one(".chosen h2 a")

    def colours(self):
        """The colours of the drawing, but for those of few pixels, such as edges."""
        return self.browser.execute_script("""
            const canvas = document.querySelector("canvas");
            const {data} = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
            const counts = new Map();
            for (let at = 0; at < data.length; at += 4) {
                if (data[at + 3] < 255) continue;
                const key = [data[at], data[at + 1], data[at + 2]].join();
                counts.set(key, (counts.get(key) ?? 0) + 1);
            }
            return [...counts].filter(([, count]) => count > 20).map(([key]) => key);""")

    def test_a_pointer_names_and_chooses_articles(self):
        point = self.lonely()
        actions = ActionChains(self.browser).move_to_element_with_offset(self.canvas(), *self.place_of(point))
        actions.perform()
        self.wait(lambda: point["title"] in self.one(".pointed").text)
        actions.click().perform()
        self.wait(lambda: self.chosen().text == point["title"])
        self.assertTrue(self.chosen().get_attribute("href").endswith(service.path(point["id"]).rsplit("/", 1)[1]))
        near = sorted((one for one in self.points if one is not point),
                      key=lambda one: (one["x"] - point["x"]) ** 2 + (one["y"] - point["y"]) ** 2)[:8]
        self.assertEqual({link.text for link in self.all(".chosen .named a")}, {one["title"] for one in near})

    def test_keys_go_from_article_to_article_and_open_one(self):
        self.canvas().send_keys("")
        first = self.wait(lambda: self.all(".chosen h2 a"))[0].text
        self.canvas().send_keys(Keys.ARROW_RIGHT)
        self.wait(lambda: self.chosen().text != first)
        second = self.chosen().text
        [one, other] = [next(one for one in self.points if one["title"] == title) for title in [first, second]]
        self.assertGreater(other["x"], one["x"])
        self.announced(second)
        for _ in range(60):
            self.canvas().send_keys(Keys.ARROW_LEFT)
        self.announced("Nothing lies farther")
        title = self.chosen().text
        # Articles of the demo corpus have pictures of hosts that are none.
        self.expected_complaints.append("ERR_NAME_NOT_RESOLVED")
        self.canvas().send_keys(Keys.ENTER)
        self.wait(lambda: self.all(".article-view"))
        self.assertEqual(self.one("h1").text, title)

    def test_is_enlarged_and_made_whole_again(self):
        whole = self.button("Whole map")
        self.wait(lambda: not whole.is_enabled())
        self.button("Larger").click()
        self.wait(lambda: whole.is_enabled())
        self.assertEqual(self.canvas().value_of_css_property("touch-action"), "none")
        whole.click()
        self.wait(lambda: not whole.is_enabled())
        self.assertEqual(self.focused().tag_name, "canvas")

    def test_colours_stand_for_dates_or_topics(self):
        self.expected_complaints.append("getImageData")
        self.one("#main select").send_keys("by date")
        self.wait(lambda: any(" to " in item.text for item in self.all(".map-key li")))
        counts = [int(count.text) for count in self.all(".map-key .number")]
        self.assertEqual(sum(counts), len(self.points))
        by_date = self.wait(self.colours)
        self.assertGreater(len(by_date), 4)
        self.emulate(prefers_color_scheme="dark")
        self.wait(lambda: self.colours() and not set(self.colours()) & set(by_date))

    def test_the_lists_have_every_article(self):
        self.one(".legend > summary").click()
        groups = self.all(".groups details")
        for group in groups:
            self.one("summary", group).click()
        self.wait(lambda: len(self.all(".groups .named")) == len(groups))
        titles = {link.text for link in self.all(".groups .named a")}
        if all(int(count.text) <= 200 for count in self.all(".map-key .number")):
            self.assertEqual(titles, {one["title"] for one in self.points})
        self.assertIn("Norderbach counts the damage after the Glimmer flood", titles)

    def test_says_that_there_is_no_map_without_a_model(self):
        self.open()
        self.browser.execute_script("""
            const ask = window.fetch;
            window.fetch = async (address, options) => String(address).endsWith("v1/map")
                ? new Response(JSON.stringify({current: true, articles: 3, points: []})) : ask(address, options);""")
        self.one("[data-view=map]").click()
        self.wait(lambda: "no model compares" in self.one("main").text)
