"""Names, addresses and CPR: apart from the answers, in a database of their own, every field encrypted."""
