"""Scenario folders: a contract, a month's figures, and what must come of them, written so that a lawyer can read it.

``contract.yaml``, ``measures.yaml`` or ``facts.yaml``, optional ``history/`` (measures files of earlier months), and
``expect.yaml``. Our own tests and ``bpo test`` run them alike.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from bpo.contracts.header.due import due_dates
from bpo.contracts.load import load_contract
from bpo.contracts.model import Contract
from bpo.contracts.portions import Portion
from bpo.contracts.statement import Statement
from bpo.core.documents import read_document
from bpo.core.errors import BpoError, Problem, Where, fail
from bpo.core.fields import Day, FileModel, Number, YesNo
from bpo.core.measures import Measures
from bpo.core.measures_file import MeasuresIn, measures_from, read_measures
from bpo.core.periods import Period
from bpo.core.validation import read_model
from bpo.core.words import Words, exact_text
from bpo.metering import measure
from bpo.metering.memory import read_facts
from bpo.pricing.in_force import in_force
from bpo.pricing.price import price, price_elsewhere

EXPECT = "expect.yaml"

NO_FIGURES = Words(
    "scenario-without-figures",
    en="there is neither a measures.yaml nor a facts.yaml beside the contract, and the case gives no figures",
    zh="合同旁既没有 measures.yaml 也没有 facts.yaml，且用例未给出数据",
)
EXPECTED_ALREADY = Words(
    "scenario-exists",
    en="what must come of this scenario is written down already; --force writes it anew",
    zh="该场景的预期结果已经写好；--force 重新生成",
)
NO_SCENARIOS = Words("scenario-none", en="no folder here has an expect.yaml", zh="此处没有含 expect.yaml 的文件夹")

TOTALS = ("net", "tax", "total", "payable")
UNCHECKED = """\
# The engine's own figures, as it computes them today: nobody has checked them yet. Work out each by hand from the
# contract, correct what is wrong, leave out what does not matter here, and say in place of these lines how it comes about.
# 以下为程序当前的计算结果，尚未核对。请按合同逐项手算，改正有误之处，删去无关项目，并以算式说明取代这几行注释。
"""


class Expected(FileModel):
    """What must come of a month. Only what is written is compared; ``problems`` are the codes of a month that is refused.

    ``entities`` have their part of each line by the clause's id, and their ``net``, ``tax``, ``total`` and ``payable``; ``remaining`` is
    what is left of purchase orders by their number, and of the ``ceiling``; ``dated`` is the day that stands on the statement, ``due``
    the one on which it is to be paid.
    """

    lines: dict[str, Number] = {}
    net: Number | None = None
    tax: Number | None = None
    total: Number | None = None
    payable: Number | None = None
    met: dict[str, YesNo] = {}
    scores: dict[str, Number] = {}
    entities: dict[str, dict[str, Number]] = {}
    remaining: dict[str, Number] = {}
    dated: Day | None = None
    due: Day | None = None
    problems: list[str] | None = None


def _with_period(given: Any) -> Any:
    return {"period": "", **given} if isinstance(given, Mapping) and "period" not in given else given


class Case(Expected):
    """One month of a scenario; its figures stand in place of those of the same name beside the contract."""

    name: str = ""
    measures: Annotated[MeasuresIn | None, BeforeValidator(_with_period)] = None
    history: list[MeasuresIn] = []


class ExpectFile(Expected):
    """``expect.yaml``: one month, or ``cases``."""

    cases: Annotated[list[Case], Field(min_length=1)] | None = None


@dataclass(frozen=True, slots=True)
class Difference:
    """Something that came out otherwise than expected; both as text, exact."""

    what: str
    expected: str
    actual: str


@dataclass(frozen=True)
class Outcome:
    """What came of a case: nothing different, or what; with its statement, whose steps explain the actual amounts."""

    folder: Path
    name: str
    differences: tuple[Difference, ...]
    statement: Statement | None
    problems: tuple[Problem, ...] = ()

    @property
    def passed(self) -> bool:
        return not self.differences


def find_worked_examples(folder: Path) -> list[Path]:
    """The folder itself and every one below it that has an expect.yaml.

    Raises:
        BpoError: if there is none.
    """
    found = sorted(file.parent for file in folder.rglob(EXPECT))
    if not found:
        raise fail(NO_SCENARIOS, Where(str(folder)))
    return found


def run_worked_example(folder: Path) -> Iterator[Outcome]:
    """Run the cases of a folder.

    Raises:
        BpoError: if expect.yaml, the contract or the figures are not understood, and no case expects that.
    """
    expected = read_model(read_document(folder / EXPECT), ExpectFile)
    if expected.cases is None:
        fields = {name: getattr(expected, name) for name in Expected.model_fields}
        yield _run(folder, Case.model_construct(**fields))
    for case in expected.cases or ():
        yield _run(folder, case)


def _run(folder: Path, case: Case) -> Outcome:
    name = case.name or folder.name
    try:
        contract = load_contract(folder / "contract.yaml")
        history = _history(folder, contract, case)
        statement = price(contract, _figures(folder, contract, case), history)
    except BpoError as error:
        if case.problems is None:
            raise
        codes = [problem.code for problem in error.problems]
        wrong = [] if codes == case.problems else [Difference("problems", ", ".join(case.problems), ", ".join(codes))]
        return Outcome(folder, name, tuple(wrong), None, error.problems)
    return Outcome(
        folder, name, (*_differences(case, statement), *_other_days(case, contract, statement.period)), statement
    )


def _figures(folder: Path, contract: Contract, case: Case) -> Measures:
    """The month's figures: given beside the contract or counted over its facts, then those that the case writes."""
    base: Measures | None = None
    if (folder / "measures.yaml").exists():
        base = read_measures(folder / "measures.yaml")
    elif (folder / "facts.yaml").exists():
        document = read_document(folder / "facts.yaml")
        lake = read_facts(document, contract.account_of_facts, contract.billing.timezone)
        base = measure(lake, contract, contract.cycle.period(document.plain()["period"]))
    own = measures_from(case.measures) if case.measures is not None else None
    if base is None:
        if own is None:
            raise fail(NO_FIGURES, Where(str(folder)))
        return own
    if own is None:
        return base
    kept = {name: one for name, one in base.sides.items() if name not in own.quantities and name not in own.kpis}
    return replace(
        base, period=own.period or base.period,
        quantities={**base.quantities, **own.quantities}, kpis={**base.kpis, **own.kpis}, sides={**kept, **own.sides},
        late={**base.late, **own.late}, restated={**base.restated, **own.restated}, disputed={**base.disputed, **own.disputed},
        paid_later={**base.paid_later, **own.paid_later},
    )  # fmt: skip


