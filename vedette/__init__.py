"""Vedette keeps a watch on military presence from open news. Start with `vocabulary.py`."""

__version__ = "0.1.0"
