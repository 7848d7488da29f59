"""Change over time: net change with overlapping samples, its decomposition, and control charts."""