def _history(folder: Path, contract: Contract, case: Case) -> list[Statement]:
    """Earlier months, oldest first, each priced with those before it."""
    files = sorted((folder / "history").glob("*.yaml"))
    months = [*(read_measures(file) for file in files), *(measures_from(given) for given in case.history)]
    history: list[Statement] = []
    for measures in sorted(months, key=lambda month: month.period):
        history.append(price_elsewhere(contract, measures, tuple(history)))
    return history


def _differences(case: Case, statement: Statement) -> Iterator[Difference]:
    if case.problems is not None:
        yield Difference("problems", ", ".join(case.problems), "")
    came = came_of(statement)
    yield from _compare("line", case.lines, came.lines)
    for name in TOTALS:
        wanted = getattr(case, name)
        if wanted is not None and wanted != getattr(came, name):
            yield Difference(name, exact_text(wanted), exact_text(getattr(statement, name)))
    for entity, had in came.entities.items():
        yield from _compare(f"entity {entity}", case.entities.get(entity, {}), had)
    yield from _compare("entity", dict.fromkeys(case.entities), dict.fromkeys(came.entities))
    yield from _compare("remaining", case.remaining, came.remaining)
    yield from _compare("score", case.scores, came.scores)
    yield from _compare("met", case.met, came.met)


