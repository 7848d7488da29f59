"""Where a figure comes from: wave metadata, formula, trace and the R script that makes it again."""
