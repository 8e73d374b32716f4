"""What holds for every test."""

from __future__ import annotations

from bpo.core.fields import Part

Part.checks_altered = True
"""Whatever the product makes of a contract, a cost file or a scenario could have been written so."""
