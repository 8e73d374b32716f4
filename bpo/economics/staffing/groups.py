"""Groups of agents in a scenario: which streams they take, in which order, and how many they are."""

from collections.abc import Sequence
from typing import Annotated, ClassVar, Literal

from pydantic import AfterValidator

from bpo.core.errors import choices
from bpo.core.fields import EMPTY_LIST, UNKNOWN_CHOICE, FileModel, Identifier, Label, Mistake, WholeNumber
from bpo.core.words import Text, Words
from bpo.economics.staffing.streams import Stream

GROUP_TWICE = Words("group-twice", en="two groups are named '{given}'", zh="有两个座席组同名：“{given}”")
TAKEN_TWICE = Words(
    "group-takes-twice", en="'{given}' stands twice in the order of this group", zh="“{given}”在该组中列出了两次"
)
NOT_A_QUEUE = Words(
    "group-takes-no-queue",
    en="'{given}' does not wait in a queue of one contact an agent: groups take streams with 'goal' and without 'concurrency' or 'call_back'",
    zh="“{given}”不是逐件受理的排队业务：座席组只能受理写有 goal 且不写 concurrency 与 call_back 的业务流",
)
POSITIONS_RANGE = Words(
    "group-positions-range",
    en="a group of {given} positions cannot be simulated; write 1 to {most}",
    zh="{given} 个岗位的座席组无法模拟；请写 1 至 {most}",
)
POSITIONS_MOST = 2_000
"""Of all groups: more would take minutes."""
A_STREAM = Text(zh="业务流", en="stream")


def _in_range(positions: int) -> int:
    if not 1 <= positions <= POSITIONS_MOST:
        raise Mistake(POSITIONS_RANGE, given=positions, most=POSITIONS_MOST)
    return positions


class Group(FileModel):
    """``{id: both, takes: [chinese, english], positions: 6}``: whoever is free takes Chinese calls first, and English ones if none waits."""

    page: ClassVar[str] = "docs/economics/staffing.md"

    id: Identifier
    label: Label | None = None
    takes: tuple[str, ...]
    positions: Annotated[WholeNumber, AfterValidator(_in_range)]
    picks: Literal["in_order", "longest_waiting"] = "in_order"

    @property
    def name(self) -> Text:
        return self.label or Text.of(self.id)


def groups_checked(groups: Sequence[Group], streams: Sequence[Stream]) -> None:
    """Whether groups take streams that there are, each once, and that wait for one agent each.

    Raises:
        Mistake: at the first that is wrong.
    """
    waiting = {
        stream.id: stream.goal is not None and not (stream.concurrency or stream.call_back) for stream in streams
    }
    seen: set[str] = set()
    for i, group in enumerate(groups):
        if group.id in seen:
            raise Mistake(GROUP_TWICE, ("groups", i, "id"), given=group.id)
        seen.add(group.id)
        if not group.takes:
            raise Mistake(EMPTY_LIST, ("groups", i, "takes"))
        for j, taken in enumerate(group.takes):
            at = ("groups", i, "takes", j)
            if taken not in waiting:
                raise Mistake(UNKNOWN_CHOICE, at, what=A_STREAM, **choices(taken, waiting))
            if not waiting[taken]:
                raise Mistake(NOT_A_QUEUE, at, given=taken)
            if taken in group.takes[:j]:
                raise Mistake(TAKEN_TWICE, at, given=taken)
    whole = sum(group.positions for group in groups)
    if whole > POSITIONS_MOST:
        raise Mistake(POSITIONS_RANGE, ("groups", len(groups) - 1, "positions"), given=whole, most=POSITIONS_MOST)
