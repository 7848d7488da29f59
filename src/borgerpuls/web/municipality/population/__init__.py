"""The population list: uploaded, mapped, checked, accepted and sampled."""
