"""The cost build-up: each item over the term, what it goes with, and its share of all cost."""

from dataclasses import dataclass, replace
from fractions import Fraction

from bpo.core.words import Text
from bpo.economics.scenario.projection import Projection


@dataclass(frozen=True)
class Built:
    """An item of cost over all months; ``rate`` is its average."""

    item: str
    label: Text
    category: str
    driver: str
    fixed: bool
    position: str
    quantity: Fraction
    amount: Fraction

    @property
    def rate(self) -> Fraction | None:
        return self.amount / self.quantity if self.quantity else None


def built_up(projection: Projection, whole: bool = False) -> tuple[Built, ...]:
    """The items in the order of their categories, then of the cost file.

    ``whole``: an item with all that it brings along, such as the levies on a wage; its quantity is its own.
    """
    found: dict[str, Built] = {}
    for month in projection.months:
        for line in month.costs:
            name = line.item.partition(".")[0] if whole else line.item
            built = found.get(name) or Built(
                name, line.label, line.category, line.driver, line.fixed, line.position, Fraction(0), Fraction(0)
            )
            quantity = line.quantity if name == line.item else Fraction(0)
            found[name] = replace(built, quantity=built.quantity + quantity, amount=built.amount + line.amount)
    categories = list(dict.fromkeys(one.category for one in found.values()))
    return tuple(sorted(found.values(), key=lambda one: categories.index(one.category)))
