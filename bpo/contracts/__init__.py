"""What was agreed: the contract language and ``price()``."""
