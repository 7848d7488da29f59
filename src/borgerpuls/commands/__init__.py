"""What the commands share: problems told well, and a report's table on a terminal."""
