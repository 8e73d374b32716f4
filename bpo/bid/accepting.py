"""Contracts that a bid writes: an accepted quote's draft, byte for byte, and a draft at other prices, every other letter as it stands."""

import codecs
from collections.abc import Iterable
from fractions import Fraction
from pathlib import Path

from bpo.contracts.load import read_contract
from bpo.core.documents import Document, parse_document, read_document
from bpo.core.errors import Where, fail
from bpo.core.words import Words
from bpo.economics.margin.written_prices import WrittenPrice, rewritten
from bpo.economics.scenario.scenario import read_scenario

THERE_ALREADY = Words(
    "quote-accept-exists",
    en="there is a file already; give another name with --to, nothing was written",
    zh="文件已存在；请用 --to 指定其他文件名，未写入任何内容",
)


def accept(scenario: Path, target: Path) -> Path:
    """Copy the contract that a scenario names to ``target``.

    Raises:
        BpoError: if the scenario or the contract has mistakes, or there is such a file already.
    """
    draft = scenario.parent / read_scenario(scenario)[0].contract
    read_contract(read_document(draft))
    return _written(target, draft.read_bytes())


def write_draft(document: Document, prices: Iterable[tuple[WrittenPrice, Fraction]], target: Path) -> Path:
    """Write a draft contract to ``target`` with these prices in place of its own; its comments, order and line ends are kept.

    Raises:
        BpoError: if there is such a file already, a price is repeated by an anchor, or no contract could have such prices.
    """
    text = rewritten(document, prices)
    read_contract(parse_document(text, str(target)))
    before = Path(document.path).read_bytes()
    text = text.replace("\n", "\r\n") if b"\r\n" in before else text
    return _written(target, (codecs.BOM_UTF8 if before.startswith(codecs.BOM_UTF8) else b"") + text.encode())


def _written(target: Path, content: bytes) -> Path:
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        with target.open("xb") as file:
            file.write(content)
    except FileExistsError:
        raise fail(THERE_ALREADY, Where(str(target))) from None
    return target
