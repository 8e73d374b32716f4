"""A quote accepted: the draft contract becomes a contract of the desk, byte for byte."""

from __future__ import annotations

from pathlib import Path

from bpo.contracts.load import read_contract
from bpo.documents import read_document
from bpo.economics.scenario import read_scenario
from bpo.errors import Where, fail
from bpo.words import Words

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
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        with target.open("xb") as file:
            file.write(draft.read_bytes())
    except FileExistsError:
        raise fail(THERE_ALREADY, Where(str(target))) from None
    return target
