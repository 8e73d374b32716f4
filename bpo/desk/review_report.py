"""The drafts of a month as a report: sums by currency, the list, what deserves a look, what is parked, limits nearly used up."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

from bpo.contracts.drawdown import CEILING, Drawdown
from bpo.contracts.statement import Statement
from bpo.core.errors import Problem
from bpo.core.vocabulary import PAYABLE, heading
from bpo.core.words import Lang, Text, Words
from bpo.desk.receivables.ageing_report import money
from bpo.desk.review_words import (
    BEFORE,
    CAUSE,
    DIFFERENCE,
    SHARE,
    STATEMENT,
    SUMMARY,
    WHY,
    counts_of,
    state_of,
    why_said,
)
from bpo.desk.reviewing import Reviewed, is_near
from bpo.pricing.moved import CAUSES, Moved
from bpo.report import model as m
from bpo.report.headings import named
from bpo.report.speech import Language, Speech

REVIEW = "review.html.j2"
"""Its template: a landscape page, internal."""
H = named(
    {
        "reviewing": ("草稿复核表", "Review of drafts"),
        "reviewing_number": ("报表编号", "Report no."),
        "reviewing_period": ("账期", "Period"),
        "reviewing_internal": ("内部资料", "Internal"),
        "reviewing_counted": ("概况", "In short"),
        "reviewing_sums": ("各币种合计", "By currency"),
        "reviewing_currency": ("币种", "Currency"),
        "reviewing_contracts": ("合同数", "Contracts"),
        "reviewing_first": ("首期（无上期）", "No last month"),
        "reviewing_drafts": ("草稿", "Drafts"),
        "reviewing_contract": ("合同", "Contract"),
        "reviewing_title": ("名称", "Title"),
        "reviewing_state": ("状态", "State"),
        "reviewing_looks": ("关注事项数", "To look at"),
        "reviewing_look": ("需要关注的事项", "What deserves a look"),
        "reviewing_what": ("事项", "What"),
        "reviewing_parked": ("搁置的合同", "Parked"),
        "reviewing_place": ("位置", "Place"),
        "reviewing_problem": ("问题", "Problem"),
        "reviewing_limits": ("即将用尽的限额", "Limits nearly used up"),
        "reviewing_limit_of": ("限额", "Limit"),
        "reviewing_limit": ("额度", "Amount"),
        "reviewing_drawn": ("此前已计", "Billed before"),
        "reviewing_now": ("本期", "This month"),
        "reviewing_remaining": ("剩余", "Remaining"),
        "reviewing_nothing": ("无", "none"),
        "reviewing_released": ("复核与审批", "Review and approval"),
        "reviewing_signed": (
            "复核：＿＿＿＿＿＿＿＿　日期：＿＿＿＿＿＿　　审批：＿＿＿＿＿＿＿＿　日期：＿＿＿＿＿＿",
            "Reviewed by ____________________  on ____________      Approved by ____________________  on ____________",
        ),
    }
)


def review_report(found: Sequence[Reviewed], on: date, language: Language) -> m.Report:
    """The list of a period's drafts for a head of finance: to filter as a workbook, and to sign on paper."""
    period = found[0].period
    head = m.Masthead(
        document=H["reviewing"],
        title=Text.of(period),
        contract=period,
        number=f"review-{period}",
        number_name=H["reviewing_number"],
        day=on,
        supplier=m.Box(""),
        meta=((H["reviewing_period"], period), (H["reviewing_counted"], m.filled(SUMMARY, **counts_of(found)))),
        internal=H["reviewing_internal"],
    )
    priced = [(one, one.statement) for one in found if one.statement is not None]
    signed = m.Note((H["reviewing_signed"],), "signed", plain=True, media=m.PAPER)
    sections = (
        m.Section("sums", H["reviewing_sums"], (_sums([statement for _, statement in priced]),)),
        m.Section("signed", H["reviewing_released"], (signed,)),
        m.Section("drafts", H["reviewing_drafts"], (_drafts(found),)),
        m.Section("looks", H["reviewing_look"], (_looks(found),)),
        m.Section("parked", H["reviewing_parked"], (_parked(found),)),
        m.Section("limits", H["reviewing_limits"], (_limits(priced),)),
    )
    return m.Report(head, sections, language, priced[0][1].currency if priced else "CNY")


def _headed(words: Words | Text) -> Text:
    """A word of the list on the terminal as a heading."""
    return heading(words if isinstance(words, Text) else Text(zh=words.say("zh"), en=words.say("en")))


def _sums(statements: Sequence[Statement]) -> m.Table:
    """By currency: what the drafts come to is last month's, what that moved by, and what has no last month."""

    def of(column: str) -> str:
        return f"SUMIFS({{drafts.{column}}}, {{drafts.currency}}, {{currency}})"

    columns = (
        m.Column("currency", H["reviewing_currency"]),
        m.Column("contracts", H["reviewing_contracts"], m.COUNT),
        m.Column("before", _headed(BEFORE), m.MONEY, relation=of("before")),
        m.Column("difference", _headed(DIFFERENCE), m.MONEY, relation=of("difference")),
        m.Column("first", H["reviewing_first"], m.MONEY, relation=of("first")),
        m.Column("payable", _headed(PAYABLE), m.MONEY, relation="{before} + {difference} + {first}"),
    )
    counted = Counter(one.currency for one in statements)
    rows = (
        m.Row({"currency": currency, "contracts": m.Cell(count, m.COUNT)}, format=money(currency))
        for currency, count in sorted(counted.items())
    )
    return m.Table("sums", columns, tuple(rows), look="sums", empty=H["reviewing_nothing"])


