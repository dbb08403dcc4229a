"""Power cuts of kindred-server: what it answered to be done must be there, in the archive and in articles' files."""

import http.client
import json
import os
import subprocess
import threading

from crash import Finding, Scenario, require

TOKEN = "0123456789abcdef0123456789abcdef"


class Running:
    """A service that has been started."""

    def __init__(self, settings, site, environment):
        tokens = site + ".tokens"
        if not os.path.exists(tokens):
            with open(os.open(tokens, os.O_WRONLY | os.O_CREAT, 0o600), "w") as file:
                file.write(f"cms: {TOKEN}\n")
        self.process = subprocess.Popen(
            [settings.server, "--archive", site + "/.kindred", "--listen", "127.0.0.1:0", "--token-file", tokens,
             "--write-files", "--model", "none"],
            env={**os.environ, "LC_ALL": "C.UTF-8", **environment}, stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        said = []
        watch = threading.Timer(settings.timeout, self.process.kill)
        watch.start()
        for line in self.process.stderr:
            said.append(line)
            if " ready" in line:
                self.port = int(line.split("address=127.0.0.1:")[1].split()[0])
                threading.Thread(target=self.process.stderr.read, daemon=True).start()
                break
        else:
            raise Finding("the service does not start: " + "".join(said)[-500:])
        watch.cancel()

    def ask(self, method, path, body=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request(method, "/v1/articles/" + path, body and json.dumps(body),
                               {"Authorization": f"Bearer {TOKEN}", "Content-Type": "application/json"})
            answer = connection.getresponse()
            content = answer.read()
        finally:
            connection.close()
        return answer.status, json.loads(content) if answer.status == 200 and method == "GET" else content

    def end(self):
        self.process.terminate()
        self.process.wait()


class ServiceChanges(Scenario):
    """A site's program puts articles in, corrects and removes some, and its editors lock lists, one after the other."""

    name = "service"
    only_lists = False

    def prepare(self, site):
        self.must(["index", site])
        self.files = sorted(name for name in os.listdir(site) if name.endswith(".md"))[:4]

    def answers(self, site):
        return []

    def steps(self):
        """Article to what it becomes: a title, None for one that is removed, or True for a locked list."""
        for number in range(12):
            yield f"n{number}", f"Report {number}"
            if number % 3 == 0:
                yield f"n{number}", f"Corrected report {number}"
            if number % 4 == 0:
                yield f"n{number}", None
            if number < len(self.files):
                yield self.files[number], True

    def change(self, service, article, becomes):
        if becomes is None:
            status, said = service.ask("DELETE", article)
        elif becomes is True:
            _, known = service.ask("GET", article)
            kept = {key: known[key] for key in ("title", "excerpt", "body", "topics") if key in known}
            status, said = service.ask("PUT", article + "?file=true", {**kept, "relatedLocked": True})
        else:
            text = f"{becomes}: a story of storms, harbours and walls. " * 30
            status, said = service.ask("PUT", article, {"title": becomes, "body": text, "topics": ["storms"]})
        require(status in (200, 201), f"{article} is not changed: {status} {said[:300]}")

    def state(self, service, article):
        status, found = service.ask("GET", article)
        require(status in (200, 404), f"{article} is answered by {status}")
        if status == 404:
            return None
        return found.get("relatedLocked", False) if article in self.files else found["title"]

    def record(self, site, recording):
        """Has the changes recorded, with what was acknowledged between them."""
        service = Running(self.settings, site, recording.environment)
        try:
            for number, step in enumerate(self.steps()):
                self.change(service, *step)
                said = b"%d\n" % number
                with open(recording.log, "ab", buffering=0) as file:
                    file.write(b"said 0 0 %d 0\n" % len(said) + said)
        finally:
            service.end()
        return subprocess.CompletedProcess([], service.process.returncode, b"", b"")

    def judge(self, site, said, before, after):
        self.check_at_once(site, before, after)
        steps = list(self.steps())
        done = said.count(b"\n")
        known = {article: [False if article in self.files else None] for article, _ in steps}
        for article, becomes in steps[:done]:
            known[article] = [becomes]
        # What was under way may be done or not.
        for article, becomes in steps[done : done + 1]:
            known[article].append(becomes)
        now = self.results(site)
        for article in self.files:
            if known[article] == [True]:
                require(now[article] == after[article], f"{article} is as before, although its change was acknowledged")
        service = Running(self.settings, site, {})
        try:
            for article, states in known.items():
                found = self.state(service, article)
                require(found in states, f"{article} is {found!r} and not one of {states}")
            # The next changes need nobody's help.
            for step in steps[max(0, done - 1) :]:
                if step[1] is not None or self.state(service, step[0]) is not None:
                    self.change(service, *step)
        finally:
            service.end()
        require(service.process.returncode == 0, "the service does not end in order")
        require(self.results(site) == after, "after the next changes the files differ")
