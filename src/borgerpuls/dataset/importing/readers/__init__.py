"""Readers of answer files: CSV, Excel and SPSS become one table of text."""
