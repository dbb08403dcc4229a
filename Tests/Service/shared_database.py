"""Disturbs two services on one PostgreSQL database while clients write to both, and looks whether they kept their word.

    python3 Tests/Service/shared_database.py .build/release/kindred-server --postgres /usr/lib/postgresql/15/bin

A service is killed, all of PostgreSQL is killed, the network between a service and the database is cut or goes silent.
After each of these the services must answer again by themselves; no change that was acknowledged may be gone, none be
half there, and both services must have the same articles and lists. At the end both change the same articles for a while:
the last change counts for both. Other options are passed on to the services.
"""

import argparse
import json
import os
import pathlib
import pwd
import random
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse

from killed_service import TOKEN, Articles, article, ask, start, wrong

Articles.refusals = (500, 503)


class Database:
    """A PostgreSQL server of our own, whose disk keeps what it was told to keep."""

    def __init__(self, programs):
        self.programs, self.folder = programs, tempfile.mkdtemp()
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.prefix = []
        if os.getuid() == 0:  # It refuses to run as root.
            os.chown(self.folder, pwd.getpwnam("postgres").pw_uid, -1)
            self.prefix = ["runuser", "-u", "postgres", "--"]
        self.run("initdb", "-U", "app", "-A", "trust", "-E", "UTF8", "--locale=C")
        self.start()

    def run(self, program, *arguments):
        command = [*self.prefix, f"{self.programs}/{program}", "-D", f"{self.folder}/data", *arguments]
        subprocess.run(command, check=True, cwd=self.folder, stdout=subprocess.DEVNULL)

    def start(self):
        options = f"-p {self.port} -h 127.0.0.1 -k {self.folder} -c max_connections=100"
        self.run("pg_ctl", "-w", "-l", f"{self.folder}/log", "-o", options, "start")

    def kill(self):
        """Every process at once, as where the machine fails."""
        leader = int(pathlib.Path(f"{self.folder}/data/postmaster.pid").read_text().split()[0])
        found = subprocess.run(["pgrep", "-P", str(leader)], capture_output=True, text=True).stdout.split()
        for process in [leader, *map(int, found)]:
            try:
                os.kill(process, signal.SIGKILL)
            except ProcessLookupError:
                pass

    def restart(self):
        for _ in range(50):
            try:
                return self.start()
            except subprocess.CalledProcessError:  # Shared memory of the killed one is still there.
                time.sleep(0.2)
        sys.exit("PostgreSQL did not start again")

    def stop(self):
        self.run("pg_ctl", "-m", "immediate", "stop")


class Network:
    """The way from one service to the database, which can be cut."""

    def __init__(self, port):
        self.target, self.sockets = port, []
        self.is_cut = self.is_silent = False
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            client, _ = self.listener.accept()
            try:
                if self.is_cut:
                    raise OSError
                server = socket.create_connection(("127.0.0.1", self.target))
            except OSError:
                client.close()
                continue
            self.sockets += [client, server]
            for ends in ((client, server), (server, client)):
                threading.Thread(target=self.pass_on, args=ends, daemon=True).start()

    def pass_on(self, source, sink):
        try:
            while data := source.recv(1 << 16):
                while self.is_silent:
                    time.sleep(0.02)
                sink.sendall(data)
        except OSError:
            pass
        for end in (source, sink):
            try:
                end.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass

    def cut(self):
        self.is_cut = True
        for one in self.sockets:
            try:
                one.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass
        self.sockets = []


class Service:
    def __init__(self, program, database, others):
        self.network = Network(database.port)
        folder = pathlib.Path(tempfile.mkdtemp())
        (folder / "tokens").write_text(f"cms: {TOKEN}\n")
        (folder / "tokens").chmod(0o600)
        address = f"postgres://app@127.0.0.1:{self.network.port}/postgres?tcp_user_timeout=3000&connect_timeout=3"
        self.command = (program, ["--archive", address, "--state-folder", f"{folder}/state", "--config", "none",
                                  "--listen", "127.0.0.1:0", "--token-file", f"{folder}/tokens", *others])
        self.start()

    def start(self):
        self.process, self.port = start(*self.command)

    def kill(self):
        self.process.kill()
        self.process.wait()

    def wait(self):
        """Until it answers again."""
        begin = time.time()
        while time.time() - begin < 60:
            try:
                if ask(self.port, "GET", "/readyz")[0] == 200:
                    return time.time() - begin
            except OSError:
                pass
            time.sleep(0.05)
        wrong.append("a service does not answer again")
        return 60


