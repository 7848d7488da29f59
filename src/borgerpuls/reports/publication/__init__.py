"""All reports of a wave in one folder, with their index."""
