"""Statistics of two or more waves: net change, its decomposition, matched units and control charts."""
