"""Where every drawn figure begins: the same wave gives the same figures, today and in ten years."""

SEED = 20240401
