"""Kills a service again and again while clients write, and looks each time whether it kept its word.

    python3 Tests/Service/killed_service.py .build/release/kindred-server --kills 500

Articles are put in, corrected under If-Match, removed, and changed by lines in bulk. After each restart no change that
was acknowledged may be gone and none be half there, /v1/changes must tell of every changed list, and lists be answered.
Other options are passed on to the service.
"""

import argparse
import http.client
import json
import pathlib
import random
import subprocess
import sys
import tempfile
import threading
import time

TOKEN = "0123456789abcdef0123456789abcdef"
WRITERS = 4
SUBJECTS = ["harbour wall storm", "council camera vote", "vaccine trial clinic", "orchestra season hall"]
wrong = []


def article(identifier, number):
    """An article whose parts all tell its number, so that half of one is noticed."""
    subject = SUBJECTS[int(identifier[1:]) % len(SUBJECTS)]
    return {"title": f"The {subject} {number}", "body": f"{subject} {number} " * 40, "topics": [f"t{number}"]}


def ask(port, method, path, body=None, headers={}, kind="application/json"):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        connection.request(method, path, body, {"Authorization": f"Bearer {TOKEN}", "Content-Type": kind, **headers})
        answer = connection.getresponse()
        return answer.status, answer.getheader("ETag"), answer.read()
    finally:
        connection.close()


class Articles:
    """What one writer knows of its articles. An article that is being changed may be as it was or as it shall be."""

    refusals = ()  # statuses of answers after which nobody knows whether the change was made

    def __init__(self, writer):
        self.writer = writer
        self.possible = {}  # id -> numbers it may have, None for one that is not there
        self.tags = {}
        self.touched = set()
        self.told = set()  # lists that have to be told as changed
        self.count = 0

    def begin(self, identifier, number):
        self.possible[identifier] = self.possible.get(identifier, {None}) | {number}
        self.touched.add(identifier)

    def end(self, identifier, number, tag=None):
        self.possible[identifier] = {number}
        self.tags[identifier] = tag

    def new_number(self):
        self.count += 1
        return self.count * WRITERS + self.writer

    def change_one(self, port):
        certain = [one for one, numbers in self.possible.items() if len(numbers) == 1 and self.tags.get(one)]
        number = self.new_number()
        identifier = random.choice(certain) if certain and random.random() < 0.6 else f"n{number}"
        headers = {"If-Match": self.tags[identifier]} if identifier in certain else {"If-None-Match": "*"}
        removes = identifier in certain and random.random() < 0.3
        self.begin(identifier, None if removes else number)
        path = f"/v1/articles/{identifier}"
        if removes:
            status, tag, body = ask(port, "DELETE", path, headers=headers)
        else:
            status, tag, body = ask(port, "PUT", path, json.dumps(article(identifier, number)), headers)
        if status in self.refusals:
            return
        if status not in (200, 201):
            wrong.append(f"{'DELETE' if removes else 'PUT'} {identifier} {headers}: {status} {body[:200]}")
            return
        self.end(identifier, None if removes else number, None if removes else tag)
        self.told |= {identifier, *json.loads(body)["changed"]}

    def change_many(self, port):
        lines = []
        for _ in range(20):
            number = self.new_number()
            certain = [one for one, numbers in self.possible.items() if len(numbers) == 1 and None not in numbers]
            if certain and random.random() < 0.3:
                identifier = random.choice(certain)
                self.begin(identifier, None)
                lines.append((identifier, None, json.dumps({"_delete": identifier})))
            else:
                identifier = f"n{number}"
                self.begin(identifier, number)
                lines.append((identifier, number, json.dumps({"id": identifier, **article(identifier, number)})))
        text = "".join(line + "\n" for _, _, line in lines)
        status, _, body = ask(port, "POST", "/v1/articles:bulk", text, kind="application/x-ndjson")
        results = [json.loads(line) for line in body.splitlines()]
        for (identifier, number, _), result in zip(lines, results):
            if result.get("result") not in ("created", "removed"):
                wrong.append(f"bulk: {result}")
            self.end(identifier, number)

    def write(self, port, with_bulk):
        try:
            while True:
                if with_bulk and random.random() < 0.2:
                    self.change_many(port)
                else:
                    self.change_one(port)
        except (OSError, http.client.HTTPException, ValueError):
            pass  # It was killed.

    def check(self, port, identifiers):
        for identifier in identifiers:
            status, tag, body = ask(port, "GET", f"/v1/articles/{identifier}")
            found = json.loads(body) if status == 200 else None
            number = found and int(found["topics"][0][1:])
            if number not in self.possible[identifier]:
                wrong.append(f"{identifier} is {number}, not {self.possible[identifier]}")
            if found and any(found[key].strip() != value.strip() if key != "topics" else found[key] != value
                             for key, value in article(identifier, number).items()):
                wrong.append(f"{identifier} is half there: {found}")
            if found and ask(port, "GET", f"/v1/articles/{identifier}/related")[0] != 200:
                wrong.append(f"the list of {identifier} is not answered")
            self.end(identifier, number, tag)


