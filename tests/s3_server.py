"""An object store that speaks S3, on this machine's loopback, for the time of a test session.

It is a process of its own: Delta's library asks whether a table is there without letting go of the interpreter, and a server in a thread
could not answer it.
"""

from __future__ import annotations

import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

BUCKET = "bpo"
STARTS_IN_SECONDS = 60


@contextmanager
def s3_server() -> Iterator[Mapping[str, str]]:
    """Yields the environment with which a client reaches it; its bucket is :data:`BUCKET`, and empty."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-c", "from moto.server import main; main()", "-H", "127.0.0.1", "-p", str(port)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _make_bucket(url)
        yield {
            "AWS_ENDPOINT_URL": url,
            "AWS_REGION": "us-east-1",
            "AWS_ACCESS_KEY_ID": "tests",
            "AWS_SECRET_ACCESS_KEY": "tests",
            "AWS_ALLOW_HTTP": "true",
        }
    finally:
        server.kill()
        server.wait()


def _make_bucket(url: str) -> None:
    end = time.monotonic() + STARTS_IN_SECONDS
    while True:
        try:
            urllib.request.urlopen(urllib.request.Request(f"{url}/{BUCKET}", method="PUT")).close()
            return
        except urllib.error.URLError:
            assert time.monotonic() < end, "the server did not start"
            time.sleep(0.1)
