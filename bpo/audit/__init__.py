"""The other side: an invoice as it was received, held line by line against what the contract yields."""
