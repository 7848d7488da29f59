"""The output formats: PDF, web page, workbook and data package."""
