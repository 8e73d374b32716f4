"""Problems and months as they stand in the sentences of a report."""

from collections.abc import Sequence
from itertools import groupby

from bpo.core.errors import Problem
from bpo.core.words import Text, Words
from bpo.report import model as m

PLACED = Words("backtest-placed", en="{where}: {what}", zh="{where}：{what}")


def problem_text(problem: Problem) -> Text:
    """A problem with its place, without the line of the file."""
    what = m.filled(problem.words, **problem.values)
    return what if problem.where is None else m.filled(PLACED, where=str(problem.where), what=what)


RUN = 3


def in_runs(names: Sequence[str], every: Sequence[str]) -> list[str]:
    """Periods by their names, ``RUN`` or more in a row by the first and the last.

    >>> in_runs(["01", "02", "03", "05", "06"], ["01", "02", "03", "04", "05", "06"])
    ['01 – 03', '05', '06']
    """
    places = [(every.index(name) - n, name) for n, name in enumerate(names)]
    found: list[str] = []
    for _, group in groupby(places, key=lambda place: place[0]):
        run = [name for _, name in group]
        found += [f"{run[0]} – {run[-1]}"] if len(run) >= RUN else run
    return found
