"""What is owed to the desk: money entered and matched, ageing, reminders, accounts of clients."""
