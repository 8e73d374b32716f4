"""Files as they are delivered: plain, packed by gzip, as members of a zip file, or on the standard input.

A packed file is unpacked into a folder of its own, is read there as if it had come so, and goes. What unpacks to far more than any
export does is stopped while it is written.
"""

import gzip
import lzma
import struct
import sys
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from shutil import disk_usage
from typing import IO, Literal

from bpo.core.errors import BpoError, Where, fail
from bpo.core.words import Words

UNPACKED_FREE = 64 * 2**20
"""So much is unpacked of anything."""
TIMES_PACKED_MAX = 250
"""Beyond that, so many times its packed size: call records shrink to a tenth or a fiftieth, and nothing honest to less than this."""
MEMBERS_MAX = 10_000
LEFT_ON_DISK = 2**30
CHUNK = 2**20

TOO_MUCH = Words(
    "packed-too-much",
    en="this unpacks to more than {times} times its size, which no export does; nothing of it was read",
    zh="解压后超过其大小的 {times} 倍，正常的导出文件不会如此；未读取任何内容",
)
TOO_MANY = Words(
    "packed-too-many",
    en="this zip file has {count} members; {most} are read at most",
    zh="该 zip 文件有 {count} 个成员，最多读取 {most} 个",
)
NO_SPACE = Words(
    "packed-no-space",
    en="there is no room on the disk to unpack this in {folder}; make room, or set TMPDIR",
    zh="{folder} 所在磁盘空间不足，无法解压；请腾出空间或设置 TMPDIR",
)
DAMAGED = Words(
    "packed-damaged",
    en="the packed file is damaged: {reason}; fetch it again",
    zh="压缩文件已损坏：{reason}；请重新获取",
)
LOCKED = Words(
    "packed-locked",
    en="this needs a password; unpack it and ingest what is inside",
    zh="该文件有密码；请解压后导入其内容",
)
NOTHING_INSIDE = Words("packed-empty", en="the zip file has no file in it", zh="zip 文件中没有文件")

Packing = Literal["plain", "gzip", "zip", "stdin"]
DAMAGES = (
    zipfile.BadZipFile,
    gzip.BadGzipFile,
    EOFError,
    zlib.error,
    lzma.LZMAError,
    NotImplementedError,
    ValueError,
    struct.error,
)
"""What unpacking raises for files that are not whole: each way of packing has its own."""
_GZIP, _ZIP = b"\x1f\x8b", b"PK\x03\x04"
_IN_UTF8 = 0x800
_ENCRYPTED = 0x1


@dataclass(frozen=True)
class Delivered:
    """A file to be read. ``shown`` is what the user calls it, ``kept`` what the lake does, ``size`` its bytes, packed or not."""

    path: Path
    packing: Packing
    size: int
    member: str = ""
    index: int = 0

    @property
    def shown(self) -> str:
        return "-" if self.packing == "stdin" else f"{self.path}/{self.member}" if self.member else str(self.path)

    @property
    def kept(self) -> str:
        return (
            "stdin" if self.packing == "stdin" else f"{self.path.name}/{self.member}" if self.member else self.path.name
        )

    @property
    def called(self) -> PurePosixPath:
        """By what its source is found: its name without what only says that it is packed."""
        called = PurePosixPath(self.shown)
        return called.with_suffix("") if self.packing == "gzip" and called.suffix == ".gz" else called

    @contextmanager
    def opened(self) -> Iterator[Path]:
        """The file as its reader wants it, while the block lasts.

        Raises:
            BpoError: if it is damaged, locked, or unpacks to more than it may.
        """
        if self.packing == "plain":
            yield self.path
            return
        with tempfile.TemporaryDirectory(prefix="bpo-unpacked-") as folder:
            name = "stdin" if self.packing == "stdin" else self.called.name
            target = Path(folder) / (name or "member")
            try:
                self._unpack(target)
            except DAMAGES as error:
                raise fail(DAMAGED, Where(self.shown), reason=str(error)) from None
            yield target

    def _unpack(self, target: Path) -> None:
        with target.open("wb") as out:
            if self.packing == "stdin":
                self._copy(sys.stdin.buffer, out, None)
            elif self.packing == "gzip":
                with gzip.open(self.path) as packed:
                    self._copy(packed, out, self.path.stat().st_size)
            else:
                with zipfile.ZipFile(self.path) as archive:
                    info = archive.infolist()[self.index]
                    with archive.open(info) as packed:
                        self._copy(packed, out, info.compress_size)

    def _copy(self, packed: IO[bytes] | gzip.GzipFile, out: IO[bytes], packed_bytes: int | None) -> None:
        most = None if packed_bytes is None else max(UNPACKED_FREE, packed_bytes * TIMES_PACKED_MAX)
        free, written = disk_usage(tempfile.gettempdir()).free - LEFT_ON_DISK, 0
        while chunk := packed.read(CHUNK):
            written += len(chunk)
            if most is not None and written > most:
                raise fail(TOO_MUCH, Where(self.shown), times=TIMES_PACKED_MAX)
            if written > free:
                raise fail(NO_SPACE, Where(self.shown), folder=tempfile.gettempdir())
            out.write(chunk)


