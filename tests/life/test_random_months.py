"""The law of random months on both databases; ``scripts/random_months.py`` tries many more."""

from __future__ import annotations

import pytest
from hypothesis import Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from scripts.kill_months import databases
from tests.laws import examples
from tests.ledger.conftest import KINDS
from tests.life.random_months import Months

EXAMPLES = {"sqlite": 8, "postgresql": 3}
STEPS = 25


@pytest.mark.parametrize("kind", KINDS)
def test_whatever_a_desk_does_its_books_are_right(kind: str) -> None:
    with databases(kind) as new:
        desks = iter(range(10_000))

        class Here(Months):
            database = staticmethod(lambda: new(next(desks)))

        run_state_machine_as_test(
            Here,
            settings=settings(
                examples(EXAMPLES[kind]), stateful_step_count=STEPS, deadline=None, phases=[Phase.generate]
            ),
        )
