"""What all tests share: how hard properties are tried, and the watch that ships."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from vedette.indicators import KEYS
from vedette.vocabulary import Watch
from vedette.watch import load

ROOT = Path(__file__).parents[1]

# No deadline: the first call loads the knowledge files and is slower than those after it.
settings.register_profile("vedette", deadline=None, max_examples=100, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("vedette")


@pytest.fixture(scope="session")
def belarus() -> Watch:
    """The watch that ships with the program."""
    return load(ROOT / "watches" / "belarus.toml", KEYS)
