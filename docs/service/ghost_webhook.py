#!/usr/bin/env python3
"""Passes Ghost's webhooks on to a Kindred service: what is published is put in, what is taken back is removed.

    KINDRED_URL=http://127.0.0.1:8080 KINDRED_TOKEN=... GHOST_SECRET=... ./ghost_webhook.py 8081

In Ghost, under Settings > Integrations > Add custom integration, add webhooks to http://HOST:8081/ with that secret for
"Post published", "Published post updated", "Post unpublished" and "Post deleted".
"""

import hashlib
import hmac
import json
import os
import sys
import urllib.error
import urllib.parse
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

KINDRED = os.environ.get("KINDRED_URL", "http://127.0.0.1:8080").rstrip("/")
LARGEST = 4 << 20


def is_signed(header, body, secret):
    """Whether Ghost sent it: `sha256=HEX, t=MILLISECONDS`, of the body and the time (Ghost 5.87.1 and later)."""
    parts = dict(part.strip().split("=", 1) for part in header.split(",") if "=" in part)
    code = hmac.new(secret.encode(), body + parts.get("t", "").encode(), hashlib.sha256).hexdigest()
    return hmac.compare_digest(code, parts.get("sha256", ""))


def article(post):
    return {
        "title": post["title"],
        "excerpt": post.get("custom_excerpt") or post.get("excerpt") or "",
        "body": post.get("plaintext") or "",
        "webUrl": post.get("url"),
        "publishedDateTime": post.get("published_at"),
        "topics": [tag["name"] for tag in post.get("tags") or [] if not tag["name"].startswith("#")],
    }


def send(method, post_id, body=None):
    """The service's status."""
    request = urllib.request.Request(
        f"{KINDRED}/v1/articles/{urllib.parse.quote(f'ghost-{post_id}', safe='')}",
        method=method,
        data=None if body is None else json.dumps(body).encode(),
        headers={"Authorization": f"Bearer {os.environ['KINDRED_TOKEN']}", "Content-Type": "application/json"},
    )
    try:
        with urllib.request.urlopen(request, timeout=10) as response:
            return response.status
    except urllib.error.HTTPError as error:
        return error.code
    except OSError:
        return 503


class Webhook(BaseHTTPRequestHandler):
    timeout = 20

    def do_POST(self):
        length = int(self.headers.get("Content-Length") or 0)
        if not 0 < length <= LARGEST:
            return self.answer(413)
        body = self.rfile.read(length)
        if not is_signed(self.headers.get("X-Ghost-Signature") or "", body, os.environ["GHOST_SECRET"]):
            return self.answer(401)
        try:
            post = json.loads(body)["post"]
            current = post.get("current") or {}
            post_id = current.get("id") or post["previous"]["id"]
            is_public = current.get("status") == "published" and current.get("visibility") == "public"
            status = send("PUT", post_id, article(current)) if is_public else send("DELETE", post_id)
        except (ValueError, KeyError, TypeError, AttributeError):
            return self.answer(400)
        # Ghost tries again where the service is away; a post that it does not know need not be taken out.
        self.answer(200 if status < 300 or status == 404 else 503)

    def answer(self, status):
        self.send_response(status)
        self.send_header("Content-Length", "0")
        self.end_headers()


if __name__ == "__main__":
    missing = [name for name in ("KINDRED_TOKEN", "GHOST_SECRET") if not os.environ.get(name)]
    if missing:
        sys.exit(f"set {' and '.join(missing)}")
    server = ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1]) if len(sys.argv) > 1 else 8081), Webhook)
    print(f"listening at {server.server_port}", flush=True)
    server.serve_forever()
