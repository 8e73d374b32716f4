"""A backtest: what draft contracts would have billed in months that have happened, beside the contract in force; nothing is recorded."""

from bpo.desk.backtest.drafts import Side
from bpo.desk.backtest.months import Backtest, Tested, TestedMonth, backtest
from bpo.desk.backtest.report import backtest_report

__all__ = ["Backtest", "Side", "Tested", "TestedMonth", "backtest", "backtest_report"]
