"""Every KPI has a file, a page and a name in both languages; every example on a page is read; no variant is left out."""

from __future__ import annotations

import importlib
import json
import re
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

import pytest

from bpo.core.tables import ACTIVITIES, table
from bpo.core.units import UNITS
from bpo.core.vocabulary import ACTIVITY_NAMES
from bpo.core.words import LANGS, Words, decode, encode
from bpo.desk.pages import as_written
from bpo.kpi import AnyKpi, Kpi
from tests.kpi.reference import read_kpis

ROOT = Path(__file__).parents[2]
PAGES = ROOT / "docs" / "kpi"
MODELS: list[type[Kpi]] = list(get_args(get_args(AnyKpi)[0]))
SHARED = {
    "__init__",
    "aim",
    "average",
    "base",
    "forecast_error",
    "bounds",
    "conditions",
    "excused",
    "intervals",
    "judge",
    "of_contacts",
    "relief",
    "repeats",
    "target_range",
    "unmeasured",
    "where",
}


def tag(model: type[Kpi]) -> str:
    return str(get_args(model.model_fields["kpi"].annotation)[0])


def page(model: type[Kpi]) -> str:
    return as_written((ROOT / model.page).read_text("utf-8"))


def examples(text: str) -> list[Any]:
    return [one for block in re.findall(r"```yaml\n(.*?)```", text, re.S) for one in read_kpis(block)]


def in_a_cell(text: str) -> str:
    """A sentence as it stands in a Markdown table."""
    return text.replace("|", "\\|")


each_model = pytest.mark.parametrize("model", MODELS, ids=tag)


def test_files_pages_and_the_list_are_the_same() -> None:
    names = {tag(model) for model in MODELS}
    assert len(names) == len(MODELS)
    assert {path.stem for path in (ROOT / "bpo" / "kpi").glob("*.py")} - SHARED == names
    assert {path.stem for path in PAGES.glob("*.md")} - {"README"} == names
    listed = re.findall(r"^\| `(\w+)` \| ([^|]+) \| ([^|]+) \| .*\| \[(\w+)\.md\]\(\4\.md\) \|$", (PAGES / "README.md").read_text("utf-8"), re.M)  # fmt: skip
    assert [(tag(m), m.name.en, m.name.zh, tag(m)) for m in MODELS] == listed


def test_the_examples_of_the_list_are_read() -> None:
    found = examples((PAGES / "README.md").read_text("utf-8"))
    common = {field.alias or name for name, field in Kpi.model_fields.items()}
    written = {name for one in found for name in one.model_fields_set}
    given = {Kpi.model_fields[name].alias or name for name in written if name in Kpi.model_fields}
    assert given == common, "the examples show every field that all KPIs have"


@each_model
def test_the_page_names_the_kpi_and_its_formulas_in_both_languages(model: type[Kpi]) -> None:
    text = page(model)
    assert model.page == f"docs/kpi/{tag(model)}.md"
    assert text.startswith(f"# {model.name.en} {model.name.zh}\n")
    found = examples(text)
    assert found and all(type(one) is model for one in found)
    for one in found:
        formula = one.formula()
        assert f"| {in_a_cell(formula.say('en'))} |" in text
        assert f"| {in_a_cell(formula.say('zh'))} |" in text


@each_model
def test_the_page_shows_every_variant(model: type[Kpi]) -> None:
    text, found = page(model), examples(page(model))
    for name, field in model.model_fields.items():
        if name in Kpi.model_fields or name == "kpi":
            continue
        assert re.search(rf"\b{field.alias or name}\b", text), name
        if get_origin(field.annotation) is Literal:
            assert {getattr(one, name) for one in found} == set(get_args(field.annotation)), name
            assert all(f"`{choice}`" in text for choice in get_args(field.annotation))


@each_model
def test_the_page_says_unit_direction_and_columns(model: type[Kpi]) -> None:
    text = page(model)
    unit, better, reads = (
        re.search(rf"^\| {row} \| (.*) \|$", text, re.M) for row in ("Unit 单位", "Better 方向", "Reads 数据")
    )
    assert unit and better and reads
    assert better[1].startswith(f"`{model.usually_better}`")
    for one in examples(text):
        assert one.measured_in() in UNITS and f"`{one.measured_in()}`" in unit[1]
        bare = one.model_copy(update={"where_": None, **dict.fromkeys(model.where_of.values())})
        for need in bare.needs():
            columns = {*(need.of.columns() if need.of else ()), *(need.where.columns() if need.where else ())}
            columns |= {need.at} if need.at else set()
            assert all(f"`{name}`" in reads[1] for name in (need.table, *columns)), (need.table, columns)
    for name, columns in re.findall(r"`(\w+)`: ([^;]+)", reads[1]):
        known = table(name)
        assert known is not None
        given = set(re.findall(r"`(\w+)`", columns)) - set(model.model_fields)
        assert given <= set(known.names), name


@each_model
def test_needs_are_named_after_the_kpi(model: type[Kpi]) -> None:
    for one in examples(page(model)):
        names = [need.id for need in one.needs()]
        assert len(set(names)) == len(names)
        assert all(name.startswith(f"{one.id}.") for name in names)
        assert all(need.unit in UNITS for need in one.needs())


@each_model
def test_the_formula_is_said_alike_after_it_was_stored(model: type[Kpi]) -> None:
    for one in examples(page(model)):
        formula = one.formula()
        stored = decode(json.loads(json.dumps(encode({"formula": formula}))))["formula"]
        assert [stored.say(lang) for lang in LANGS] == [formula.say(lang) for lang in LANGS]


def test_every_sentence_has_its_code_alone_and_the_same_places_in_both_languages() -> None:
    found: dict[str, Words] = {}
    for path in (ROOT / "bpo" / "kpi").glob("*.py"):
        module = importlib.import_module(f"bpo.kpi.{path.stem}" if path.stem != "__init__" else "bpo.kpi")
        for thing in vars(module).values():
            for words in [thing, *(thing.values() if isinstance(thing, dict) else ())]:
                if isinstance(words, Words):
                    assert found.setdefault(words.code, words) is words, words.code
    assert len(found) > 30
    for words in found.values():
        en, zh = words.places()
        assert en == zh, words.code


def test_every_activity_has_its_name() -> None:
    assert set(ACTIVITY_NAMES) == set(ACTIVITIES)
