"""Lets the tests import their helpers (`oracle.worlds`) without installing them."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
