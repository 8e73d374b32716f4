"""The beginning of an export, and what kind of file it is: a draft never asks for more of a file than this."""

import codecs
import re
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from charset_normalizer import from_bytes

from bpo.core.documents import NOT_FOUND, NOT_READABLE, SIGNATURES
from bpo.core.errors import Where, fail
from bpo.core.words import Words
from bpo.facts.reading.apart import NotRead, read_apart
from bpo.facts.reading.batch import NO_ROWS
from bpo.facts.reading.export import OLD_WORKBOOK, ZIP

Kind = Literal["delimited", "excel", "parquet", "queue_log", "mod_callcenter", "xml", "json"]

BYTES_READ: Final = 2_000_000
ROWS_READ: Final = 5_000
JSON_BYTES_MAX: Final = 20_000_000
BOMS: Final = {codecs.BOM_UTF8: "utf-8", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
LIKELY_ENCODINGS: Final = ("gb18030", "big5", "cp1252", "cp1250", "cp1251", "shift_jis", "euc_kr")
"""What exports that are not UTF-8 are written in; the first that is as likely as any other counts."""
ALIKE: Final = 0.02
"""Encodings under which a text is disorderly by no more than this beyond the least are equally likely."""

NO_EXPORT = Words(
    "guess-other-file",
    en="this is {found}, and no export that a source file can read; name the export itself",
    zh="该文件为{found}，不是数据源可以读取的导出文件；请指定导出文件本身",
)
BINARY = Words(
    "guess-binary",
    en="this is neither text nor a workbook nor Parquet; export it again as CSV or as .xlsx",
    zh="该文件既非文本，也非工作簿或 Parquet；请重新导出为 CSV 或 .xlsx",
)
WEB_PAGE = Words(
    "guess-web-page",
    en="this is a web page, whatever its name says; open it in a spreadsheet program and save it as .xlsx or CSV",
    zh="该文件实为网页；请用电子表格软件打开后另存为 .xlsx 或 CSV",
)
JSON_TOO_LARGE = Words(
    "guess-json-large",
    en="this is one JSON document of {bytes} bytes; a draft is made from a smaller one of its kind, of {most} bytes at most",
    zh="该文件是单个 JSON 文档，共 {bytes} 字节；请用同类的较小文件起草，最多 {most} 字节",
)
_QUEUE_LOG = re.compile(r"^\d{9,11}\|[^|\n]*\|[^|\n]*\|[^|\n]*\|[A-Z]{3,}", re.MULTILINE)


@dataclass(frozen=True)
class Head:
    """``path`` is the export, ``part`` a file with its beginning (the export itself, if that is small or cannot be cut).

    ``text`` and ``encoding`` are those of a text; ``sure`` says whether the encoding is certain.
    """

    path: Path
    part: Path
    kind: Kind
    text: str = ""
    encoding: str = "utf-8"
    sure: bool = True

    @property
    def whole(self) -> bool:
        return self.part == self.path


def read_head(path: Path, folder: Path) -> Head:
    """Look at a file; its beginning is written into ``folder`` if it is large.

    Raises:
        BpoError: if it is missing, empty, or nothing that a source file can read.
    """
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            raw = file.read(BYTES_READ)
    except FileNotFoundError:
        raise fail(NOT_FOUND, Where(str(path))) from None
    except OSError as error:
        raise fail(NOT_READABLE, Where(str(path)), reason=error.strerror or str(error)) from None
    if not raw.strip():
        raise fail(NO_ROWS, Where(str(path)))
    if raw.startswith(b"PAR1"):
        return Head(path, _part_of_parquet(path, folder), "parquet")
    if _is_workbook(path, raw):
        return Head(path, path, "excel")
    _refuse(path, raw)
    encoding, sure = encoding_of(raw)
    if size <= len(raw):
        text = raw.decode(encoding, errors="replace").removeprefix("\ufeff")
        return Head(path, path, _text_kind(path, text), text, encoding, sure)
    raw = _whole_lines(raw, encoding)
    text = raw.decode(encoding, errors="replace").removeprefix("\ufeff")
    kind = _text_kind(path, text)
    if kind == "json" and not _is_json_lines(text):
        if size > JSON_BYTES_MAX:
            raise fail(JSON_TOO_LARGE, Where(str(path)), bytes=size, most=JSON_BYTES_MAX)
        return Head(path, path, kind, text, encoding, sure)
    part = folder / path.name
    part.write_bytes(raw)
    return Head(path, part, kind, text, encoding, sure)


def encoding_of(raw: bytes) -> tuple[str, bool]:
    """The encoding of a text, and whether it is certain: a byte order mark, or valid UTF-8; else the likeliest."""
    for mark, name in BOMS.items():
        if raw.startswith(mark):
            return name, True
    try:
        codecs.getincrementaldecoder("utf-8")().decode(raw)  # its last letter may be cut
        return "utf-8", True
    except UnicodeDecodeError:
        pass
    found = from_bytes(raw[:65536].rpartition(b"\n")[0] or raw[:65536], cp_isolation=list(LIKELY_ENCODINGS))
    least = min((one.chaos for one in found), default=0.0)
    good = {name for one in found if one.chaos <= least + ALIKE for name in one.could_be_from_charset}
    return next((name for name in LIKELY_ENCODINGS if name in good), LIKELY_ENCODINGS[0]), False


def _part_of_parquet(path: Path, folder: Path) -> Path:
    try:
        part = read_apart("head", path, ROWS_READ + 1)
    except NotRead:  # whoever opens the file tells what is wrong
        return path
    if part.height <= ROWS_READ:
        return path
    part.head(ROWS_READ).write_parquet(folder / path.name)
    return folder / path.name


def _is_workbook(path: Path, raw: bytes) -> bool:
    if raw.startswith(OLD_WORKBOOK):
        return True
    if not raw.startswith(ZIP):
        return False
    try:
        with zipfile.ZipFile(path) as book:
            return any(name.startswith("xl/") or name == "content.xml" for name in book.namelist())
    except (zipfile.BadZipFile, OSError):
        return False


def _refuse(path: Path, raw: bytes) -> None:
    for mark, found in SIGNATURES.items():
        if raw.startswith(mark):
            raise fail(NO_EXPORT, Where(str(path)), found=found)
    if b"\0" in raw[:8192] and not raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise fail(BINARY, Where(str(path)))


def _whole_lines(raw: bytes, encoding: str) -> bytes:
    """Without the line that was cut, if there is a whole one."""
    end = "\n".encode(encoding)[2:] if encoding == "utf-16" else b"\n"
    if encoding == "utf-16" and raw.startswith(codecs.BOM_UTF16_BE):
        end = b"\0\n"
    at = raw.rfind(end)
    while at > 0 and at % len(end):
        at = raw.rfind(end, 0, at + len(end) - 1)
    return raw[: at + len(end)] if at > 0 else raw


def _is_json_lines(text: str) -> bool:
    return text.startswith("{") and text.partition("\n")[0].rstrip().endswith("}")


def _text_kind(path: Path, text: str) -> Kind:
    start = text.lstrip()[:2000].lower()
    if re.match(r"<(!doctype html|html|table|meta)", start):
        raise fail(WEB_PAGE, Where(str(path)))
    first = start.partition("\n")[0]
    if "callcenter::info" in text[:20000] or "callcenter%3a%3ainfo" in text[:20000].lower():
        return "mod_callcenter"
    if start.startswith(("{", "[")):
        return "json"
    if start.startswith("<") and ">" in start:
        return "xml"
    if len(_QUEUE_LOG.findall(text[:20000])) * 2 > text[:20000].count("\n"):
        return "queue_log"
    if {"callid", "queuename", "event"} <= set(re.findall(r"\w+", first)):
        return "queue_log"
    return "delimited"
