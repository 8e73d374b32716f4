"""A lake under a prefix of an object store that speaks S3.

Endpoint, region and credentials come from the environment (``AWS_ENDPOINT_URL``, ``AWS_REGION``, ``AWS_ACCESS_KEY_ID`` …), from where Delta,
Polars and the store's library each take them. The store has to honour conditions on puts (``If-None-Match``, ``If-Match``): commits and the
lease rest on them.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from time import time_ns
from uuid import uuid4

import obstore
from obstore.exceptions import BaseError
from obstore.store import S3Store, from_url

from bpo.core.errors import Where, fail
from bpo.core.words import Words
from bpo.facts.lake.lease import Lease
from bpo.facts.lake.staging import STAGING
from bpo.facts.lake.stored import Stored

REASON_LENGTH_MAX = 200
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
        try:
            store = from_url(self.url, retry_config={"max_retries": 3})
            assert isinstance(store, S3Store), "an s3:// address gives no other"
            self._store = store
            obstore.list_with_delimiter(store)
        except (BaseError, OSError, ValueError) as error:
            reason = " ".join(str(error).split("Debug source")[0].split())[:REASON_LENGTH_MAX]
            raise fail(UNREACHABLE, Where(url), reason=reason) from error
        self._lease = Lease(self._store)

    def __str__(self) -> str:
        return self.url

    def at(self, name: str) -> str:
        return f"{self.url}/{name}"

    def make(self) -> None:
        """A prefix is there when something is kept under it."""

    @contextmanager
    def locked(self) -> Iterator[None]:
        with self._lease.held():
            yield

    @contextmanager
    def staging(self) -> Iterator[Path]:
        with TemporaryDirectory(prefix="bpo-staging-") as folder:
            yield Path(folder)
            self.remove(f"{STAGING}/{Path(folder).name}")

    def announce(self, staging: Path, names: Sequence[str]) -> None:
        self.write_text(f"{STAGING}/{staging.name}", "\n".join(names))

    def left_behind(self) -> Iterator[Sequence[str]]:
        for name in self.names(STAGING):
            yield (self.text(f"{STAGING}/{name}") or "").split()
            self.remove(f"{STAGING}/{name}")

    def take(self, file: Path, name: str) -> Stored:
        self._lease.require()
        size = file.stat().st_size
        obstore.put(self._store, name, file)
        return Stored(size, time_ns() // 1_000_000)

    def names(self, under: str) -> list[str]:
        prefix = f"{under}/"
        found = obstore.list_with_delimiter(self._store, prefix)["objects"]
        return sorted(one["path"].rsplit("/", 1)[-1] for one in found)

    def remove(self, name: str) -> None:
        obstore.delete(self._store, name)

    def text(self, name: str) -> str | None:
        try:
            return bytes(obstore.get(self._store, name).bytes()).decode()
        except FileNotFoundError:
            return None

    def write_text(self, name: str, text: str) -> None:
        obstore.put(self._store, name, text.encode())

    def note(self, name: str, text: str) -> None:
        """Each note is an object, named after the moment it was made."""
        self.write_text(f"{name}/{datetime.now().astimezone().timestamp():017.6f}-{uuid4().hex}", text)

    def notes(self, name: str) -> str:
        return "".join(self.text(f"{name}/{one}") or "" for one in self.names(name))
