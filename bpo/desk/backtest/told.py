"""A problem as a sentence of a report."""

from bpo.core.errors import Problem
from bpo.core.words import Text, Words
from bpo.report import model as m

PLACED = Words("backtest-placed", en="{where}: {what}", zh="{where}：{what}")


def problem_text(problem: Problem) -> Text:
    """A problem with its place, without the line of the file."""
    what = m.filled(problem.words, **problem.values)
    return what if problem.where is None else m.filled(PLACED, where=str(problem.where), what=what)
