"""Charts drawn as SVG, for the web page and the PDF: the one place that knows points, colours and widths of letters."""
