"""The pages under docs/ by name: what a clause, KPI, term, adjustment, table, check or verb is."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bpo.core.shipped import docs_folder
from bpo.core.words import Lang, Text

KINDS: dict[str, Text] = {
    "cli": Text(zh="命令", en="Verbs"),
    "terms": Text(zh="计价方式", en="Terms"),
    "adjustments": Text(zh="调整项", en="Adjustments"),
    "kpi": Text(zh="指标", en="KPIs"),
    "building-blocks": Text(zh="通用字段", en="Building blocks"),
    "clauses": Text(zh="条款一览", en="Clauses by area"),
    "checks": Text(zh="检查项", en="Checks"),
    "tables": Text(zh="数据表", en="Tables"),
    "economics": Text(zh="投标测算", en="The bid"),
    "": Text(zh="说明", en="Guides"),
}
"""The folders of pages in the order in which they are listed."""

CHINESE = "<!--zh-->"
"""Stands between what a page says in English and the same in Chinese: in a heading, paragraph, item or cell before the Chinese half; on a
line of its own before a Chinese paragraph that follows its English one; at the head of a table's Chinese column, which follows the English."""
LINK = re.compile(r"\[([^\]\n]+)\]\([^)\s]+\)")


@dataclass(frozen=True)
class Page:
    """A page; ``name`` is its file's, with the folder before it where another page has the same."""

    name: str
    kind: str
    path: Path
    title: Text

    def answers_to(self, asked: str) -> bool:
        """Whether a user means this page: by name, by path as messages write it, or by its title in either language."""
        stem = "" if self.path.stem == "README" else self.path.stem
        own = (self.name, stem, f"{self.kind}/{stem}", f"docs/{self.kind}/{self.path.name}")
        return _plain(asked) in {_plain(name) for name in (*own, self.title.zh, self.title.en) if name}


def all_pages() -> list[Page]:
    """Every page, by kind and name."""
    root = docs_folder()
    files = [file for kind in KINDS for file in sorted((root / kind).glob("*.md"))]
    stems = [file.stem for file in files]
    return [_page(file, root, alone=stems.count(file.stem) == 1) for file in files]


def _page(file: Path, root: Path, *, alone: bool) -> Page:
    kind = "" if file.parent == root else file.parent.name
    name = kind if file.stem == "README" else file.stem if alone or not kind else f"{kind}/{file.stem}"
    with file.open(encoding="utf-8") as lines:
        title = lines.readline().removeprefix("# ").strip().replace("`", "")
    return Page(name, kind, file, Text(zh=_half(title, "zh"), en=_half(title, "en")))


def _plain(name: str) -> str:
    return re.sub(r"[\s_]+", "-", name.strip().casefold()).removeprefix("docs/").removesuffix(".md").replace("//", "/")


def as_written(markdown: str) -> str:
    """A page with both its languages, without the marks between them."""
    return re.sub(f"^{CHINESE}\n", "", markdown, flags=re.MULTILINE).replace(CHINESE, "")


def in_language(markdown: str, lang: Lang) -> str:
    """A page with what it says in both languages said in one; what it says in one only stays as it is."""
    blocks = list(_blocks(markdown.splitlines()))
    chinese = [block[0] == CHINESE for block in blocks]
    left_out = [*chinese[1:], False] if lang == "zh" else chinese
    said = [_said(block, lang) for block, out in zip(blocks, left_out, strict=True) if not out]
    return "\n\n".join(said) + "\n"


def _said(block: list[str], lang: Lang) -> str:
    if block[0].startswith("```"):
        return "\n".join(block)
    if block[0].startswith("|"):
        return "\n".join(_table(block, lang))
    if block[0] == CHINESE:
        return " ".join(block[1:])
    if _is_prose(block):
        return _half(" ".join(block), lang)
    return "\n".join(_half(line, lang) for line in block)


def _blocks(lines: Sequence[str]) -> Iterator[list[str]]:
    """Paragraphs, lists, tables and whole code blocks, without the empty lines between them."""
    block: list[str] = []
    fenced = False
    for line in lines:
        if line.startswith("```"):
            fenced = not fenced
        if line.strip() or fenced:
            block.append(line)
        elif block:
            yield block
            block = []
    if block:
        yield block


def _is_prose(block: list[str]) -> bool:
    return re.match(r"[-*#>\s]|\d+\. ", block[0]) is None


def _half(text: str, lang: Lang) -> str:
    """Of ``English.<!--zh--> 中文。`` one half; a text that is said once stays whole.

    >>> _half("- Service level<!--zh--> 服务水平", "zh"), _half("# Cliff<!--zh--> 断崖", "en"), _half("`seats` 和 `hours`", "en")
    ('- 服务水平', '# Cliff', '`seats` 和 `hours`')
    """
    english, mark, chinese = text.partition(CHINESE)
    if not mark or lang == "en":
        return english
    lead = re.match(r"\s*(?:[-*] |#+ |\d+\. )?", english)
    assert lead is not None, "every text matches"
    return lead[0] + chinese.lstrip()


def _table(rows: list[str], lang: Lang) -> list[str]:
    """A table without the column that repeats its neighbour in the other language; cells in one language where they have both."""
    cells = [[cell.strip() for cell in re.split(r"(?<!\\)\|", row.strip().strip("|"))] for row in rows]
    chinese = [i for i, title in enumerate(cells[0]) if title.startswith(CHINESE)]
    dropped = {i - 1 for i in chinese} if lang == "zh" else set(chinese)
    return [
        "| " + " | ".join(_half(cell, lang) for i, cell in enumerate(row) if i not in dropped) + " |" for row in cells
    ]


def without_links(markdown: str) -> str:
    """Links as the words that they stand on: a terminal leads nowhere."""
    return LINK.sub(r"\1", markdown)