def write(one, service, until):
    while time.time() < until:
        try:
            one.change_one(service.port)
        except (OSError, ValueError):
            time.sleep(0.05)


def same(services, identifiers):
    """Whether all services have the same articles and lists; what one wrote the others have a moment later."""
    for identifier in identifiers:
        path = f"/v1/articles/{urllib.parse.quote(identifier)}"
        for address in (path, f"{path}/related?explain=true"):
            end = time.time() + 5
            while len(answers := {ask(one.port, "GET", address)[::2] for one in services}) > 1:
                if time.time() > end:
                    wrong.append(f"{address}: {[(status, body[:300]) for status, body in answers]}")
                    break
                time.sleep(0.05)


def disturb(kind, database, services):
    victim = random.choice(services)
    if kind == "service":
        victim.kill()
        victim.start()
    elif kind == "database":
        database.kill()
        time.sleep(random.uniform(0, 0.5))
        database.restart()
    elif kind == "cut":
        victim.network.cut()
        time.sleep(random.uniform(0, 1))
        victim.network.is_cut = False
    elif kind == "silence":
        victim.network.is_silent = True
        time.sleep(random.uniform(0, 2))
        victim.network.is_silent = False


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("program")
    parser.add_argument("--postgres", required=True, help="the folder of PostgreSQL's programs")
    parser.add_argument("--rounds", type=int, default=40)
    parser.add_argument("--seconds", type=float, default=60, help="of changes to the same articles")
    options, others = parser.parse_known_args()
    database = Database(options.postgres)
    services = [Service(options.program, database, others or ["--model", "none"]) for _ in range(2)]
    writers = [(Articles(number), services[number % 2]) for number in range(4)]
    slowest = 0
    kinds = ["service", "database", "cut", "silence"]
    for number in range(options.rounds):
        kind = kinds[number % len(kinds)]
        until = time.time() + random.uniform(1, 3)
        threads = [threading.Thread(target=write, args=(one, service, until)) for one, service in writers]
        for one, _ in writers:
            one.touched = set()
        for thread in threads:
            thread.start()
        time.sleep(random.uniform(0.1, 1))
        disturb(kind, database, services)
        for thread in threads:
            thread.join()
        slowest = max([slowest, *(service.wait() for service in services)])
        for one, service in writers:
            before = [other for other in one.possible if other not in one.touched]
            looked_at = one.touched | set(random.sample(before, min(5, len(before))))
            one.check(service.port, looked_at)
            same(services, random.sample(sorted(looked_at), min(5, len(looked_at))))
        there = sum(numbers != {None} for one, _ in writers for numbers in one.possible.values())
        print(f"{number + 1} {kind}: {there} articles, slowest recovery {slowest:.1f} s, {len(wrong)} wrong", flush=True)
        if wrong:
            break

    # Both change the same articles.
    counts = [0, 0]

    def change(place):
        until = time.time() + options.seconds
        while time.time() < until and not wrong:
            identifier = f"s{random.randrange(1000)}"
            counts[place] += 1
            body = json.dumps(article(identifier, counts[place] * 2 + place))
            status, _, said = ask(services[place].port, "PUT", f"/v1/articles/{identifier}", body)
            if status not in (200, 201):
                wrong.append(f"PUT {identifier}: {status} {said[:300]}")

    if not wrong:
        threads = [threading.Thread(target=change, args=(place,)) for place in (0, 1, 0, 1)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        same(services, [f"s{number}" for number in range(1000)])
    for message in wrong[:20]:
        print(message)
    changes = sum(one.count for one, _ in writers)
    print(f"{changes} changes beside failures, {sum(counts)} to the same articles, {len(wrong)} wrong")
    for service in services:
        service.kill()
    database.stop()
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
