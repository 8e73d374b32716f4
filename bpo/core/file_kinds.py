"""Which of the three files about a deal a document is: handed the wrong one, a reader would find fault with every line of it."""

from __future__ import annotations

from collections.abc import Mapping

from bpo.core.documents import Document
from bpo.core.errors import fail
from bpo.core.words import Text, Words

OTHER_FILE = Words(
    "file-of-another-kind",
    en="this is {found}, where {wanted} is expected",
    zh="这是{found}，而此处需要{wanted}",
)
TOLD_BY: Mapping[str, tuple[Text, tuple[str, ...]]] = {
    "contract": (Text(zh="合同", en="a contract"), ("terms", "supplier")),
    "scenario": (Text(zh="投标测算方案", en="the scenario of a bid"), ("scenario", "streams")),
    "costs": (Text(zh="成本文件", en="a cost file"), ("items", "wages")),
}
"""Each kind with its name, and the sections that only it has."""


def expect(document: Document, wanted: str) -> None:
    """Refuse a document that has sections of another kind, and none of the one that is wanted.

    Raises:
        BpoError: saying what it is, at the section that tells.
    """
    sections = document.root.value if isinstance(document.root.value, dict) else {}
    found = {kind: next((name for name in names if name in sections), None) for kind, (_, names) in TOLD_BY.items()}
    if found[wanted] is not None:
        return
    for kind, name in found.items():
        if name is not None:
            raise fail(
                OTHER_FILE,
                document.where(sections[name][0]),
                found=TOLD_BY[kind][0],
                wanted=TOLD_BY[wanted][0],
            )
