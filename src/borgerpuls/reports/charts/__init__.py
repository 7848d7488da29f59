"""Charts as plain SVG: the same files in the web page and the PDF, each small module one kind of picture."""
