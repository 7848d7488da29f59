"""Citizens' responses: access codes, the respondent, saved answers and comments."""
