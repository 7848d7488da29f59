"""What a statistic declares, and what all of them are made from."""
