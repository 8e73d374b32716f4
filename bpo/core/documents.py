"""The one reader of every YAML file that a user writes: all scalars stay strings, and every node keeps its line and column.

A plain loader reads ``10:30`` as 630, ``no`` as False and ``010`` as 8, and lets a duplicate key win silently. Here a
scalar is the text that stands in the file; what it means is decided by the model it is read into (see ``fields.py``).
"""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from bpo.core.errors import Where, fail
from bpo.core.words import Text, Words
from bpo.core.yaml_tree import Node, read_tree

FILE_BYTES_MAX = 2_000_000

NOT_FOUND = Words("file-not-found", en="there is no such file", zh="找不到该文件")
NOT_READABLE = Words("file-not-readable", en="the file cannot be read: {reason}", zh="无法读取该文件：{reason}")
NOT_UTF8 = Words(
    "file-not-utf8",
    en="the file is not UTF-8 (byte {offset}); save it as UTF-8",
    zh="文件不是 UTF-8 编码（第 {offset} 字节）；请另存为 UTF-8",
)
TOO_LARGE = Words(
    "file-too-large",
    en="the file has {bytes} bytes; {most} are read at most",
    zh="文件有 {bytes} 字节，最多读取 {most} 字节",
)


OTHER_FORMAT = Words(
    "file-of-another-format",
    en="this is {found}, not a text; what bpo reads is written as a YAML file, such as those that 'bpo init' makes",
    zh="该文件为{found}，而 bpo 读取的是 YAML 文本文件；示例可用 'bpo init' 生成",
)
SIGNATURES: Mapping[bytes, Text] = {
    b"%PDF": Text(zh="PDF 文件", en="a PDF"),
    b"PK\x03\x04": Text(zh="Word、Excel 或 zip 文件", en="a Word, Excel or zip file"),
    b"\xd0\xcf\x11\xe0": Text(zh="旧版 Word 或 Excel 文件", en="an old Word or Excel file"),
    b"\x1f\x8b": Text(zh="gzip 压缩文件", en="a file packed by gzip"),
    b"\x89PNG": Text(zh="图片", en="a picture"),
    b"\xff\xd8\xff": Text(zh="图片", en="a picture"),
    b"SQLite format 3": Text(zh="数据库", en="a database"),
}
"""The first bytes of files that are often named by mistake."""
OTHER_FILE = Words(
    "file-of-another-kind",
    en="this is {found}, where {wanted} is expected; {use}",
    zh="这是{found}，而此处需要{wanted}；{use}",
)


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file: its name, the sections that only it has, and what it is for."""

    name: Text
    sections: tuple[str, ...]
    use: Text


KINDS: Mapping[str, Kind] = {
    "contract": Kind(
        Text(zh="合同", en="a contract"),
        ("terms", "supplier"),
        Text(
            zh="合同用于 bpo check、price、bill 等命令", en="a contract goes with bpo check, price, bill and the like"
        ),
    ),
    "scenario": Kind(
        Text(zh="投标测算方案", en="the scenario of a bid"),
        ("scenario", "streams"),
        Text(
            zh="方案用于 bpo staffing、compare、solve、quote",
            en="a scenario goes with bpo staffing, compare, solve and quote",
        ),
    ),
    "costs": Kind(
        Text(zh="成本文件", en="a cost file"),
        ("items", "wages"),
        Text(
            zh="成本文件由方案的 costs 指明，或写 --costs",
            en="a cost file is named by 'costs' of a scenario, or by --costs",
        ),
    ),
    "measures": Kind(
        Text(zh="数据文件（measures）", en="a measures file"),
        ("period", "late", "disputed", "evidence"),
        Text(zh="数据文件与合同一起使用：--measures", en="the figures of a month go beside their contract: --measures"),
    ),
    "source": Kind(
        Text(zh="数据源文件", en="a source file"),
        ("source", "map"),
        Text(
            zh="数据源文件与导出文件一起使用：bpo ingest 文件 --source",
            en="a source file goes beside exports: bpo ingest EXPORT --source",
        ),
    ),
    "bank": Kind(
        Text(zh="银行导出文件的列对照", en="what maps the columns of a bank's export"),
        ("bank",),
        Text(
            zh="列对照与银行流水文件一起使用：bpo pay 文件 --bank",
            en="it goes beside a bank's export: bpo pay FILE --bank",
        ),
    ),
    "invoice": Kind(
        Text(zh="供应商发票的列对照", en="what maps the columns of a supplier's invoice"),
        ("invoice",),
        Text(
            zh="列对照与供应商发票一起使用：bpo audit 文件 --map",
            en="it goes beside a supplier's invoice: bpo audit FILE --map",
        ),
    ),
    "workspace": Kind(
        Text(zh="工作区设置", en="the settings of a workspace"),
        ("lake", "database", "statements", "data_docs"),
        Text(zh="工作区设置自动读取，无需写出", en="the settings are found by themselves and never named"),
    ),
}
"""The files that people write."""


class Located(dict[str, Any]):
    """A mapping that remembers where it stands; models built from it keep the place (``fields.FileModel``)."""

    __slots__ = ("where",)
    where: Where

    @classmethod
    def like(cls, given: Any, mapping: dict[str, Any]) -> dict[str, Any]:
        """The same in another form: a mapping that stands where ``given`` does, if that is known."""
        if isinstance(given, Located):
            mapping = cls(mapping)
            mapping.where = given.where
        return mapping


@dataclass(frozen=True)
class Document:
    """A file as read: its name as the user gave it, its text, the tree of its nodes."""

    path: str
    text: str
    root: Node

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.text.encode()).hexdigest()

    @cached_property
    def lines(self) -> list[str]:
        return self.text.splitlines()

    def where(self, node: Node, offset: int = 0, width: int = 0) -> Where:
        line = self.lines[node.line - 1] if 0 < node.line <= len(self.lines) else ""
        return Where(self.path, node.line, node.column + offset, line, width or node.width)

    def place(self, *loc: int | str) -> Where:
        """Where something stands; the whole that it is in, if it is not written."""
        return self.where(self.find(loc)[0])

    def plain(self) -> Any:
        """The tree as dicts, lists and strings; ``~``, ``null`` and an empty value become None."""
        return self._plain(self.root)

    def _plain(self, node: Node) -> Any:
        if isinstance(node.value, dict):
            mapping = Located({name: self._plain(value) for name, (_, value) in node.value.items()})
            mapping.where = self.where(node)
            return mapping
        if isinstance(node.value, list):
            return [self._plain(item) for item in node.value]
        return None if node.is_null else node.value

    def find(self, loc: Sequence[int | str], chosen_by: Collection[str] = ()) -> tuple[Node, Node | None]:
        """The deepest node that ``loc`` names, with the node of its name if it has one.

        Parts of ``loc`` that are not in the file are skipped: pydantic puts the tags of unions there, after the place in a list.
        ``chosen_by`` are the fields with these tags, such as ``model`` for ``model: seats``, for a tag may be the name of a field.
        """
        node, key = self.root, None
        for before, part in zip((None, *loc), loc, strict=False):
            if isinstance(before, int) and _is_tag(node, part, chosen_by):
                continue
            if isinstance(node.value, dict) and part in node.value:
                key, node = node.value[str(part)]
            elif isinstance(node.value, list) and isinstance(part, int) and part < len(node.value):
                key, node = None, node.value[part]
        return node, key


def _is_tag(node: Node, part: int | str, chosen_by: Collection[str]) -> bool:
    """Whether ``part`` is the class that an entry names, and not one of its fields."""
    pairs = node.value if isinstance(node.value, dict) else {}
    return any(name in pairs and pairs[name][1].value == part for name in chosen_by)


def read_document(path: str | Path) -> Document:
    """Read a YAML file.

    Raises:
        BpoError: if it cannot be read, is not UTF-8, is not YAML, repeats a key, or is larger than any contract.
    """
    name = str(path)
    try:
        size = Path(path).stat().st_size
        if size > FILE_BYTES_MAX:
            raise fail(TOO_LARGE, Where(name), bytes=size, most=FILE_BYTES_MAX)
        raw = Path(path).read_bytes()
    except FileNotFoundError:
        raise fail(NOT_FOUND, Where(name)) from None
    except OSError as error:
        raise fail(NOT_READABLE, Where(name), reason=error.strerror or str(error)) from None
    return decode_document(raw, name)


def decode_document(raw: bytes, name: str) -> Document:
    """The same for the bytes of a file, whatever they came through."""
    for begin, found in SIGNATURES.items():
        if raw.startswith(begin):
            raise fail(OTHER_FORMAT, Where(name), found=found)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise fail(NOT_UTF8, Where(name), offset=error.start + 1) from None
    return parse_document(text, name)


def parse_document(text: str, path: str = "<text>") -> Document:
    """The same as :func:`read_document` for a text at hand."""
    text = text.replace("\r\n", "\n")
    if len(text) > FILE_BYTES_MAX:
        raise fail(TOO_LARGE, Where(path), bytes=len(text), most=FILE_BYTES_MAX)
    return Document(path, text, read_tree(path, text))


def expect(document: Document, wanted: str) -> None:
    """Refuse a document that has sections of another kind, and none of the one that is wanted.

    Handed the wrong file about a deal, a reader would find fault with every line of it.

    Raises:
        BpoError: saying what it is, at the section that tells.
    """
    sections = document.root.value if isinstance(document.root.value, dict) else {}
    found = {kind: next((name for name in told.sections if name in sections), None) for kind, told in KINDS.items()}
    if found[wanted] is not None:
        return
    for kind, name in found.items():
        if name is not None:
            told = KINDS[kind]
            where = document.where(sections[name][0])
            raise fail(OTHER_FILE, where, found=told.name, wanted=KINDS[wanted].name, use=told.use)