def start(program, arguments):
    process = subprocess.Popen([program, *arguments], stderr=subprocess.PIPE, text=True)
    for line in process.stderr:
        if " ready" in line:
            threading.Thread(target=process.stderr.read, daemon=True).start()
            return process, int(line.split("address=127.0.0.1:")[1].split()[0])
    sys.exit("the service did not start")


def changed_lists(port, place, needed):
    """All lists that are told as changed, or None where any may be."""
    seen = set()
    end = time.time() + 20
    while time.time() < end:
        told = json.loads(ask(port, "GET", f"/v1/changes?since={place}&limit=50")[2])
        if told["all"]:
            return None
        seen |= set(told["lists"])
        place = told["next"]
        if not told["more"] and needed <= seen:
            break
        if not told["more"]:
            time.sleep(0.05)
    return seen


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("program")
    parser.add_argument("--kills", type=int, default=500)
    parser.add_argument("--archive", help="an empty place in a database, instead of a new folder")
    options, others = parser.parse_known_args()
    folder = pathlib.Path(tempfile.mkdtemp())
    (folder / "tokens").write_text(f"cms: {TOKEN}\n")
    (folder / "tokens").chmod(0o600)
    arguments = ["--archive", options.archive or f"{folder}/archive", "--state-folder", f"{folder}/state"]
    arguments += ["--listen", "127.0.0.1:0", "--token-file", f"{folder}/tokens"]
    arguments += others or ["--model", "none"]
    writers = [Articles(number) for number in range(WRITERS)]
    process, port = start(options.program, arguments)
    complete = 0
    for kill in range(1, options.kills + 1):
        place = json.loads(ask(port, "GET", "/v1/changes")[2])["next"]
        for one in writers:
            one.touched, one.told = set(), set()
        threads = [threading.Thread(target=one.write, args=(port, kill % 3 == 0)) for one in writers]
        for thread in threads:
            thread.start()
        time.sleep(random.uniform(0.02, 0.4))
        process.kill()
        process.wait()
        for thread in threads:
            thread.join()
        process, port = start(options.program, arguments)
        needed = set().union(*(one.told for one in writers))
        told = changed_lists(port, place, needed)
        if told is not None:
            complete += 1
            if needed - told:
                wrong.append(f"changes do not tell of {sorted(needed - told)[:5]}")
        for one in writers:
            before = [other for other in one.possible if other not in one.touched]
            one.check(port, one.touched | set(random.sample(before, min(5, len(before)))))
        if kill % 20 == 0 or wrong:
            there = sum(numbers != {None} for one in writers for numbers in one.possible.values())
            print(f"{kill} kills, {there} articles, {complete} times changes one by one, {len(wrong)} wrong", flush=True)
        if wrong:
            break
    for one in writers:
        one.check(port, list(one.possible))
    there = sum(numbers != {None} for one in writers for numbers in one.possible.values())
    counted = json.loads(ask(port, "GET", "/readyz")[2])["articles"]
    if counted != there:
        wrong.append(f"{counted} articles are there, not {there}")
    process.terminate()
    if process.wait() != 0:
        wrong.append("it did not end in order")
    for message in wrong[:20]:
        print(message)
    print(f"{sum(one.count for one in writers)} changes, {there} articles at the end, {len(wrong)} wrong")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
