"""What is owed and what came in: open items, bank lines and how they meet, late interest, ageing, reminders, the client's account."""
