"""Tries a service on a PostgreSQL that fails over to its standby, over TLS and with the least rights, while clients write.

    python3 Tests/Service/failing_over.py .build/release/kindred .build/release/kindred-server \
        --postgres /usr/lib/postgresql/15/bin

Both programs are built with --traits Postgres. The primary's disk and the standby's have each change before it is
acknowledged; then the primary is killed and the standby promoted, again and again, each time with a new standby. No
change that was acknowledged may be gone, and the service has to answer again without being started anew. Before that:
the service's role may change articles and nothing else, a connection without TLS or by another certificate authority
is refused in plain words, and no password is shown.
"""

import argparse
import os
import pathlib
import random
import subprocess
import sys
import tempfile
import threading
import time
import types

from killed_service import TOKEN, Articles, ask, start, wrong
from shared_database import Database, write

OWNER, SERVICE = "own3r-s3cret", "s3rvice-s3cret"


def expect(holds, what):
    print(f"{'yes' if holds else 'NO '}  {what}", flush=True)
    if not holds:
        wrong.append(what)


class Authority:
    """Signs the certificate of every server here."""

    def __init__(self, folder, name):
        self.certificate, self.folder, self.name = folder / f"{name}.pem", folder, name
        key = folder / f"{name}.key"
        self.openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", f"/CN={name}",
                     "-keyout", key, "-out", self.certificate)
        (folder / f"{name}.names").write_text("subjectAltName=DNS:localhost,IP:127.0.0.1\n")
        self.openssl("req", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=localhost",
                     "-keyout", folder / f"{name}-server.key", "-out", folder / f"{name}-server.csr")
        self.openssl("x509", "-req", "-days", "2", "-in", folder / f"{name}-server.csr", "-CA", self.certificate,
                     "-CAkey", key, "-CAcreateserial", "-extfile", folder / f"{name}.names",
                     "-out", folder / f"{name}-server.pem")

    def openssl(self, *arguments):
        subprocess.run(["openssl", *map(str, arguments)], check=True, capture_output=True)


