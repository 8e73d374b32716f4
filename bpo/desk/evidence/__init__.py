"""Evidence: a pack from which anyone can compute a statement again, and its verification."""
