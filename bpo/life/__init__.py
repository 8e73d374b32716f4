"""From draft to cash: what happens to a statement after it was billed, as events that make up its life."""