class Server(Database):
    """One that speaks TLS only, with passwords; a standby where it is given a primary."""

    def __init__(self, programs, authority, primary=None):
        self.authority, self.primary = authority, primary
        super().__init__(programs)

    def run(self, program, *arguments):
        if program == "initdb" and self.primary:
            source = f"host=127.0.0.1 port={self.primary.port} user=app password={OWNER} sslmode=require"
            command = [f"{self.programs}/pg_basebackup", "-D", f"{self.folder}/data", "-R", "-c", "fast", "-d",
                       f"{source} application_name=standby"]
            return subprocess.run([*self.prefix, *command], check=True, cwd=self.folder)
        super().run(program, *arguments)
        if program == "initdb":
            data = pathlib.Path(f"{self.folder}/data")
            for kind in ("pem", "key"):
                source = self.authority.folder / f"{self.authority.name}-server.{kind}"
                (data / f"server.{kind}").write_bytes(source.read_bytes())
                (data / f"server.{kind}").chmod(0o600)
                os.chown(data / f"server.{kind}", data.stat().st_uid, -1)
            (data / "pg_hba.conf").write_text(
                "local all all trust\nhostssl all all 127.0.0.1/32 scram-sha-256\n"
                "hostssl replication all 127.0.0.1/32 scram-sha-256\n")
            with open(data / "postgresql.conf", "a") as settings:
                settings.write("ssl = on\nssl_cert_file = 'server.pem'\nssl_key_file = 'server.key'\n"
                               "hot_standby = on\nwal_keep_size = '256MB'\n")

    def sql(self, text, database="postgres", user="app"):
        command = [f"{self.programs}/psql", "-h", self.folder, "-p", str(self.port), "-U", user, "-d", database,
                   "-v", "ON_ERROR_STOP=1", "-qAtc", text]
        done = subprocess.run([*self.prefix, *command], capture_output=True, text=True, cwd=self.folder)
        return done.returncode == 0, (done.stdout + done.stderr).strip()

    def must(self, text, **where):
        succeeded, said = self.sql(text, **where)
        if not succeeded:
            sys.exit(said)
        return said

    def confirm_by_standby(self, is_needed):
        self.must(f"ALTER SYSTEM SET synchronous_standby_names = '{'standby' if is_needed else ''}'")
        self.must("SELECT pg_reload_conf()")

    def wait_for_standby(self):
        for _ in range(200):
            if self.must("SELECT count(*) FROM pg_stat_replication WHERE sync_state = 'sync'") != "0":
                return
            time.sleep(0.1)
        sys.exit("the standby does not follow")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("kindred")
    parser.add_argument("server")
    parser.add_argument("--postgres", required=True, help="the folder of PostgreSQL's programs")
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    work = pathlib.Path(tempfile.mkdtemp())
    authority, stranger = Authority(work, "authority"), Authority(work, "stranger")

    primary = Server(options.postgres, authority)
    primary.must(f"ALTER ROLE app PASSWORD '{OWNER}'")
    primary.must("CREATE DATABASE news")
    primary.must(f"CREATE ROLE kindred_owner LOGIN PASSWORD '{OWNER}'")
    primary.must("GRANT CREATE ON DATABASE news TO kindred_owner")
    primary.must(f"CREATE ROLE kindred LOGIN PASSWORD '{SERVICE}'")
    (work / "passwords").write_text(f"*:*:*:kindred_owner:{OWNER}\n*:*:*:kindred:{SERVICE}\n")
    (work / "passwords").chmod(0o600)
    os.environ["PGPASSFILE"] = str(work / "passwords")

    def address(user, ports, root=authority, mode="verify-full"):
        hosts = ",".join(f"localhost:{port}" for port in ports)
        return (f"postgres://{user}@{hosts}/news?sslmode={mode}&sslrootcert={root.certificate}"
                "&target_session_attrs=read-write&connect_timeout=3&tcp_user_timeout=3000")

    articles = work / "articles.jsonl"
    articles.write_text("".join(f'{{"id": "a{n}", "title": "The council votes on cameras {n}"}}\n' for n in range(20)))

    def index(url):
        done = subprocess.run([options.kindred, "index", articles, "--index", url, "--model", "none", "--config", "none"],
                              capture_output=True, text=True)
        return done.returncode, done.stdout + done.stderr

    ports = [primary.port]
    status, said = index(address("kindred_owner", ports, root=stranger))
    expect(status == 69 and "certificate" in said, f"another authority's server is refused: {said.strip()}")
    status, said = index(address("kindred_owner", ports, mode="disable"))
    expect(status == 69 and OWNER not in said, f"without TLS nobody gets in: {said.strip()}")
    status, said = index(address("kindred", ports))
    expect(status != 0 and SERVICE not in said, f"the service's role makes no schema: {said.strip()}")
    status, said = index(address("kindred_owner", ports))
    expect(status == 0, f"its owner makes it: {said.strip()}")
    primary.must("GRANT USAGE ON SCHEMA kindred TO kindred", database="news")
    primary.must("GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA kindred TO kindred", database="news")
    for forbidden in ("CREATE TABLE kindred.other (a int)", "DROP TABLE kindred.article", "CREATE SCHEMA other",
                      "TRUNCATE kindred.article"):
        succeeded, said = primary.sql(forbidden, database="news", user="kindred")
        expect(not succeeded, f"the service's role may not {forbidden}: {said}")

    standby = Server(options.postgres, authority, primary)
    primary.confirm_by_standby(True)
    primary.wait_for_standby()

    # The addresses stay while servers come and go, as those of a pair do: each server is put behind one of two names.
    (work / "tokens").write_text(f"cms: {TOKEN}\n")
    (work / "tokens").chmod(0o600)
    arguments = ["--archive", address("kindred", [primary.port, standby.port]), "--state-folder", str(work / "state"),
                 "--config", "none", "--listen", "127.0.0.1:0", "--token-file", str(work / "tokens"), "--model", "none"]
    process, port = start(options.server, arguments)
    writers = [Articles(number) for number in range(3)]

    service = types.SimpleNamespace(port=port)
    slowest = 0
    for number in range(options.rounds):
        until = time.time() + 4
        threads = [threading.Thread(target=write, args=(one, service, until)) for one in writers]
        for one in writers:
            one.touched = set()
        for thread in threads:
            thread.start()
        time.sleep(random.uniform(0.5, 2))
        primary.kill()
        begin = time.time()
        standby.run("pg_ctl", "-w", "promote")
        standby.confirm_by_standby(False)
        for thread in threads:
            thread.join()
        while time.time() - begin < 60 and ask(port, "GET", "/readyz")[0] != 200:
            time.sleep(0.05)
        slowest = max(slowest, time.time() - begin)
        for one in writers:
            one.check(port, one.touched)
        there = sum(numbers != {None} for one in writers for numbers in one.possible.values())
        expect(not wrong and process.poll() is None,
               f"{number + 1}: the standby took over with {there} articles, within {slowest:.1f} s, nothing is gone")
        if wrong:
            break
        # The dead one comes back as the standby of the living, at its old address.
        subprocess.run(["rm", "-rf", f"{primary.folder}/data"], check=True)
        primary.primary = standby
        primary.run("initdb")
        primary.restart()
        primary, standby = standby, primary
        primary.confirm_by_standby(True)
        primary.wait_for_standby()
    changes = sum(one.count for one in writers)
    print(f"{changes} changes, {options.rounds} fail-overs, {len(wrong)} wrong")
    for message in wrong[:20]:
        print(message)
    process.kill()
    for one in (primary, standby):
        one.stop()
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
