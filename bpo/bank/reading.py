"""A bank's file, whatever it is: camt.053 by itself, a CSV file or workbook by the file that maps its columns."""

from collections.abc import Sequence
from fnmatch import fnmatchcase
from pathlib import Path

from bpo.bank.camt053 import camt_rows, is_camt
from bpo.bank.export import export_rows
from bpo.bank.mapping import PAGE, BankExport, read_mapping
from bpo.bank.rows import BankFile, file_of
from bpo.core.documents import NOT_FOUND, NOT_READABLE
from bpo.core.errors import Where, fail
from bpo.core.words import Words

NO_MAPPING = Words(
    "bank-no-mapping",
    en="nothing says what the columns of this file are: name the file that does by --bank, or put it into {folder} with 'files: {like}'",
    zh="没有该文件的列对照：请用 --bank 指定，或将其放入 {folder} 并写 files: {like}",
)
SEVERAL_MAPPINGS = Words(
    "bank-several-mappings",
    en="{found} all say that they are for this file; name one by --bank",
    zh="{found} 均声明适用于该文件；请用 --bank 指定其一",
)


def read_bank_file(path: Path, mapping: Path | None, folder: Path) -> BankFile:
    """Every row of a bank's file.

    Args:
        mapping: the file that maps its columns; without one, that of the folder whose ``files`` fit its name.

    Raises:
        BpoError: if it cannot be read at all; a row that cannot is set aside.
    """
    try:
        with path.open("rb") as file:
            start = file.read(512)
    except FileNotFoundError:
        raise fail(NOT_FOUND, Where(str(path))) from None
    except OSError as error:
        raise fail(NOT_READABLE, Where(str(path)), reason=error.strerror or str(error)) from None
    if mapping is None and is_camt(start):
        return file_of(str(path), camt_rows(path))
    told = read_mapping(mapping) if mapping is not None else _fitting(path, folder)
    return file_of(str(path), export_rows(path, told))


def _fitting(path: Path, folder: Path) -> BankExport:
    known: Sequence[tuple[Path, BankExport]] = [(file, read_mapping(file)) for file in sorted(folder.glob("*.yaml"))]
    fits = [(file, one) for file, one in known if any(fnmatchcase(path.name, name) for name in one.files)]
    if len(fits) > 1:
        raise fail(SEVERAL_MAPPINGS, Where(str(path)), found=[file.name for file, _ in fits])
    if not fits:
        raise fail(NO_MAPPING, Where(str(path)), folder=folder.name, like=f'"*{path.suffix}"', page=PAGE)
    return fits[0][1]
