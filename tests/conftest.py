"""Lets the tests import their helpers (`oracle.worlds`) without installing them; keeps them out of the user's cache."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

from hypothesis import settings

sys.path.insert(0, str(Path(__file__).parent))
# For this process and the commands that tests start. Removed with it.
_CACHE = tempfile.TemporaryDirectory(prefix="flag-tests-")
os.environ["XDG_CACHE_HOME"] = _CACHE.name

# The same examples each time, so that a green run stays green.
settings.register_profile("repeatable", derandomize=True, deadline=None)
settings.load_profile("repeatable")
