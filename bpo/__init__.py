"""bpo: the billing and KPI-contract engine for outsourced call centres."""

__version__ = "0.1.0"
