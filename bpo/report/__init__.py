"""How anything is shown: one small model of a report, and what draws it; it knows no statement and no bid."""
