"""The wave, frozen: one folder of Parquet and a manifest, and the tally that counts it."""
