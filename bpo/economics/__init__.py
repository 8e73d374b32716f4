"""What a contract costs and earns before anyone has signed it: staffing, costs and the bid."""
