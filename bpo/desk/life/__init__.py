"""From draft to cash: what the desk does with a statement after it was billed."""
