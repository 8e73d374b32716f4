"""All draws of a bid, in processes: draws are numbered and priced in blocks, whatever the number of processes."""

import os
from collections.abc import Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from fractions import Fraction
from multiprocessing import get_context

import numpy as np

from bpo.core.errors import fail
from bpo.core.words import Words
from bpo.economics.risk.evaluator import Evaluator
from bpo.economics.risk.inputs import NOTHING_UNCERTAIN, uncertain_inputs
from bpo.economics.risk.outcome import Asked, asked_of
from bpo.economics.risk.sampling import AnyWhole, Sample, Whole, sampled
from bpo.economics.scenario.projection import Projection, project
from bpo.economics.scenario.scenario import Bid, read_bid

BLOCK = 5_000
"""Draws that are priced together; the same blocks for any number of processes, so that the same figures come of them."""
DRAWS_LEAST, DRAWS_MOST = 100, 1_000_000
FEW = 1_000
"""Up to so many draws another process takes longer to start than it saves."""
ARRAYS = ("revenue", "cost", "received", "paid", "clauses", "kpis", "bands")
DRAWS_RANGE = Words(
    "risk-draws",
    en="--draws is {least} to {most}: fewer say nothing of a tail, more nothing more",
    zh="--draws 须在 {least} 至 {most} 之间：太少无法反映尾部，太多并无增益",
)


@dataclass(frozen=True)
class Results:
    """What all draws came to: arrays in millionths with a row for each draw and a column for each month; ``clauses``, ``kpis`` and ``bands`` have
    the clause, KPI or adjustment between them, as ``asked`` names them."""

    bid: Bid
    plan: Projection
    sample: Sample
    asked: Asked
    seed: int
    revenue: Whole
    cost: Whole
    received: Whole
    paid: Whole
    clauses: Whole
    kpis: AnyWhole
    bands: AnyWhole
    alone: int
    """Draws that were projected by themselves; all others went together with those that go the same way."""


def risk(
    bid: Bid, draws: int, seed: int, jobs: int | None = None, changes: Mapping[str, Fraction] | None = None
) -> Results:
    """A bid under its uncertain inputs.

    Args:
        bid: as read, with ``uncertain`` inputs.
        draws: how many.
        seed: of the quasi-random sequence; the same gives the same figures.
        jobs: processes; as many as the machine has processors unless said.
        changes: of a variant, around which the inputs are uncertain.

    Raises:
        BpoError: with everything that is wrong with the inputs, or a draw that cannot be priced.
    """
    if not bid.scenario.uncertain:
        raise fail(NOTHING_UNCERTAIN, bid.scenario.where)
    if not DRAWS_LEAST <= draws <= DRAWS_MOST:
        raise fail(DRAWS_RANGE, least=DRAWS_LEAST, most=DRAWS_MOST)
    inputs, plan = uncertain_inputs(bid), project(bid, changes)
    sample = sampled(inputs, len(plan.months), draws, seed)
    asked = asked_of(plan.contract)
    arrays = priced(bid, sample, changes or {}, jobs)
    return Results(
        bid, plan, sample, asked, seed, **{name: arrays[name] for name in ARRAYS}, alone=int(arrays["alone"].sum())
    )


def priced(
    bid: Bid, sample: Sample, changes: Mapping[str, Fraction], jobs: int | None = None
) -> Mapping[str, AnyWhole]:
    """What every draw of a sample comes to, as :class:`Results` has it, around what a variant changes; ``alone`` by block.

    Raises:
        BpoError: for a draw that cannot be priced.
    """
    draws = len(sample.values)
    blocks = [(start, min(start + BLOCK, draws)) for start in range(0, draws, BLOCK)]
    work = _Work(bid.document.path, bid.counted, sample, dict(changes))
    found = list(_each(work, bid, blocks, jobs or os.cpu_count() or 1))
    return {name: np.concatenate([one[name] for one in found]) for name in (*ARRAYS, "alone")}


@dataclass(frozen=True)
class _Work:
    """What a process needs to price its draws; it reads the bid by itself."""

    path: str
    counted: Mapping[str, Mapping[str, Fraction]]
    sample: Sample
    changes: Mapping[str, Fraction]


def _each(work: _Work, bid: Bid, blocks: list[tuple[int, int]], jobs: int) -> Iterator[Mapping[str, AnyWhole]]:
    if jobs == 1 or blocks[-1][1] <= FEW:
        evaluator = Evaluator(bid, work.sample, work.changes)
        yield from (evaluator.block(*one) for one in blocks)
        return
    with ProcessPoolExecutor(
        min(jobs, len(blocks)), mp_context=get_context("spawn"), initializer=_begin, initargs=(work,)
    ) as pool:  # spawned: a fork would copy the threads of a library that is running
        yield from pool.map(_block, blocks)


_evaluators: list[Evaluator] = []
"""Of this process."""


def _begin(work: _Work) -> None:
    bid = replace(read_bid(work.path), counted=work.counted)
    _evaluators[:] = [Evaluator(bid, work.sample, work.changes)]


def _block(block: tuple[int, int]) -> Mapping[str, AnyWhole]:
    return _evaluators[0].block(*block)
