"""Agreed figures of a workspace: which measures file is of a contract and a month."""

from collections.abc import Iterator
from pathlib import Path

from bpo.core.errors import fail
from bpo.core.words import Words
from bpo.desk.run import MeasuresFile, read_measures_file
from bpo.desk.workspace import Workspace, near

SEVERAL = Words(
    "agreed-several",
    en="figures of '{contract}' for {period} stand in several files: {files}; one of them counts: move the others away",
    zh="合同 '{contract}' {period} 的数据见于多个文件：{files}；只能保留一个，请移走其余文件",
)
ENDINGS = (".yaml", ".yml", ".json")


def agreed_figures(workspace: Workspace, contract: str, period_name: str) -> MeasuresFile | None:
    """The measures file of a contract and period in the workspace's ``measures``: ``NAME.yaml``, or one in the folder ``NAME``.

    The files are known by the contract's name, and the month by what they say. None where there is none: then all is counted.

    Raises:
        BpoError: if a file of the contract does not say of which month it is, or several are of this one.
    """
    files = [(path, read_measures_file(near(path))) for path in _files(workspace.measures, contract)]
    found = [(path, file) for path, file in files if file.measures.period == period_name]
    if len(found) > 1:
        named = [str(near(path)) for path, _ in found]
        raise fail(SEVERAL, contract=contract, period=period_name, files=named)
    return found[0][1] if found else None


def _files(folder: Path, contract: str) -> Iterator[Path]:
    yield from (path for ending in ENDINGS if (path := folder / f"{contract}{ending}").is_file())
    below = folder / contract
    yield from (path for path in sorted(below.rglob("*")) if path.suffix in ENDINGS and path.is_file())
