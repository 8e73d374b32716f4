"""The pages of the contract language: every example loads and is priced to the amounts beside it; every clause has its page.

An example is three blocks: the clauses (``yaml``), the figures of January 2026 (``yaml``), the amounts (``text``).
"""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import pytest

from bpo.contracts.adjustments import AnyAdjustment
from bpo.contracts.clause import Clause
from bpo.contracts.load import read_contract
from bpo.contracts.statement import Statement
from bpo.contracts.terms import AnyTerm
from bpo.core.documents import parse_document
from bpo.core.measures_file import parse_measures
from bpo.kpi import AnyKpi
from bpo.pricing.price import price

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
PAGES = [*sorted(DOCS.glob("terms/*.md")), *sorted(DOCS.glob("adjustments/*.md")), *sorted(DOCS.glob("building-blocks/*.md")), DOCS / "contract.md", DOCS / "entities.md", DOCS / "ceilings.md", DOCS / "order-of-a-bill.md"]  # fmt: skip
CLAUSES: list[type[Clause]] = [
    model
    for union in (AnyTerm, AnyAdjustment)
    for model in union.__origin__.__args__  # type: ignore[attr-defined]
]
HEADER = {
    "contract": "page",
    "title": "Page",
    "currency": "USD",
    "effective": "{from: 2026-01-01}",
    "supplier": "{name: Supplier}",
    "client": "{name: Client}",
}


def blocks(page: Path) -> list[tuple[str, str]]:
    """The fenced blocks of a page: their language and text."""
    return re.findall(r"^```(\w*)\n(.*?)^```", page.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)


def examples() -> list[tuple[str, str, str, str]]:
    """Page, clauses, figures, amounts."""
    found = []
    for page in PAGES:
        listed = blocks(page)
        for i, (language, text) in enumerate(listed):
            if language == "yaml" and re.search(r"^terms:", text, re.MULTILINE):
                figures, amounts = [block for _, block in listed[i + 1 : i + 3]]
                assert [kind for kind, _ in listed[i + 1 : i + 3]] == ["yaml", "text"], page
                found.append((f"{page.parent.name}/{page.name}", text, figures, amounts))
    return found


EXAMPLES = examples()


def contract_of(text: str) -> str:
    """The example with the parts of a header that it leaves out."""
    missing = {name: value for name, value in HEADER.items() if not re.search(rf"^{name}:", text, re.MULTILINE)}
    return "".join(f"{name}: {value}\n" for name, value in missing.items()) + text


def amount(statement: Statement, name: str) -> Decimal:
    if name in ("net", "tax", "total", "payable"):
        return Decimal(getattr(statement, name))
    entity, _, part = name.partition(".")
    if part:
        return entity_amount(statement, entity, part)
    return next(one.amount for one in (*statement.charges, *statement.deductions) if one.clause == name)


def entity_amount(statement: Statement, entity: str, name: str) -> Decimal:
    own = next(portion for portion in statement.portions if portion.entity == entity)
    if name in ("net", "tax", "total", "payable"):
        return Decimal(getattr(own, name))
    return next(part.amount for charge, part in zip(statement.charges, own.lines, strict=True) if charge.clause == name)


@pytest.mark.parametrize(("page", "clauses", "figures", "amounts"), EXAMPLES, ids=[e[0] for e in EXAMPLES])
def test_an_example_makes_the_amounts_beside_it(page: str, clauses: str, figures: str, amounts: str) -> None:
    contract = read_contract(parse_document(contract_of(clauses), page)).contract
    statement = price(contract, parse_measures("period: 2026-01\n" + figures, page))
    for name, expected in (line.split() for line in amounts.splitlines()):
        assert str(amount(statement, name)) == expected, name


def test_every_page_has_an_example() -> None:
    with_example = {page for page, *_ in EXAMPLES}
    without = {f"{page.parent.name}/{page.name}" for page in PAGES} - with_example
    assert without == {"building-blocks/measures-file.md"}


def test_the_measures_file_of_its_page_is_read() -> None:
    (text,) = [text for language, text in blocks(DOCS / "building-blocks" / "measures-file.md") if language == "yaml"]
    found = parse_measures(text)
    assert (found.quantities["inbound"].total, found.kpis["sl20"].value) == (67380, Decimal("0.8302"))


def test_every_clause_has_its_page_and_every_page_its_clause() -> None:
    pages = {str(page.relative_to(ROOT)) for folder in ("terms", "adjustments") for page in DOCS.glob(f"{folder}/*.md")}
    assert {model.page for model in CLAUSES} == pages


@pytest.mark.parametrize("model", CLAUSES, ids=lambda model: model.__name__)
def test_a_page_names_its_clause_in_both_languages_and_every_field(model: type[Clause]) -> None:
    text = (ROOT / model.page).read_text(encoding="utf-8")
    title = text.splitlines()[0]
    assert model.kind_name.en in title and model.kind_name.zh in title
    for name, field in model.model_fields.items():
        assert f"`{field.alias or name}`" in text, name


def test_links_lead_somewhere() -> None:
    for page in [*PAGES, DOCS / "architecture.md", DOCS / "glossary.md"]:
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_the_glossary_has_every_pricing_model_adjustment_and_kpi() -> None:
    glossary = (DOCS / "glossary.md").read_text(encoding="utf-8")
    kpis = AnyKpi.__origin__.__args__  # type: ignore[attr-defined]
    for field, models in (("model", CLAUSES), ("kind", CLAUSES), ("kpi", kpis)):
        for model in models:
            annotation = model.model_fields[field].annotation if field in model.model_fields else None
            for tag in getattr(annotation, "__args__", ()):
                if isinstance(tag, str) and tag != "entered":
                    assert f"`{field}: {tag}`" in glossary, tag
