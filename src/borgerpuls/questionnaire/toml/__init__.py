"""Reading a TOML file that a person wrote: its grammar, its values by name and kind, and the line of every mistake."""
