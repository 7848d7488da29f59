"""How we tell it: number, sentence, table, chart, page."""