def _drafts(found: Sequence[Reviewed]) -> m.Table:
    columns = (
        m.Column("statement", _headed(STATEMENT), width=28),
        m.Column("title", H["reviewing_title"], width=34),
        m.Column("state", H["reviewing_state"], width=12),
        m.Column("currency", H["reviewing_currency"], width=9),
        m.Column("payable", _headed(PAYABLE), m.MONEY),
        m.Column("before", _headed(BEFORE), m.MONEY),
        m.Column("difference", _headed(DIFFERENCE), m.MONEY),
        m.Column("share", SHARE, m.TENTHS, width=9),
        m.Column("why", _headed(WHY), width=44, wraps=True, media=m.PAPER),
        m.Column("looks", H["reviewing_looks"], m.COUNT, width=9),
        *(m.Column(f"by_{cause}", _headed(CAUSE[cause]), m.MONEY, width=14, media=m.BOOK) for cause in CAUSES),
        m.Column("first", H["reviewing_first"], m.MONEY, width=14, media=m.BOOK),
    )
    rows = tuple(_draft(one) for one in found)
    return m.Table("drafts", columns, rows, look="drafts", empty=H["reviewing_nothing"], filtered=True)


def _draft(one: Reviewed) -> m.Row:
    """A contract's month; of what is parked nothing but its name."""
    cells: dict[str, m.Value | m.Cell] = {"statement": one.name, "title": one.title or "", "state": state_of(one)}
    cells |= dict.fromkeys(("payable", "before", "difference", "share", "first"), m.BLANK)
    cells |= {f"by_{cause}": m.BLANK for cause in CAUSES}
    if one.statement is None:
        return m.Row(cells | {"currency": "", "why": "", "looks": len(one.problems)})
    form = money(one.statement.currency)
    cells |= {
        "currency": one.statement.currency,
        "payable": m.Cell(one.statement.payable, form),
        "looks": len(one.looks),
    }
    if one.moved is None:
        return m.Row(cells | {"first": m.Cell(one.statement.payable, form), "why": ""})
    cells |= {"before": m.Cell(one.moved.before, form), "difference": m.Cell(one.moved.difference, form)}
    cells |= {"share": one.share} if one.share is not None else {}
    cells |= {f"by_{cause}": m.Cell(amount, form) for cause, amount in one.moved.parts.items()}
    return m.Row(cells | {"why": _why(one.moved, one.statement.currency)})


def _why(moved: Moved, currency: str) -> Text:
    """The causes, the largest first."""
    return Text(zh=why_said(moved, Speech("zh", currency), "zh"), en=why_said(moved, Speech("en", currency), "en"))


def _looks(found: Sequence[Reviewed]) -> m.Table:
    columns = (
        m.Column("statement", _headed(STATEMENT), width=28),
        m.Column("title", H["reviewing_title"], width=34),
        m.Column("what", H["reviewing_what"], width=90, wraps=True),
    )
    rows = tuple(
        m.Row({"statement": one.name, "title": one.title or "", "what": Text(zh=look.say("zh"), en=look.say("en"))})
        for one in found
        for look in one.looks
    )
    return m.Table("looks", columns, rows, look="looks", empty=H["reviewing_nothing"], filtered=True)


def _parked(found: Sequence[Reviewed]) -> m.Table:
    columns = (
        m.Column("statement", H["reviewing_contract"], width=28),
        m.Column("place", H["reviewing_place"], width=34),
        m.Column("what", H["reviewing_problem"], width=90, wraps=True),
    )
    rows = tuple(
        m.Row(
            {
                "statement": one.contract,
                "place": str(problem.where or ""),
                "what": Text(zh=_said(problem, "zh"), en=_said(problem, "en")),
            }
        )
        for one in found
        for problem in (one.problems if one.parked else ())
    )
    return m.Table("parked", columns, rows, look="looks", empty=H["reviewing_nothing"], filtered=True)


def _said(problem: Problem, lang: Lang) -> str:
    """Without its place, which has a column of its own."""
    return problem.words.say(lang, problem.values)


def _limits(priced: Sequence[tuple[Reviewed, Statement]]) -> m.Table:
    """Orders and ceilings under which another month like this one does not fit."""
    columns = (
        m.Column("statement", _headed(STATEMENT), width=28),
        m.Column("title", H["reviewing_title"], width=34),
        m.Column("of", H["reviewing_limit_of"], width=24),
        m.Column("currency", H["reviewing_currency"], width=9),
        m.Column("limit", H["reviewing_limit"], m.MONEY),
        m.Column("drawn", H["reviewing_drawn"], m.MONEY),
        m.Column("now", H["reviewing_now"], m.MONEY),
        m.Column("remaining", H["reviewing_remaining"], m.MONEY, relation="{limit} - {drawn} - {now}"),
    )
    rows = tuple(
        _limit(one, statement, limit) for one, statement in priced for limit in statement.drawn if is_near(limit)
    )
    return m.Table("limits", columns, rows, look="limits", empty=H["reviewing_nothing"], filtered=True)


def _limit(one: Reviewed, statement: Statement, limit: Drawdown) -> m.Row:
    cells: dict[str, m.Value | m.Cell] = {
        "statement": one.name,
        "title": one.title or "",
        "currency": statement.currency,
    }
    amounts = {"limit": limit.limit, "drawn": limit.before, "now": limit.now}
    return m.Row(cells | {"of": limit.number or CEILING} | amounts, format=money(statement.currency))
