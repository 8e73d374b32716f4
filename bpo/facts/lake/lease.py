"""Who works on a lake in an object store: one at a time, by an object that is theirs for as long as they renew it.

A store has no lock that goes with a process. Whoever wants the lake makes the object, which only one can (a conditional put); while it works it
writes it anew every few seconds. One that saw it unchanged for a minute, by its own clock, takes it over, again by a condition: no clock of two
machines is compared. An owner renews it before it commits as well, and finds it gone if it was asleep for so long.
"""

import os
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import count
from time import monotonic, sleep
from uuid import uuid4

import obstore
from obstore.exceptions import AlreadyExistsError, BaseError, PreconditionError
from obstore.store import ObjectStore

from bpo.core.errors import BpoError, fail
from bpo.core.words import Words

NAME = ".lease"
RENEWED_EVERY_SECONDS = 5.0
DEAD_AFTER_SECONDS = 60.0
LOOKED_AT_EVERY_SECONDS = 0.5
GONE = (PreconditionError, FileNotFoundError)
"""It is another's by now, or was given back."""
LOST = Words(
    "lake-lease-lost",
    en="this machine did not say for a minute that it works on the lake, so another one does; nothing was let in: run it again",
    zh="本机超过一分钟未表明正在使用事实库，已由其他机器接手；未导入任何数据：请重新运行",
)


class Lease:
    """The object that says who works on the lake."""

    def __init__(self, store: ObjectStore, dead_after_seconds: float = DEAD_AFTER_SECONDS) -> None:
        self._store, self._dead_after = store, dead_after_seconds
        self._tag: str | None = None
        self._writing = threading.Lock()
        self._turns = count()
        self._owner = f"{socket.gethostname()} {os.getpid()} {uuid4().hex}"

    @contextmanager
    def held(self) -> Iterator[None]:
        """Wait until the lake is free, and keep it for the block."""
        self._tag = self._wait()
        done = threading.Event()
        keeper = threading.Thread(target=self._renew, args=(done,), daemon=True)
        keeper.start()
        try:
            yield
        finally:
            done.set()
            keeper.join()
            with suppress(BpoError):  # it is another's, who keeps it
                self.require()
                obstore.delete(self._store, NAME)
            self._tag = None

    def require(self) -> None:
        """Renew it, if it is held.

        Raises:
            BpoError: if it is another's now.
        """
        with self._writing:
            if self._tag is None:
                return
            try:
                self._tag = self._put(self._tag)
            except GONE:
                raise fail(LOST) from None

    def _wait(self) -> str:
        seen, since = "", monotonic()
        while True:
            with suppress(AlreadyExistsError):
                return self._put("create")
            try:
                tag = str(obstore.head(self._store, NAME)["e_tag"])
            except FileNotFoundError:
                continue
            if tag != seen:
                seen, since = tag, monotonic()
            elif monotonic() - since > self._dead_after:
                with suppress(*GONE):
                    return self._put(seen)
            sleep(LOOKED_AT_EVERY_SECONDS)

    def _renew(self, done: threading.Event) -> None:
        """Now and then; a commit finds out what became of it, and a store that does not answer now may do so at the next turn."""
        while not done.wait(RENEWED_EVERY_SECONDS):
            with suppress(BpoError, BaseError):
                self.require()

    def _put(self, mode: str) -> str:
        """Write it if it is not there (``create``), or if it is still the one of this tag. Returns its new tag."""
        text = f"{self._owner} {next(self._turns)}".encode()
        made = obstore.put(self._store, NAME, text, mode="create" if mode == "create" else {"e_tag": mode})
        return str(made["e_tag"])
