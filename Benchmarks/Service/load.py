"""How fast kindred-server answers, and how long its slow answers take.

    python3 Benchmarks/Service/load.py ARTICLES.jsonl[.gz] KINDRED KINDRED_SERVER [--count 100000] [--model kindred-small]

Indexes COUNT articles, starts the service on loopback and asks it: first as much as it can answer (16 connections that
ask again as soon as they are answered), then at half and at 80 % of that, each request at its moment of a Poisson
process whether or not those before are answered, so that waiting counts (no coordinated omission). The load runs on
the same cores as the service. Needs nothing but Python; with --peers the packages of requirements.txt, and the services
of peers.py are asked the same.
"""

import argparse
import asyncio
import gzip
import itertools
import json
import random
import secrets
import subprocess
import sys
import tempfile
import time
import urllib.parse
from pathlib import Path

CONNECTIONS = 16


class Connection:
    """One connection that sends requests one after the other."""

    def __init__(self, port):
        self.port, self.reader, self.writer = port, None, None

    async def send(self, request):
        """The status of the answer."""
        if self.writer is None:
            self.reader, self.writer = await asyncio.open_connection("127.0.0.1", self.port)
        self.writer.write(request)
        head = await self.reader.readuntil(b"\r\n\r\n")
        fields = dict(
            line.split(b": ", 1) for line in head.lower().split(b"\r\n")[1:] if b": " in line
        )
        await self.reader.readexactly(int(fields[b"content-length"]))
        return int(head.split(b" ", 2)[1])


def request(method, path, token=None, body=None):
    data = b"" if body is None else json.dumps(body).encode()
    lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1"]
    if token:
        lines.append(f"Authorization: Bearer {token}")
    if body is not None:
        lines += ["Content-Type: application/json", f"Content-Length: {len(data)}"]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + data


def percentile(values, share):
    values = sorted(values)
    return values[min(len(values) - 1, int(len(values) * share))] * 1000


async def capacity(port, requests, seconds):
    """Requests a second that the service answers at most, and how long they take."""
    times, end = [], time.perf_counter() + seconds

    async def ask():
        connection = Connection(port)
        while time.perf_counter() < end:
            start = time.perf_counter()
            status = await connection.send(next(requests))
            assert status in (200, 201), status
            times.append(time.perf_counter() - start)

    start = time.perf_counter()
    await asyncio.gather(*(ask() for _ in range(CONNECTIONS)))
    return len(times) / (time.perf_counter() - start), times


async def at_rate(port, requests, rate, seconds, seed):
    """How long answers take, from the moment at which each request should have been sent."""
    generator, times, free = random.Random(seed), [], [Connection(port) for _ in range(64)]
    waiting, tasks = asyncio.Semaphore(len(free)), []

    async def ask(due):
        async with waiting:
            connection = free.pop()
            status = await connection.send(next(requests))
            assert status in (200, 201), status
            free.append(connection)
        times.append(time.perf_counter() - due)

    due = time.perf_counter()
    end = due + seconds
    while due < end:
        due += generator.expovariate(rate)
        await asyncio.sleep(max(0, due - time.perf_counter()))
        tasks.append(asyncio.create_task(ask(due)))
    await asyncio.gather(*tasks)
    return times


async def measure(name, port, requests, seconds, shares=(0.5, 0.8)):
    best, times = await capacity(port, requests, seconds)
    cells = [f"{best:.0f}/s", f"{percentile(times, .5):.1f}", f"{percentile(times, .99):.1f}"]
    for share in shares:
        times = await at_rate(port, requests, best * share, seconds, seed=7)
        cells += [f"{percentile(times, .5):.1f}", f"{percentile(times, .99):.1f}"]
    print(f"| {name} | " + " | ".join(cells) + " |", flush=True)


def lines(path):
    opened = gzip.open(path, "rt", encoding="utf-8") if path.endswith(".gz") else open(path, encoding="utf-8")
    with opened as file:
        yield from file


def memory(process):
    status = Path(f"/proc/{process.pid}/status").read_text()
    return int(status.split("VmRSS:")[1].split()[0]) // 1024


