"""Electronic invoices after EN 16931: a statement becomes UBL, or CII inside its own PDF/A-3."""
