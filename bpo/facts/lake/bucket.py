"""A lake under a prefix of an object store that speaks S3.

Endpoint, region and credentials come from the environment (``AWS_ENDPOINT_URL``, ``AWS_REGION``, ``AWS_ACCESS_KEY_ID`` …), from where Delta,
Polars and the store's library each take them. The store has to honour conditions on puts (``If-None-Match``, ``If-Match``): commits and the
lease rest on them.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from tempfile import gettempdir
from time import time_ns
from typing import Any
from uuid import uuid4

import obstore
from obstore.exceptions import BaseError
from obstore.store import S3Store, from_url

from bpo.core.errors import Where, fail, in_a_line
from bpo.core.words import Words
from bpo.facts.lake.lease import Lease
from bpo.facts.lake.staging import STAGING, Stored, left_behind, staging

UNREACHABLE = Words(
    "lake-store-unreachable",
    en="the lake's object store does not answer, or refuses ({reason}); see that the bucket is there, and that AWS_ENDPOINT_URL, AWS_REGION, "
    "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are set (AWS_ALLOW_HTTP=true for a store without TLS)",
    zh="事实库所在的对象存储无应答或拒绝访问（{reason}）；请确认存储桶存在，并已设置 AWS_ENDPOINT_URL、AWS_REGION、AWS_ACCESS_KEY_ID、"
    "AWS_SECRET_ACCESS_KEY（无 TLS 的存储另设 AWS_ALLOW_HTTP=true）",
)
NOT_S3 = Words(
    "lake-not-s3",
    en="a lake is a folder, or s3://BUCKET/PREFIX; '{given}' is neither",
    zh="事实库应为文件夹或 s3://存储桶/前缀；'{given}' 两者都不是",
)


class Bucket:
    """See :class:`~bpo.facts.lake.place.Place`."""

    def __init__(self, url: str) -> None:
        if not url.startswith("s3://"):
            raise fail(NOT_S3, given=url)
        self.url = url.rstrip("/")
        with self._told():
            store = from_url(self.url, retry_config={"max_retries": 3})
            assert isinstance(store, S3Store), "an s3:// address gives no other"
            self._store = store
            obstore.list_with_delimiter(store)
        self._lease = Lease(self._store)
        self._here = Path(gettempdir()) / f"bpo-{sha256(self.url.encode()).hexdigest()[:16]}"

    def __str__(self) -> str:
        return self.url

    def at(self, name: str) -> str:
        return f"{self.url}/{name}"

    def make(self) -> None:
        """A prefix is there when something is kept under it."""

    @contextmanager
    def locked(self) -> Iterator[None]:
        with self._told(), self._lease.held():
            yield

    def require_mine(self) -> None:
        with self._told():
            self._lease.require()

    @contextmanager
    def staging(self) -> Iterator[Path]:
        """In the temporary folder of this machine; what another bucket's, or a killed one's, left there is told apart as in a folder's lake."""
        with staging(self._here) as folder:
            yield folder
            self.remove(f"{STAGING}/{folder.name}")

    def announce(self, staging: Path, names: Sequence[str]) -> None:
        self.write_text(f"{STAGING}/{staging.name}", "\n".join(names))

    def left_behind(self) -> Iterator[Sequence[str]]:
        for _ in left_behind(self._here):
            pass  # of this machine; what they had announced is in the bucket
        for name in self.names(STAGING):
            yield (self.text(f"{STAGING}/{name}") or "").split()
            self.remove(f"{STAGING}/{name}")

    def take(self, file: Path, name: str) -> Stored:
        size = file.stat().st_size
        self._do(obstore.put, name, file)
        return Stored(size, time_ns() // 1_000_000)

    def names(self, under: str) -> list[str]:
        found = self._do(obstore.list_with_delimiter, f"{under}/")["objects"]
        return sorted(one["path"].rsplit("/", 1)[-1] for one in found)

    def remove(self, name: str) -> None:
        self._do(obstore.delete, name)

    def text(self, name: str) -> str | None:
        try:
            return bytes(self._do(obstore.get, name).bytes()).decode()
        except FileNotFoundError:
            return None

    def write_text(self, name: str, text: str) -> None:
        self._do(obstore.put, name, text.encode())

    def note(self, name: str, text: str) -> None:
        """Each note is an object, named after the moment it was made."""
        self.write_text(f"{name}/{time_ns():020}-{uuid4().hex}", text)

    def notes(self, name: str) -> str:
        return "".join(self.text(f"{name}/{one}") or "" for one in self.names(name))

    def _do(self, verb: Callable[..., Any], *given: Any) -> Any:
        with self._told():
            return verb(self._store, *given)

    @contextmanager
    def _told(self) -> Iterator[None]:
        """What the store refuses is told as a problem of the lake's; that something is not there is for the caller."""
        try:
            yield
        except (BaseError, ValueError) as error:
            reason = in_a_line(str(error).split("Debug source")[0])
            raise fail(UNREACHABLE, Where(self.url), reason=reason) from error
