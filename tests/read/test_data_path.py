"""The shipped data is found in a working copy and, before that, inside an installed package."""

from __future__ import annotations

from pathlib import Path

import pytest

import engine.data
from engine.data import data_path


def test_a_working_copy_has_its_data_beside_the_package() -> None:
    assert (data_path("rules") / "calendars" / "england.yaml").is_file()


def test_an_installed_package_has_its_data_inside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine.data, "_PACKAGE", tmp_path / "engine")
    assert data_path("rules") == tmp_path / "rules"
    (tmp_path / "engine" / "_data" / "rules").mkdir(parents=True)
    assert data_path("rules") == tmp_path / "engine" / "_data" / "rules"
