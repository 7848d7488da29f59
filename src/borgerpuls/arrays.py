"""The array types of the rooms that count and compute: the alias says what an array holds, the docstring its shape."""

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]
Booleans = npt.NDArray[np.bool_]
Strings = npt.NDArray[np.object_]
"""Python's own strings, as objects: names of places and measures, reasons for hiding."""
