"""Set-off (抵扣): what the client paid too much before, or owes from elsewhere, is netted from this payment.

The price, its tax and what is earned stay as they are.
"""

from collections.abc import Iterator
from typing import ClassVar, Literal

from bpo.contracts.adjustments.adjustment import Adjustment
from bpo.contracts.adjustments.effects import Teller, said
from bpo.contracts.month import Month
from bpo.contracts.statement import Charge
from bpo.core.quantity import QuantityRef
from bpo.core.words import Text, Words

SET_OFF = Words("set-off", en="Set off: {amount} was paid before", zh="抵扣：此前已付 {amount}")
OWED = Words("set-off-owed", en="Still to be paid from before: {amount}", zh="补付此前欠付：{amount}")
IN_SHORT = Words("regime-set-off", en="what was paid too much before is set off", zh="此前多付的款项予以抵扣")


class SetOff(Adjustment):
    """``− quantity`` of money that was paid too much; below zero, what was paid too little."""

    kind_name: ClassVar[Text] = Text(zh="抵扣", en="Set-off")

    kind: Literal["set_off"]
    quantity: QuantityRef

    @property
    def is_payment(self) -> bool:
        return True

    def own_effects(self, tell: Teller) -> Iterator[Text]:
        yield said(IN_SHORT)

    def apply(self, month: Month) -> Charge:
        paid = month.quantity(self.counted_as, self).total
        words = SET_OFF if paid >= 0 else OWED
        return self.line(month, [self.step(words, {"amount": abs(paid)}, -paid)])