STDIN = Delivered(Path("-"), "stdin", 0)


def delivered(path: Path) -> list[Delivered]:
    """The file as it is, or what a zip file holds, each member by itself.

    Raises:
        BpoError: if a zip file is damaged, locked, empty, or claims to hold more than it may.
        OSError: if the file cannot be opened.
    """
    size = path.stat().st_size
    with path.open("rb") as file:
        start = file.read(4)
    if start.startswith(_GZIP):
        return [Delivered(path, "gzip", size)]
    if start != _ZIP:
        return [Delivered(path, "plain", size)]
    try:
        with zipfile.ZipFile(path) as archive:
            found = archive.infolist()
    except DAMAGES as error:
        raise fail(DAMAGED, Where(str(path)), reason=str(error)) from None
    if _is_a_document([one.filename for one in found]):
        return [Delivered(path, "plain", size)]
    return _members(path, size, found)


def _members(path: Path, size: int, found: list[zipfile.ZipInfo]) -> list[Delivered]:
    if len(found) > MEMBERS_MAX:
        raise fail(TOO_MANY, Where(str(path)), count=len(found), most=MEMBERS_MAX)
    if sum(one.file_size for one in found) > max(UNPACKED_FREE, size * TIMES_PACKED_MAX):
        raise fail(TOO_MUCH, Where(str(path)), times=TIMES_PACKED_MAX)
    named = [(index, _name(one), one) for index, one in enumerate(found) if not one.is_dir()]
    files = [(index, name, one) for index, name, one in named if not hidden(name)]
    if not files:
        raise fail(NOTHING_INSIDE, Where(str(path)))
    if any(one.flag_bits & _ENCRYPTED for _, _, one in files):
        raise fail(LOCKED, Where(str(path)))
    return [Delivered(path, "zip", one.file_size, name, index) for index, name, one in files]


def _is_a_document(names: list[str]) -> bool:
    """Workbooks and texts of office programs are zip files, too."""
    return "[Content_Types].xml" in names or "mimetype" in names


def _name(member: zipfile.ZipInfo) -> str:
    """A name that does not say its encoding is most often one of Chinese Windows; without a way out of its folder."""
    name = member.filename
    if not member.flag_bits & _IN_UTF8:
        for encoding in ("utf-8", "gb18030"):
            try:
                name = name.encode("cp437").decode(encoding)
                break
            except UnicodeError:
                continue
    return "/".join(part for part in name.replace("\\", "/").split("/") if part not in ("", ".", ".."))


def hidden(name: str) -> bool:
    """What systems and programs put beside files: no export."""
    parts = name.split("/")
    return any(part.startswith((".", "~$", "__MACOSX")) or part in ("Thumbs.db", "desktop.ini") for part in parts)


def told_as(error: BpoError, read: Path, shown: str) -> BpoError:
    """A mistake in what was unpacked, at the place that the user knows."""

    def place(where: Where | None) -> Where | None:
        return replace(where, path=shown) if where is not None and where.path == str(read) else where

    return BpoError(replace(problem, where=place(problem.where)) for problem in error.problems)
