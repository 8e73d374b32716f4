"""Every example contract is read without a mistake, says who it is about, and teaches what it promises."""

from __future__ import annotations

from datetime import date
from typing import Any, get_args

import pytest

from bpo.contracts.terms import AnyTerm
from tests.examples.examples import CLIENTS, EXAMPLES, GIVEN, NAMES, example

MODELS = [get_args(model.model_fields["model"].annotation)[0] for model in get_args(get_args(AnyTerm)[0])]


@pytest.mark.parametrize("name", NAMES)
def test_it_is_read_without_a_mistake_and_bears_its_own_name(name: str) -> None:
    assert example(name).contract == name


@pytest.mark.parametrize("name", NAMES)
def test_it_begins_with_what_it_shows_in_words(name: str) -> None:
    text = (EXAMPLES / f"{name}.yaml").read_text("utf-8")
    assert text.startswith("# ")
    assert text.count("# ") >= 3, "an example that explains nothing teaches nothing"


@pytest.mark.parametrize("model", MODELS)
def test_every_pricing_model_has_a_tiny_contract(model: str) -> None:
    name = "tiny-" + model.replace("_", "-")
    tiny = example(name)
    assert {term.model for term in tiny.terms} == {model}
    assert not tiny.kpis and not tiny.adjustments
    assert name in GIVEN
    assert len((EXAMPLES / f"{name}.yaml").read_text("utf-8").splitlines()) <= 30


def test_figures_lie_beside_contracts_that_exist_and_clients_are_billed_from_facts() -> None:
    assert set(GIVEN) <= set(NAMES)
    assert set(NAMES) - set(GIVEN) == set(CLIENTS)


def test_together_they_speak_both_languages_and_six_currencies() -> None:
    contracts = [example(name) for name in NAMES]
    assert {contract.language for contract in contracts} == {"zh", "en", "both"}
    assert {contract.currency for contract in contracts} == {"CNY", "EUR", "GBP", "JPY", "SGD", "USD"}
    assert {contract.prices.tax for contract in contracts} == {"included", "excluded"}


@pytest.mark.parametrize("name", CLIENTS)
def test_a_client_s_contract_is_complete(name: str) -> None:
    contract = example(name)
    assert (contract.effective.start, contract.effective.end) == (date(2026, 1, 1), date(2026, 12, 31))
    assert contract.account_of_facts == name
    assert contract.reference and contract.billing.due is not None
    for party in (contract.supplier, contract.client):
        assert party.name and party.address and party.contact
    assert contract.supplier.tax_no and contract.supplier.bank and contract.supplier.bank.account
    assert contract.client.po and contract.client.cost_centre
    numbered: list[Any] = [*contract.terms, *contract.adjustments]
    assert all(clause.clause and clause.label for clause in numbered), "every line has its number in the signed paper"


def test_the_hotline_s_contract_is_bilingual_throughout() -> None:
    contract = example("city-hotline")
    parties = [contract.supplier.name, contract.client.name, contract.supplier.address, contract.client.address]
    texts = [contract.title, contract.document, *parties, *contract.labels().values()]
    assert all(text is not None and text.zh != text.en for text in texts)
