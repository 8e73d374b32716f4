"""Binary files are read apart: by a process of their own, with limits of memory and time.

The libraries that read Parquet files and workbooks may end their process over a damaged file, or take all the memory there is. Here that is
told of the file as what it is; the ingest, and the files after it, go on. One process serves many files; it is started for the first.
"""

import atexit
import os
import pickle
import select
import signal
import subprocess
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from threading import Lock
from typing import Any, Literal

import polars as pl

from bpo.core.errors import BpoError, Where, fail
from bpo.core.words import Sentence, Words
from bpo.facts.reading.batch import Batch

Job = Literal["schema", "head", "rows", "more", "workbook", "sheets"]
"""``schema``, ``head``, and the first and more batches of ``rows``, are of a Parquet file."""

ROWS = "rows"
SECONDS = 120
SECONDS_A_MEGABYTE = 2

DAMAGED = Words(
    "export-damaged",
    en="this file is damaged, or no file of the kind '{kind}': reading it {what}. Nothing of it was read; fetch it again",
    zh="该文件已损坏，或不是 '{kind}' 格式：读取时{what}。未读取任何内容；请重新获取",
)
DIED = Words("export-ended-reader", en="ended the reader ({reason})", zh="读取进程异常终止（{reason}）")
TOOK_LONG = Words("export-took-long", en="took longer than {seconds} seconds", zh="超过 {seconds} 秒")


class NotRead(Exception):
    """The reader refuses the file, in the words of its library."""


class _Reader:
    """The process that reads, while it lives."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[str] | None = None
        self._lock = Lock()

    def ask(self, job: Job, path: Path, given: object) -> Any:
        """What the job makes of a file; see :func:`read_apart`."""
        seconds = SECONDS + SECONDS_A_MEGABYTE * path.stat().st_size // 2**20
        with self._lock, tempfile.TemporaryDirectory(prefix="bpo-apart-") as folder:
            asked, answered = Path(folder, "asked"), Path(folder, "answered")
            asked.write_bytes(pickle.dumps((job, path.absolute(), given)))
            process = self._started()
            assert process.stdin is not None and process.stdout is not None
            try:
                process.stdin.write(f"{folder}\n")
                process.stdin.flush()
                there, _, _ = select.select([process.stdout], [], [], seconds)
                done = bool(there) and process.stdout.readline() != ""
            except BrokenPipeError:
                there, done = [process.stdout], False
            except BaseException:
                self.close()
                raise
            if not done:
                self.close()
                what = (
                    Sentence(DIED, {"reason": _reason(process)}) if there else Sentence(TOOK_LONG, {"seconds": seconds})
                )
                raise fail(
                    DAMAGED, Where(str(path)), kind="excel" if job in ("workbook", "sheets") else "parquet", what=what
                )
            how, value = pickle.loads(
                answered.read_bytes()
            )  # by our own process, in a folder that no one else may write
            if how == "batch":
                return Batch(pl.read_ipc(Path(folder, ROWS)), value)
        if how == "problems":
            raise BpoError(value)
        if how == "refused":
            raise NotRead(value)
        return value

    def _started(self) -> subprocess.Popen[str]:
        if self._process is None or self._process.poll() is not None:
            self.close()
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-m", "bpo.facts.reading.reader"],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
            )  # fmt: skip
        return self._process

    def close(self) -> None:
        """End the process, whatever it does."""
        if self._process is not None:
            self._process.kill()
            for pipe in (self._process.stdin, self._process.stdout):
                with suppress(OSError):  # what is still in it is for nobody
                    assert pipe is not None
                    pipe.close()
            self._process.wait()
            self._process = None


def _reason(process: subprocess.Popen[str]) -> str:
    code = process.returncode
    return signal.Signals(-code).name if code < 0 else f"exit {code}"


_READER = _Reader()
atexit.register(_READER.close)
os.register_at_fork(after_in_child=lambda: setattr(_READER, "_process", None))


def read_apart(job: Job, path: Path, given: object = None) -> Any:
    """Have a file read by another process.

    Args:
        job: ``workbook`` reads one as its format, ``given``, says and returns the book. ``sheets`` returns the first so many rows
            of each sheet as text, ``head`` those of a Parquet file. ``schema`` returns the columns of a Parquet
            file with their types. ``rows`` begins to read one (``given``: a key, the time zone, the wanted columns) and returns the first batch, ``more`` of the same key the next, until there is None.

    Raises:
        BpoError: for what is wrong with the file, or if it ended the reader or took it too long.
        NotRead: if the library refuses it.
    """
    return _READER.ask(job, path, given)
