"""Decision sheets, who approves and signs them, the letters that follow, and what of it is published."""
