"""Answers collected elsewhere become a wave: one reader a file format, one small mapping file a wave."""
