"""A PostgreSQL server of our own on this machine's loopback, for the time of a test session; skipped where its binaries are not."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp

import pytest

PLACES = [*sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True), Path("/usr/local/bin"), Path("/usr/bin")]


@contextmanager
def server(password: str | None = None) -> Iterator[str]:
    """Yields the URL of its database ``postgres``, which has no table; without a password it lets in whoever comes."""
    binaries = next((place for place in PLACES if (place / "initdb").exists()), None)
    if binaries is None:
        pytest.skip("no PostgreSQL is installed here (Debian: apt-get install postgresql)")
    folder = Path(mkdtemp(prefix="bpo-postgres-"))
    as_user = []
    if os.getuid() == 0:  # the server refuses to run as root
        as_user = ["runuser", "-u", "postgres", "--"]
        shutil.chown(folder, "postgres")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    data = folder / "data"
    options = f"-c listen_addresses=127.0.0.1 -c port={port} -c unix_socket_directories={folder} -c fsync=off"
    made = [str(binaries / "initdb"), "-D", str(data), "-U", "bpo", "-E", "UTF8", "--locale=C", "-N"]
    if password is None:
        made += ["-A", "trust"]
    else:
        (folder / "password").write_text(password + "\n")
        made += ["-A", "scram-sha-256", f"--pwfile={folder / 'password'}"]
    subprocess.run([*as_user, *made], check=True, capture_output=True, cwd=folder)
    control = [*as_user, str(binaries / "pg_ctl"), "-D", str(data), "-w"]
    log = ["-l", str(folder / "log"), "-o", options]
    subprocess.run([*control, *log, "start"], check=True, stdout=subprocess.DEVNULL, cwd=folder)
    try:
        secret = f":{password}" if password is not None else ""
        yield f"postgresql+psycopg://bpo{secret}@127.0.0.1:{port}/postgres"
    finally:
        subprocess.run([*control, "-m", "immediate", "stop"], check=False, capture_output=True, cwd=folder)
        shutil.rmtree(folder, ignore_errors=True)
