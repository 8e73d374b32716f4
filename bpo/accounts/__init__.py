"""What the accounts are told: what happened to a statement becomes vouchers of double entry, in the form of an accounting system."""
