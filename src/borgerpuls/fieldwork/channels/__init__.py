"""The ways in which people are reached, a module each: e-mail, SMS, letter on paper, Digital Post."""
