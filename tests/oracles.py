"""Statistics of others, by which ours are checked, and a published log of purchases; `bin/test` brings them."""

import sys
from pathlib import Path

import pytest

PLACE = Path(__file__).parent.parent / ".tools" / "oracles"
if PLACE.exists() and str(PLACE) not in sys.path:
    sys.path.append(str(PLACE))
lifelines = pytest.importorskip("lifelines")
pandas = pytest.importorskip("pandas")
stats = pytest.importorskip("scipy.stats")
CDNOW = PLACE / "lifetimes" / "datasets" / "CDNOW_sample.txt"
"""A tenth of those who bought at CDNOW first in the first quarter of 1997, with all they bought up to 30 June 1998."""
