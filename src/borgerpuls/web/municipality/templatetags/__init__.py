"""Tags of the municipality's pages."""
