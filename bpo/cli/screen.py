"""What verbs print: plain tables that stay readable in a narrow terminal, in a pipe and in both scripts."""

import json
from collections.abc import Mapping
from typing import Any

import click

from bpo.contracts.portions import Portion
from bpo.contracts.statement import Statement
from bpo.core import vocabulary as words
from bpo.core.figure_names import FigureName
from bpo.core.measures import Measures
from bpo.core.output import Output
from bpo.core.words import Lang, Sentence, Text, Words, show
from bpo.invoice.by_entity import INVOICED, entity_lines
from bpo.invoice.face import tax_words
from bpo.invoice.headings import COUNTS, HEADINGS, WHAT
from bpo.invoice.tables import NO_VALUE, beside, counts_text, kpis_of, lines_of
from bpo.report.screen import Column, table, table_text
from bpo.report.speech import Speech

ROWS = Words("screen-rows", en="rows counted", zh="计入行数")
MORE_PARTS = Words("screen-more-parts", en="… {count} more, in --format json", zh="……另有 {count} 项，见 --format json")
REASON = Words("screen-reason", en="{name}: {reason}", zh="{name}：{reason}")
BLOCKS = "▁▂▃▄▅▆▇█"
"""A number among others, low to high."""
PARTS_SHOWN = 12


def echo_json(value: Any) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=2, default=Output.model_dump))


def statement_text(statement: Statement, lang: Lang) -> str:
    """The statement on the screen: its lines with the totals under them, then the KPIs."""
    speech = Speech(lang, statement.currency)
    head = f"{statement.document.say(lang)}  {statement.title.say(lang)}  {statement.period.name}  {statement.currency}"
    second = [statement.second.said()] if statement.second is not None else []
    said = [*second, *(limit.said() for limit in statement.drawn), *statement.both_counts().values()]
    notes = [tax_words(statement).say(lang), *(sentence.say(lang, values) for sentence, values in said)]
    parts = [head, table_text(lines_of(statement, speech), speech, lang), "\n".join(notes)]
    parts += [portion_text(portion, statement, speech, lang) for portion in statement.portions]
    reasons = _reasons({name: verdict.why for name, verdict in statement.verdicts.items()}, lang)
    parts += [table_text(kpis_of(statement, speech), speech, lang), reasons]
    return "\n\n".join(part for part in parts if part)


def _reasons(reasons: Mapping[str, Sentence | Words | None], lang: Lang) -> str:
    """Why each figure is not what was measured, or is not there."""
    found = [{"name": name, "reason": reason} for name, reason in reasons.items() if reason is not None]
    return "\n".join(REASON.say(lang, one) for one in found)


def portion_text(portion: Portion, statement: Statement, speech: Speech, lang: Lang) -> str:
    """What one entity has: where its invoice goes, its part of each line and by what, and its totals."""
    texts = {name: getattr(portion, name) for name in INVOICED}
    heads = [f"{HEADINGS[name].say(lang)} {text}" for name, text in texts.items() if text]
    lines = table_text(entity_lines(statement, [portion], speech), speech, lang)
    return "\n".join(["  ".join([portion.entity, portion.name.say(lang), *heads]), lines])


def measures_text(measures: Measures, labels: Mapping[str, Text], speech: Speech, lang: Lang) -> str:
    """Quantities with the rows that were counted for each, then KPIs."""

    def label(name: str) -> str:
        figure = FigureName.of(name)
        shown = labels.get(name) or labels.get(figure.whole)
        if shown is None:
            return ""
        return f"{shown.say(lang)} · {figure.part}" if figure.parts and name not in labels else shown.say(lang)

    rows: list[list[str]] = []
    for name, quantity in measures.quantities.items():
        evidence = measures.evidence.get(name)
        counted = (evidence.note or show(evidence.rows, lang)) if evidence else ""
        total = beside(speech.brief(quantity.total, quantity.unit), speech.ratio(quantity.total))
        rows.append([name, label(name), total, speech.unit(quantity.unit, quantity.total).main, counted])
        parts = list(quantity.parts.items())
        rows += [["", f"  {key or NO_VALUE}", speech.brief(value), "", ""] for key, value in parts[:PARTS_SHOWN]]
        if len(parts) > PARTS_SHOWN:
            rows.append(["", "  " + MORE_PARTS.say(lang, {"count": len(parts) - PARTS_SHOWN}), "", "", ""])
    results = [
        [name, label(name), NO_VALUE if k.value is None else speech.measured(k.value, k.unit), counts_text(k)]
        for name, k in measures.kpis.items()
    ]
    counted_columns: list[Column] = [
        (words.LINE, "left"), (WHAT, "fold"), (words.QUANTITY, "right"), (words.UNIT, "left"), (ROWS, "right"),
    ]  # fmt: skip
    kpi_columns: list[Column] = [(words.KPI, "left"), (WHAT, "fold"), (words.VALUE, "right"), (COUNTS, "right")]
    tables = [table(c, r, lang) for c, r in ((counted_columns, rows), (kpi_columns, results)) if r]
    reasons = _reasons({name: kpi.why_not for name, kpi in measures.kpis.items()}, lang)
    return "\n\n".join(text for text in (*tables, reasons) if text)
