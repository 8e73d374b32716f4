"""The archive of a pack: a zip whose members are stored as they are, written the same each time, and read within bounds.

Members are not compressed (rows and workbook are by themselves), so that what an archive unfolds to is never larger than it is, and the
same members make the same bytes with every version of every library.
"""

import hashlib
import re
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from bpo.core.errors import Where, fail
from bpo.core.words import Text, Words

NO_PACK = Words(
    "evidence-no-pack",
    en="this is no evidence pack that can be read: {reason}",
    zh="该文件不是可读取的证据包：{reason}",
)
CHANGED = Words(
    "evidence-changed",
    en="'{member}' was changed: its SHA-256 is {found}, and the manifest says {wanted}",
    zh="'{member}' 已被改动：其 SHA-256 为 {found}，而清单写明为 {wanted}",
)
BROKEN = Words("evidence-broken", en="'{member}' was changed: {reason}", zh="'{member}' 已被改动：{reason}")
MISSING = Words("evidence-missing", en="'{member}' is missing from the pack", zh="证据包缺少 '{member}'")
NOT_LISTED = Words(
    "evidence-not-listed",
    en="'{member}' is in the pack, but the manifest does not list it",
    zh="证据包中有 '{member}'，但清单未列出",
)

NO_ZIP = Text(zh="不是 zip 文件", en="it is no zip file")
TOO_MANY = Text(zh="成员过多", en="it has too many members")
NOT_STORED = Text(zh="有压缩或加密的成员", en="a member is compressed or encrypted")
TOO_BIG = Text(zh="有成员超出允许的大小", en="a member is larger than any of a pack is")
NAMED_WRONGLY = Text(zh="有成员的名称不是证据包所用的名称", en="a member has a name that no pack uses")
TWICE = Text(zh="有成员重名", en="a member is there twice")
NOT_INTACT = Text(zh="zip 校验不符", en="its checksum in the zip does not fit")

NAME = re.compile(r"(?:(?:rows|history)/)?[A-Za-z0-9][A-Za-z0-9_-]{0,80}(?:\.[a-z0-9]{2,8})?")
"""What members are called: never a way out of a folder."""
MEMBERS_MAX = 1_000
TEXT_BYTES_MAX = 256_000_000
"""Of a member that is read whole: a statement, a contract."""
_DAY = (1980, 1, 1, 0, 0, 0)


def write_archive(target: Path, members: Mapping[str, Path]) -> None:
    """The members in this order; every header says the same in each pack."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for name, path in members.items():
            assert NAME.fullmatch(name), name
            info = zipfile.ZipInfo(name, _DAY)
            info.external_attr, info.create_system = 0o644 << 16, 3
            info.file_size = path.stat().st_size
            with path.open("rb") as source, archive.open(info, "w") as member:
                while block := source.read(1 << 20):
                    member.write(block)


class Archive:
    """An archive that is open: its members by name, their bytes, their files in a folder."""

    def __init__(self, path: Path, archive: zipfile.ZipFile) -> None:
        self.path, self._archive = path, archive
        self._check()
        self.members = {info.filename: info.file_size for info in archive.infolist()}

    def _check(self) -> None:
        """Refuse what no pack is, before any of it is read."""
        infos, names = self._archive.infolist(), [info.filename for info in self._archive.infolist()]
        stored = all(
            info.compress_type == zipfile.ZIP_STORED and not info.flag_bits & 1 and info.file_size == info.compress_size
            for info in infos
        )
        reasons = (
            (len(infos) > MEMBERS_MAX, TOO_MANY),
            (not stored, NOT_STORED),
            (sum(info.file_size for info in infos) > self.path.stat().st_size, TOO_BIG),
            (not all(NAME.fullmatch(name) for name in names), NAMED_WRONGLY),
            (len({*names}) < len(names), TWICE),
        )
        for refused, reason in reasons:
            if refused:
                raise fail(NO_PACK, Where(str(self.path)), reason=reason)

    def whole(self, name: str) -> bytes:
        """A member that is read whole.

        Raises:
            BpoError: if it is not there, is larger than any is, or does not fit its checksum.
        """
        if name not in self.members:
            raise fail(MISSING, Where(str(self.path)), member=name)
        if self.members[name] > TEXT_BYTES_MAX:
            raise fail(NO_PACK, Where(str(self.path)), reason=TOO_BIG)
        return b"".join(self._blocks(name))

    def sha256(self, name: str) -> str:
        digest = hashlib.sha256()
        for block in self._blocks(name):
            digest.update(block)
        return digest.hexdigest()

    def extract(self, name: str, target: Path) -> None:
        with target.open("wb") as file:
            for block in self._blocks(name):
                file.write(block)

    def _blocks(self, name: str) -> Iterator[bytes]:
        try:
            with self._archive.open(name) as member:
                while block := member.read(1 << 20):
                    yield block
        except (zipfile.BadZipFile, EOFError, NotImplementedError):
            raise fail(BROKEN, Where(str(self.path)), member=name, reason=NOT_INTACT) from None


@contextmanager
def open_archive(path: Path) -> Iterator[Archive]:
    """A pack's archive.

    Raises:
        BpoError: if it is no zip, or one that no pack is.
    """
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, ValueError, UnicodeDecodeError):
        raise fail(NO_PACK, Where(str(path)), reason=NO_ZIP) from None
    with archive:
        yield Archive(path, archive)
