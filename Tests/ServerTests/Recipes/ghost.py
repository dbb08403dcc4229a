"""Starts the webhook and sends what Ghost sends, against a service."""

import hashlib
import hmac
import json
import os
import subprocess
import sys
import time
import urllib.error
import urllib.request

webhook = subprocess.Popen(
    [sys.executable, sys.argv[1] + "/ghost_webhook.py", "0"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
)
port = int(webhook.stdout.readline().split()[-1])


def send(message, secret=os.environ["GHOST_SECRET"], body=None):
    body = json.dumps(message).encode() if body is None else body
    moment = str(int(time.time() * 1000))
    code = hmac.new(secret.encode(), body + moment.encode(), hashlib.sha256).hexdigest()
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}/", data=body, headers={"X-Ghost-Signature": f"sha256={code}, t={moment}"}
    )
    try:
        with urllib.request.urlopen(request, timeout=20) as response:
            return response.status
    except urllib.error.HTTPError as error:
        return error.code


def stored(post_id):
    try:
        with urllib.request.urlopen(f"{os.environ['KINDRED_URL']}/v1/articles/ghost-{post_id}", timeout=20) as response:
            return json.load(response)
    except urllib.error.HTTPError as error:
        return error.code


def post(**other):
    return {
        "id": "5f1", "title": "Council bans face recognition", "status": "published", "visibility": "public",
        "plaintext": "The council bans face recognition.", "custom_excerpt": None, "excerpt": "The council bans",
        "url": "https://g.example/ban/", "published_at": "2026-03-01T10:00:00.000Z",
        "tags": [{"name": "Law"}, {"name": "#internal"}], **other,
    }


try:
    assert send({"post": {"current": post(), "previous": {}}}) == 200
    article = stored("5f1")
    assert article["title"] == "Council bans face recognition" and article["topics"] == ["Law"], article
    assert send({"post": {"current": post(title="Council allows it"), "previous": {}}}) == 200
    assert stored("5f1")["title"] == "Council allows it"
    assert send({"post": {"current": post(visibility="paid"), "previous": {}}}) == 200
    assert stored("5f1") == 404
    assert send({"post": {"current": post(), "previous": {}}}) == 200
    assert send({"post": {"current": {}, "previous": {"id": "5f1"}}}) == 200
    assert stored("5f1") == 404
    assert send({"post": {"current": post()}}, secret="another") == 401
    for wrong in (b"{}", b"[]", b"x", b'{"post": 1}', b'{"post": {"current": {}}}'):
        assert send(None, body=wrong) == 400, wrong
finally:
    webhook.kill()
print("all as expected")
