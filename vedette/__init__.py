"""Vedette keeps a watch on military presence from open news. Start with `vocabulary.py`."""

import os

os.environ.setdefault(
    "OPENBLAS_NUM_THREADS", "1"
)  # numpy's threads would wait, spinning, on the cores the network needs

__version__ = "0.1.0"
