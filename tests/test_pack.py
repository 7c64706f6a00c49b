"""The compiled pack: used when nothing changed, made anew when anything did, and never able to run code."""

from __future__ import annotations

import os
import pickle
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from engine import pack
from engine.data import data_path
from engine.pack import ALLOWED, Pack, load_pack, make_pack

BASE = data_path("rules")


@pytest.fixture(scope="module")
def made() -> Pack:
    return make_pack(BASE)


@pytest.fixture
def filled(tmp_path: Path, made: Pack, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache folder with a pack in it, and no way to make another."""
    monkeypatch.setattr(pack, "make_pack", lambda base: made)
    load_pack(tmp_path)
    monkeypatch.setattr(pack, "make_pack", _never)
    return tmp_path


class RemadeError(Exception):
    pass


def _never(base: Path) -> Pack:
    raise RemadeError


def _file(folder: Path) -> Path:
    (found,) = folder.iterdir()
    return found


def test_a_pack_is_what_the_files_say(filled: Path, made: Pack) -> None:
    kept = load_pack(filled)
    assert kept.library == made.library
    assert kept.vocabulary == made.vocabulary
    ours, theirs = kept.calendars["england"], made.calendars["england"]
    assert (ours.first, ours.last, ours.holidays) == (theirs.first, theirs.last, theirs.holidays)
    assert ours.add_working_days(738000, 10) == theirs.add_working_days(738000, 10)


def test_only_the_user_may_read_it(filled: Path) -> None:
    assert stat.S_IMODE(_file(filled).stat().st_mode) == 0o600


def test_a_changed_rule_makes_it_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rules, cache = tmp_path / "rules", tmp_path / "cache"
    shutil.copytree(BASE, rules)
    load_pack(cache, rules)
    monkeypatch.setattr(pack, "make_pack", _never)
    load_pack(cache, rules)
    file = rules / "seeing" / "child-not-seen-n-days.yaml"
    file.write_text(file.read_text("utf-8") + "# changed\n", "utf-8")
    pack.fingerprint.cache_clear()
    with pytest.raises(RemadeError):
        load_pack(cache, rules)
    pack.fingerprint.cache_clear()


@pytest.mark.parametrize("at", [0, 10, 42, 5000, -1])
def test_a_damaged_file_is_made_anew(filled: Path, at: int) -> None:
    file = _file(filled)
    content = bytearray(file.read_bytes())
    content[at] ^= 0xFF
    file.write_bytes(content)
    with pytest.raises(RemadeError):
        load_pack(filled)


@pytest.mark.parametrize("content", [b"", b"flagpack", b"\x80\x05."])
def test_a_foreign_file_is_made_anew(filled: Path, content: bytes) -> None:
    _file(filled).write_bytes(content)
    with pytest.raises(RemadeError):
        load_pack(filled)


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="the system has no such modes")
def test_a_file_that_others_may_write_is_made_anew(filled: Path) -> None:
    _file(filled).chmod(0o666)
    with pytest.raises(RemadeError):
        load_pack(filled)


class _Runs:
    """Pickled so that reading it would run a function."""

    def __init__(self, function: object, *arguments: object) -> None:
        self._call = function, arguments

    def __reduce__(self) -> tuple[object, tuple[object, ...]]:
        return self._call


@pytest.mark.parametrize("function", [os.system, eval, getattr, __import__, load_pack])
def test_a_planted_file_runs_nothing(filled: Path, function: object) -> None:
    file = _file(filled)
    body = pickle.dumps(_Runs(function, "1"), 5)
    key = file.read_bytes()[8:40]
    file.write_bytes(pack._head(key, body) + body)
    with pytest.raises(RemadeError):
        load_pack(filled)


def test_another_value_than_a_pack_is_refused(filled: Path) -> None:
    file = _file(filled)
    for value in (1, Pack(1, 2, {})):  # type: ignore[arg-type]
        body = pickle.dumps(value, 5)
        file.write_bytes(pack._head(file.read_bytes()[8:40], body) + body)
        with pytest.raises(RemadeError):
            load_pack(filled)


def test_without_a_folder_that_can_be_written_the_files_are_read(tmp_path: Path, made: Pack) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    assert load_pack(blocked / "flag").library == made.library
    assert blocked.read_text() == ""


def test_the_folder_is_the_users(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", "/somewhere")
    assert pack.cache_folder() == Path("/somewhere/flag")
    monkeypatch.setenv("XDG_CACHE_HOME", "relative")
    monkeypatch.setenv("HOME", "/home/somebody")
    assert pack.cache_folder() == Path("/home/somebody/.cache/flag")


def test_every_allowed_class_is_one_of_ours_and_none_is_a_function() -> None:
    for module, names in ALLOWED.items():
        for name in names:
            found = getattr(__import__(module, fromlist=[name]), name)
            assert isinstance(found, type)
            assert found.__module__ == module


def test_a_hit_loads_no_loader(tmp_path: Path) -> None:
    code = (
        "import sys; from engine.pack import load_pack; load_pack();"
        "print([name for name in sys.modules if name.split('.')[0] == 'yaml' or name in ("
        "'engine.language.loader', 'engine.language.document', 'engine.language.selecting', 'engine.language.states',"
        "'engine.language.escalations', 'engine.code.strictyaml', 'engine.code.phrases')])"
    )
    environment = {**os.environ, "XDG_CACHE_HOME": str(tmp_path), "PYTHONPATH": str(Path(pack.__file__).parents[1])}
    runs = [
        subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True).stdout
        for _ in range(2)
    ]
    assert "yaml" in runs[0]
    assert runs[1] == "[]\n"