async def run(options, folder):
    articles = list(itertools.islice(lines(options.articles), options.count + 20_000))
    known, new = articles[: options.count], articles[options.count :]
    corpus = folder / "articles.jsonl"
    corpus.write_text("".join(known), encoding="utf-8")
    index = options.database or str(folder / "archive/index.sqlite")
    start = time.perf_counter()
    command = [options.kindred, "index", str(corpus), "--index", index, "--config", "none", "--model", options.model]
    subprocess.run([*command, "--quiet"], check=True)
    print(f"indexed in {time.perf_counter() - start:.1f} s")
    token = secrets.token_hex(32)
    (folder / "tokens").touch(mode=0o600)
    (folder / "tokens").write_text(f"load: {token}\n")
    archive = options.database or str(folder / "archive")
    server = [options.server, "--archive", archive, "--state-folder", str(folder / "state")]
    server += ["--model", options.model, "--quiet"]
    server += ["--config", "none", "--listen", f"127.0.0.1:{options.port}", "--token-file", str(folder / "tokens")]
    place = "PostgreSQL" if options.database else "a file"
    await measured(f"kindred-server, {options.model}, {place}", server, known, new, token, options)
    for peer in options.peers:
        command = [sys.executable, str(Path(__file__).with_name("peers.py")), peer, str(corpus)]
        command += [str(folder / peer), "--port", str(options.port)]
        await measured(peer, command, known, new, None, options)


async def measured(name, command, known, new, token, options):
    """Starts a service and asks it; one without a token is a peer, which remembers no answers and takes nothing in bulk."""
    start = time.perf_counter()
    service = subprocess.Popen(command)
    try:
        while True:
            try:
                await Connection(options.port).send(request("GET", "/readyz"))
                break
            except OSError:
                await asyncio.sleep(0.01)
        print(f"\n{name}, {len(known)} articles: ready after {time.perf_counter() - start:.2f} s")
        print("| requests | capacity | p50 | p99 | p50 at 50 % | p99 | p50 at 80 % | p99 |")
        print("|---|---|---|---|---|---|---|---|")
        generator = random.Random(1)
        ids = [urllib.parse.quote(json.loads(line)["id"], safe="") for line in known]
        titles = [urllib.parse.quote(json.loads(line)["title"][:60]) for line in known[:20_000]]
        few = ids[:200]
        # Ever other parameters, so that no answer is remembered.
        fresh = itertools.count()
        related = (
            request("GET", f"/v1/articles/{generator.choice(ids)}/related?window={1000 + next(fresh)}")
            for _ in itertools.count()
        )
        cached = (request("GET", f"/v1/articles/{generator.choice(few)}/related") for _ in itertools.count())
        search = (request("GET", f"/v1/search?q={generator.choice(titles)}") for _ in itertools.count())
        asked = (
            request("POST", "/v1/related", body={"text": json.loads(generator.choice(new))["title"]})
            for _ in itertools.count()
        )
        await measure("related by id, not asked before", options.port, related, options.seconds)
        if token:
            await measure("related by id, remembered", options.port, cached, options.seconds)
        await measure("search", options.port, search, options.seconds)
        await measure("related to a text", options.port, asked, options.seconds)
        put = (
            request("PUT", f"/v1/articles/put-{number}", token, {**json.loads(line), "id": f"put-{number}"})
            for number, line in enumerate(new[:10_000])
        )
        await measure("PUT", options.port, put, options.seconds)
        if token:
            await bulk(options.port, token, new[10_000:])
        print(f"memory {memory(service)} MB")
    finally:
        service.terminate()
        service.wait()


async def bulk(port, token, lines):
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    head = ["POST /v1/articles:bulk?failures_only=true HTTP/1.1", "Host: 127.0.0.1", "Connection: close"]
    head += [f"Authorization: Bearer {token}", "Content-Type: application/x-ndjson", "Transfer-Encoding: chunked"]
    start = time.perf_counter()
    writer.write("\r\n".join(head).encode() + b"\r\n\r\n")
    for place in range(0, len(lines), 100):
        data = "".join(lines[place : place + 100]).encode()
        writer.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")
        await writer.drain()
    writer.write(b"0\r\n\r\n")
    answer = await reader.read()
    seconds = time.perf_counter() - start
    said = answer.decode().strip().splitlines()
    print(f"bulk: {len(lines)} lines in {seconds:.1f} s with all compared anew, {len(lines) / seconds:.0f}/s; {said[-3]}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles")
    parser.add_argument("kindred")
    parser.add_argument("server")
    parser.add_argument("--count", type=int, default=100_000)
    parser.add_argument("--model", default="kindred-small")
    parser.add_argument("--database", help="an empty place in PostgreSQL, as postgres://..., instead of a file")
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--port", type=int, default=8437)
    parser.add_argument("--peers", nargs="*", default=[], choices=["tantivy", "qdrant"])
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(run(options, Path(folder)))


if __name__ == "__main__":
    main()
