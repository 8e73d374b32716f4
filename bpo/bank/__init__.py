"""What a bank tells: its files become bank lines, each row of them accounted for."""
