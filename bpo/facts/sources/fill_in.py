"""What a draft leaves open: its source file can be read, and says what to fill in as soon as a file is to be ingested through it."""

from bpo.core.errors import BpoError, Problem
from bpo.core.words import Words
from bpo.facts.sources.source import Source
from bpo.facts.sources.source_fields import FILL_IN

ACCOUNT = Words(
    "fill-in-account",
    en="fill in whose facts these are: the name that contracts give as their account",
    zh="请填写这些数据属于哪个账户：与合同中的 account 一致",
)
TIMEZONE = Words(
    "fill-in-timezone",
    en="fill in by which clock the file was written, such as Asia/Shanghai or Europe/Berlin",
    zh="请填写文件所用时间的时区，例如 Asia/Shanghai、Europe/Berlin",
)
COLUMN = Words(
    "fill-in-column",
    en="fill in what '{given}' is read from, or take the line out if the table does not require it",
    zh="请填写 '{given}' 的来源；如非必填列，也可删去此行",
)


def require_filled_in(source: Source) -> None:
    """Refuse a source of which something is still to be filled in.

    Raises:
        BpoError: with all of it, each at its line.
    """
    open_ends = [
        (words, name)
        for words, name in ((ACCOUNT, "account"), (TIMEZONE, "timezone"))
        if getattr(source, name) == FILL_IN
    ]
    problems = [Problem(words, source.place(name)) for words, name in open_ends]
    for variant in source.variants():
        for name, entry in variant.map.items():
            problem = Problem(COLUMN, variant.key_place("map", name), {"given": name})
            if entry.source == FILL_IN and problem not in problems:
                problems.append(problem)
    if problems:
        raise BpoError(problems)
