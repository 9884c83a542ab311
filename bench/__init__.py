"""Measures: how well and how fast, beside the peers."""

import vedette  # noqa: F401 - first, for it keeps numpy to one thread
