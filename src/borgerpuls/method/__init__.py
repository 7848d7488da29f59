"""How we count: arrays in, small dataclasses out. NumPy and SciPy, nothing else."""