def _other_days(case: Case, contract: Contract, period: Period) -> Iterator[Difference]:
    """The days of its paper that are otherwise than expected, if it is drawn on the day that the contract names."""
    if case.dated is None and case.due is None:
        return
    billing = in_force(contract, period).billing
    dated = billing.dated(period)
    dates = due_dates(billing.due, billing.accepted_after, billing.calendar, period.end, dated, billing.where)
    for name, wanted, found in (("dated", case.dated, dated), ("due", case.due, dates.due_on)):
        if wanted is not None and wanted != found:
            yield Difference(name, wanted.isoformat(), found.isoformat() if found is not None else "—")


def came_of(statement: Statement) -> Expected:
    """All that could have been expected of a month."""
    verdicts = statement.verdicts
    return Expected.model_construct(
        lines={line.clause: Fraction(line.amount) for line in (*statement.charges, *statement.deductions)},
        net=Fraction(statement.net),
        tax=Fraction(statement.tax),
        total=Fraction(statement.total),
        payable=Fraction(statement.payable),
        met={name: verdict.met for name, verdict in verdicts.items() if verdict.met is not None},
        scores={name: verdict.score for name, verdict in verdicts.items() if verdict.score is not None},
        entities={portion.entity: _had(statement, portion) for portion in statement.portions},
        remaining={limit.number or "ceiling": Fraction(limit.remaining) for limit in statement.drawn},
    )


def _had(statement: Statement, portion: Portion) -> dict[str, Fraction]:
    """What an entity has of each line, and its totals."""
    lines = zip((*statement.charges, *statement.deductions), (*portion.lines, *portion.deductions), strict=True)
    found = {line.clause: Fraction(own.amount) for line, own in lines}
    return found | {name: Fraction(getattr(portion, name)) for name in ("net", "tax", "total", "payable")}


def _compare(what: str, wanted: Mapping[str, Any], actual: Mapping[str, Any]) -> Iterator[Difference]:
    for name, value in wanted.items():
        if name not in actual or actual[name] != value:
            yield Difference(f"{what} {name}", _text(value), _text(actual.get(name)))


def _text(value: Any) -> str:
    if value is None:
        return "—"
    return ("yes" if value else "no") if isinstance(value, bool) else exact_text(value)


def write_expected(folder: Path, *, force: bool = False) -> Path:
    """Write what comes of a scenario today as its expect.yaml, to be corrected by hand.

    A month that the contract refuses is expected to be refused; a contract or figures that cannot be read are not.

    Raises:
        BpoError: if there is an expect.yaml and it is not forced, or the contract or the figures are not understood.
    """
    target = folder / EXPECT
    if target.exists() and not force:
        raise fail(EXPECTED_ALREADY, Where(str(target)))
    contract = load_contract(folder / "contract.yaml")
    figures, history = _figures(folder, contract, Case()), _history(folder, contract, Case())
    try:
        came = came_of(price(contract, figures, history))
    except BpoError as error:
        came = Expected(problems=[problem.code for problem in error.problems])
    target.write_text(UNCHECKED + _yaml(came), encoding="utf-8")
    return target


def _yaml(came: Expected) -> str:
    """The fields that say something; a payable that is the total is left out."""
    fields = {name: getattr(came, name) for name in Expected.model_fields}
    if came.payable == came.total:
        del fields["payable"]
    return "".join(_field(name, value) for name, value in fields.items() if value not in (None, {}))


def _field(name: str, value: Any, indent: str = "") -> str:
    """``name: value``, or the name with what is in it below."""
    key = name if re.fullmatch(r"\w[\w./-]*", name) else json.dumps(name, ensure_ascii=False)
    if isinstance(value, Mapping):
        return f"{indent}{key}:\n" + "".join(_field(inner, one, indent + "  ") for inner, one in value.items())
    text = f"[{', '.join(value)}]" if isinstance(value, list) else _text(value)
    return f"{indent}{key}: {text}\n"


def failing_lines(outcome: Outcome) -> Sequence[str]:
    """The ids of the lines that differ."""
    return [d.what.removeprefix("line ") for d in outcome.differences if d.what.startswith("line ")]
