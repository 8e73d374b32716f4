"""The face of a statement in a notebook: masthead, lines, totals and KPIs, as a piece of HTML that stands alone."""

from types import SimpleNamespace

from bpo.contracts.header.header import Header
from bpo.contracts.statement import Statement
from bpo.invoice import headings as h
from bpo.invoice.face import party_of, tax_words
from bpo.invoice.lines import face_lines
from bpo.invoice.tables import kpis_of
from bpo.invoice.totals import totals_of
from bpo.report.page import fields_of, party_box
from bpo.report.speech import Speech
from bpo.report.templating import page_html, template_folders


def statement_html(statement: Statement, header: Header | None) -> str:
    """The face in the language of the contract; in English and without the parties where its header is not there."""
    speech = Speech(header.language if header else "en", statement.currency)
    face = SimpleNamespace(
        lang="en" if speech.language == "en" else "zh-CN",
        h={name: speech.words(words) for name, words in h.HEADINGS.items()},
        document=speech.text(statement.document),
        title=speech.text(statement.title),
        contract=statement.contract,
        period=statement.period.name,
        supplier=party_box(party_of(header.supplier), speech) if header else None,
        client=party_box(party_of(header.client), speech) if header else None,
        lines=face_lines(statement, speech),
        totals=totals_of(statement, None, speech),
        notes=[speech.words(tax_words(statement)), *(speech.words(*limit.said()) for limit in statement.drawn)],
        kpis=fields_of(kpis_of(statement, speech), speech),
        has_marks=any(verdict.marks is not None for verdict in statement.verdicts.values()),
    )
    return page_html(face, "notebook.html.j2", template_folders(None))
