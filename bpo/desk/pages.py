"""The pages under docs/ by name: what a clause, KPI, term, adjustment, table, check or verb is."""

from __future__ import annotations

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

CJK = re.compile(r"[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]")
CODE = re.compile(r"`[^`]*`")
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
        own = (
            self.name,
            stem,
            f"{self.kind}/{stem}",
            f"docs/{self.kind}/{self.path.name}",
            self.title.zh,
            self.title.en,
        )
        return _plain(asked) in {_plain(name) for name in own if name}


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
    return Page(name, kind, file, Text(zh=_part(title, "zh"), en=_part(title, "en")))


def _plain(name: str) -> str:
    return re.sub(r"[\s_]+", "-", name.strip().casefold()).removeprefix("docs/").removesuffix(".md").replace("//", "/")


def in_language(markdown: str, lang: Lang) -> str:
    """A page with what it says in both languages said in one; what it says in one only stays as it is."""
    blocks = list(_blocks(markdown.splitlines()))
    said: list[str] = []
    for number, block in enumerate(blocks):
        if block[0].startswith("```"):
            said.append("\n".join(block))
        elif block[0].startswith("|"):
            said.append("\n".join(_table(block, lang)))
        elif not _is_twin(blocks, number, lang):
            said.append(
                _part(" ".join(block), lang) if _is_prose(block) else "\n".join(_part(line, lang) for line in block)
            )
    return "\n\n".join(said) + "\n"


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


def _is_chinese(text: str) -> bool:
    """Whether a text is Chinese, whatever names and code stand in it."""
    words = CODE.sub("", text)
    return len(CJK.findall(words)) * 3 > len(words.replace(" ", ""))


def _is_twin(blocks: list[list[str]], number: int, lang: Lang) -> bool:
    """Whether a paragraph says in the other language what its neighbour says in this one: Chinese follows English."""
    block = blocks[number]
    other = number + 1 if lang == "zh" else number - 1
    if not (_is_prose(block) and 0 <= other < len(blocks) and _is_prose(blocks[other])):
        return False
    mine, near = CODE.sub("", " ".join(block)), " ".join(blocks[other])
    if lang == "zh":
        return not CJK.search(mine) and _is_chinese(near) and _part(near, "en") == near
    return _is_chinese(mine) and _part(mine, "en") == mine and not CJK.search(CODE.sub("", near))


def _part(text: str, lang: Lang) -> str:
    """Of ``English. 中文。`` one half; a text that is not made of two halves stays whole.

    >>> _part("Service level 服务水平（N 秒接通率）", "zh"), _part("# Cliff 断崖", "en"), _part("`seats` 和 `hours`", "en")
    ('服务水平（N 秒接通率）', '# Cliff', '`seats` 和 `hours`')
    """
    mark = re.match(r"(\s*(?:[-*] |#+ |\d+\. )?)(.*)", text, re.DOTALL)
    assert mark is not None, "every text matches"
    lead, body = mark.groups()
    hidden = CODE.sub(lambda code: "x" * len(code[0]), body)
    first = CJK.search(hidden)
    if first is None:
        return text
    cut = hidden.rfind(" ", 0, first.start()) + 1
    english, chinese = body[:cut].rstrip(), body[cut:]
    if not re.search(r"[A-Za-z]{2}", hidden[:cut].replace("x" * 3, "")) or not _is_chinese(chinese):
        return text
    return lead + (chinese if lang == "zh" else english)


def _table(rows: list[str], lang: Lang) -> list[str]:
    """A table without the column that repeats its neighbour in the other language; cells in one language where they have both."""
    cells = [[cell.strip() for cell in re.split(r"(?<!\\)\|", row.strip().strip("|"))] for row in rows]
    head = cells[0]
    pairs = [
        i
        for i in range(len(head) - 1)
        if re.fullmatch(r"[A-Za-z ]+", head[i]) and re.fullmatch(f"{CJK.pattern}+", head[i + 1])
    ]
    dropped = {i if lang == "zh" else i + 1 for i in pairs}
    return [
        "| " + " | ".join(_part(cell, lang) for i, cell in enumerate(row) if i not in dropped) + " |" for row in cells
    ]


def without_links(markdown: str) -> str:
    """Links as the words that they stand on: a terminal leads nowhere."""
    return LINK.sub(r"\1", markdown)
