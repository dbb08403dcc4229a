"""A browser that does what an editor does, and what it complained about."""

import functools
import shutil
import sys
import unittest
import urllib.parse

import service

try:
    from selenium import webdriver
    from selenium.common.exceptions import StaleElementReferenceException
    from selenium.webdriver.chrome.service import Service
    from selenium.webdriver.common.action_chains import ActionChains
    from selenium.webdriver.common.by import By
    from selenium.webdriver.common.keys import Keys
    from selenium.webdriver.support.ui import WebDriverWait
except ImportError:
    webdriver = Keys = None


@functools.cache
def skip_reason():
    """What is missing, told once also where a runner only counts; None where the tests can run."""
    reason = missing()
    if reason:
        print(f"The tests of the page are skipped: {reason}", file=sys.stderr)
    return reason


def missing():
    if webdriver is None:
        return "selenium is missing: pip install -r Tests/Page/requirements.txt"
    for program in ["chromium", "chromedriver"]:
        if shutil.which(program) is None:
            return f"{program} is missing: apt-get install chromium chromium-driver"
    if not service.URL or not service.TOKEN:
        return "KINDRED_URL and KINDRED_TOKEN do not say which service to test"
    return None


def start(languages="en"):
    options = webdriver.ChromeOptions()
    options.binary_location = shutil.which("chromium")
    for argument in ["--headless=new", "--no-sandbox", "--disable-dev-shm-usage"]:
        options.add_argument(argument)
    options.add_experimental_option("prefs", {"intl.accept_languages": languages})
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    return webdriver.Chrome(options=options, service=Service(shutil.which("chromedriver")))


class PageTestCase(unittest.TestCase):
    """A test with a browser of its class, which begins with nothing remembered."""

    languages = "en"

    @classmethod
    def setUpClass(cls):
        reason = skip_reason()
        if reason:
            raise unittest.SkipTest(reason)
        service.put_articles()
        cls.addClassCleanup(service.remove_articles)
        cls.browser = start(cls.languages)
        cls.addClassCleanup(cls.browser.quit)

    def setUp(self):
        # A complaint of the browser that a test provokes; all others let it fail.
        self.expected_complaints = []
        self.resize(1280, 900)
        self.browser.get(service.URL + "/openapi.json")
        self.browser.execute_script("localStorage.clear(); sessionStorage.clear()")
        self.browser.get_log("browser")

    def tearDown(self):
        for entry in self.browser.get_log("browser"):
            message = entry["message"]
            if not any(expected in message for expected in self.expected_complaints):
                self.fail(f"the browser complains: {message}")

    # Where to go

    def open(self, address=""):
        # From elsewhere, since another fragment alone loads nothing.
        self.browser.get("about:blank")
        self.browser.get(f"{service.URL}/{address}")

    def open_article(self, name, **parameters):
        article = urllib.parse.quote(f"page-test/{name}", safe="")
        query = urllib.parse.urlencode(parameters)
        self.open(f"#/article/{article}" + (f"?{query}" if query else ""))
        self.settle()

    def open_report(self):
        self.open("#/report")
        self.wait(lambda: self.all("[data-section=lists]"), 60)

    def open_judging(self):
        self.open("#/judge")
        self.wait(lambda: self.all(".candidate"), 60)

    def open_map(self):
        self.open("#/map")
        self.wait(lambda: self.all("canvas"), 120)

    def canvas_chosen(self):
        """Has the map choose an article, as the focus does."""
        self.one("canvas").send_keys("")
        self.wait(lambda: self.all(".chosen .named"))

    def search(self, words):
        field = self.one("#q")
        field.clear()
        field.send_keys(words, Keys.ENTER)
        self.wait(lambda: words in self.browser.title)

    def resize(self, width, height):
        self.browser.execute_cdp_cmd(
            "Emulation.setDeviceMetricsOverride",
            {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False},
        )

    def emulate(self, media="", **features):
        features = [{"name": name.replace("_", "-"), "value": value} for name, value in features.items()]
        self.browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": media, "features": features})
        self.addCleanup(
            self.browser.execute_cdp_cmd, "Emulation.setEmulatedMedia", {"media": "", "features": []}
        )

    # What there is

    def wait(self, condition, seconds=15):
        # What is looked at can be replaced meanwhile.
        waiting = WebDriverWait(self.browser, seconds, 0.05, [StaleElementReferenceException])
        return waiting.until(lambda _: condition())

    def settle(self):
        """Waits until all lists are there."""
        self.wait(lambda: self.all(".column") and not self.all("[aria-busy]"))

    def all(self, selector, within=None):
        return (within or self.browser).find_elements(By.CSS_SELECTOR, selector)

    def one(self, selector, within=None):
        found = self.all(selector, within)
        self.assertEqual(len(found), 1, f"{selector} occurs {len(found)} times")
        return found[0]

    def button(self, name, within=None):
        found = self.wait(lambda: [one for one in self.all("button", within) if one.accessible_name == name])
        self.assertEqual(len(found), 1, f"{len(found)} buttons are called {name}")
        return found[0]

    def control(self, name, column=0):
        return self.one(f"[data-name={name}]", self.all(".column")[column])

    def move(self, control, *keys):
        control.send_keys(*keys)
        self.settle()

    def listed(self, column=0):
        """The ids of a list, without the beginning that all have."""
        ids = self.browser.execute_script(
            "return [...document.querySelectorAll('.column')[arguments[0]].querySelectorAll('.card')]"
            ".map((card) => card.dataset.id)", column)
        return [one.removeprefix("page-test/") for one in ids]

    def focused(self):
        return self.browser.switch_to.active_element

    def announced(self, text):
        self.wait(lambda: text in self.one("#announcement").get_attribute("textContent"))

    def type_token(self, token=None):
        self.one("input[type=password]").send_keys(token or service.TOKEN, Keys.ENTER)
        self.button("Forget it")

    def pretend(self, ending, answer, status=200):
        """Makes the service seem to give an answer, at addresses that end so, until the page is loaded anew."""
        self.browser.execute_script("""
            const ask = window.fetch;
            const [ending, answer, status] = arguments;
            window.fetch = async (address, options) => String(address).endsWith(ending)
                ? new Response(JSON.stringify(answer), {status}) : ask(address, options);""", ending, answer, status)

    def press(self, *keys):
        ActionChains(self.browser).send_keys(*keys).perform()
