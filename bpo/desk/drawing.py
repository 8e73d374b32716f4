"""Where documents are drawn: in this process, or in others that live through a run while the next contract is priced."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from bpo.core.errors import fail
from bpo.core.words import Words
from bpo.invoice import Bill

LOST = Words(
    "draw-lost",
    en="the process that draws the documents of {contract} was ended twice, the second time with nothing else to do: "
    "nothing of it is recorded; free memory, or bill it by itself with --jobs 1 to see why",
    zh="生成 {contract} 文件的进程两次被终止，第二次仅处理该份：未登记任何内容；请释放内存，或以 --jobs 1 单独出账以查明原因",
)
WORTH_IT = 4
"""So many contracts take longer to draw than processes take to start."""
AHEAD = 2
"""So many documents a process are drawn or wait before the first of them is put in its place: what they hold is bounded."""

Files = Mapping[Path, bytes]
Draw = Callable[[Bill, Path, Path | None], Files]


class Drawing(Protocol):
    """The documents of one bill, begun."""

    def ready(self) -> bool:
        """Whether they are drawn, or will not be."""

    def files(self) -> Files:
        """What was drawn, as soon as it is; raises what drawing raised."""


class Drawers(Protocol):
    """Who draws in a run; ``at_once`` bills may be begun before the first is asked for."""

    at_once: int

    def begin(self, draw: Draw, bill: Bill, folder: Path, templates: Path | None) -> Drawing: ...


@contextmanager
def drawers(contracts: int, jobs: int | None = None) -> Iterator[Drawers]:
    """Those of a run of so many contracts.

    Args:
        jobs: how many processes draw; as many as there are cores unless said. One is this one.
    """
    many = min(jobs or cores(), contracts)
    if many < 2 or contracts < WORTH_IT:
        yield _Here()
        return
    apart = _Apart(many)
    try:
        yield apart
    finally:
        apart.close()


def cores() -> int:
    """The cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class _Here:
    """Draws when it is asked for."""

    at_once = 0

    def begin(self, draw: Draw, bill: Bill, folder: Path, templates: Path | None) -> Drawing:
        return _Later(draw, bill, folder, templates)


class _Later:
    def __init__(self, draw: Draw, bill: Bill, folder: Path, templates: Path | None) -> None:
        self._draw, self._given = draw, (bill, folder, templates)

    def ready(self) -> bool:
        return True

    def files(self) -> Files:
        return self._draw(*self._given)


class _Apart:
    """Draws in processes. They are spawned: a fork would copy the threads of a library that is running."""

    def __init__(self, processes: int) -> None:
        self._processes, self.at_once = processes, AHEAD * processes
        self._pool = _pool(processes)

    def begin(self, draw: Draw, bill: Bill, folder: Path, templates: Path | None) -> Drawing:
        try:
            future = self._pool.submit(draw, bill, folder, templates)
        except BrokenProcessPool:
            self._pool.shutdown(cancel_futures=True)
            self._pool = _pool(self._processes)
            future = self._pool.submit(draw, bill, folder, templates)
        return _Begun(future, draw, bill, folder, templates)

    def close(self) -> None:
        self._pool.shutdown(cancel_futures=True)


class _Begun:
    """Drawn in a process of many. If one of them is lost all that was begun is: it is drawn again, in a process by itself, so
    that a document that ends its process ends no other."""

    def __init__(self, future: Future[Files], draw: Draw, bill: Bill, folder: Path, templates: Path | None) -> None:
        self._future, self._draw, self._given = future, draw, (bill, folder, templates)

    def ready(self) -> bool:
        return self._future.done()

    def files(self) -> Files:
        try:
            return self._future.result()
        except BrokenProcessPool:
            pass
        try:
            with _pool(1) as alone:
                return alone.submit(self._draw, *self._given).result()
        except BrokenProcessPool:
            raise fail(LOST, contract=self._given[0].header.contract) from None


def _pool(processes: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(processes, mp_context=multiprocessing.get_context("spawn"), initializer=_begin)


def _begin() -> None:
    """In a process that draws: it leaves an interruption to the one that began it, and ends when that one is no more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    from bpo.report.pdf import make_ready

    make_ready()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    assert parent is not None, "a process that draws was begun by another"
    parent.join()
    os._exit(1)
