"""The output formats (PDF, web page, workbook, data package), a module each, and the registry that finds them."""
