"""Value classes behave as the standard library's dataclasses do."""

from __future__ import annotations

import copy
import dataclasses
import os
import pickle
import subprocess
import sys
from pathlib import Path

import pytest
from pydantic import TypeAdapter

from engine.values import dataclass, field, replace


@dataclass(frozen=True, slots=True)
class Point:
    """Two numbers and a name."""

    x: int
    y: int = 2
    names: list[str] = field(default_factory=list)


@dataclasses.dataclass(frozen=True, slots=True)
class Standard:
    x: int
    y: int = 2
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Twin:
    x: int
    y: int = 2
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Only:
    x: int


@dataclass(slots=True)
class Checked:
    x: int

    def __post_init__(self) -> None:
        if self.x < 0:
            raise ValueError("negative")


def test_values_compare_hash_and_print_as_the_standard_ones_do() -> None:
    assert Twin(1) == Twin(1, 2)
    assert Twin(1) != Twin(2)
    assert Twin(1) != Standard(1)
    assert Only(1) == Only(1)
    assert hash(Twin(1)) == hash(Standard(1))
    assert hash(Only(1)) == hash(Only(1))
    assert repr(Twin(1)) == repr(Standard(1)).replace("Standard", "Twin")


def test_frozen_values_refuse_assignment() -> None:
    point = Point(1)
    with pytest.raises(dataclasses.FrozenInstanceError):
        point.x = 2  # type: ignore[misc]
    with pytest.raises(dataclasses.FrozenInstanceError):
        del point.x
    with pytest.raises(dataclasses.FrozenInstanceError):
        point.z = 2  # type: ignore[attr-defined]


def test_a_mutable_value_can_be_changed_and_has_no_hash() -> None:
    value = Checked(1)
    value.x = 5
    assert value == Checked(5)
    with pytest.raises(TypeError):
        hash(value)
    with pytest.raises(ValueError, match="negative"):
        Checked(-1)


def test_each_value_has_its_own_default() -> None:
    assert Point(1).names is not Point(1).names
    with pytest.raises(TypeError, match="missing 1 required positional argument: 'x'"):
        Point()  # type: ignore[call-arg]


def test_copies() -> None:
    point = Point(1, names=["a"])
    assert replace(point, x=3) == Point(3, 2, ["a"])
    assert dataclasses.replace(point, x=3) == Point(3, 2, ["a"])
    assert pickle.loads(pickle.dumps(point)) == point
    assert copy.deepcopy(point) == point


def test_the_standard_functions_and_pydantic_know_the_fields() -> None:
    assert [one.name for one in dataclasses.fields(Point)] == ["x", "y", "names"]
    assert dataclasses.asdict(Point(1)) == {"x": 1, "y": 2, "names": []}
    assert TypeAdapter(Twin).validate_python({"x": 1, "names": ["a"]}) == Twin(1, 2, ("a",))
    match Point(4, 5):
        case Point(x, y):
            assert (x, y) == (4, 5)


def test_what_is_not_supported_is_refused() -> None:
    with pytest.raises(TypeError):
        dataclass(frozen=True, slots=False)
    with pytest.raises(TypeError):

        @dataclass(frozen=True, slots=True)
        class Heir(Point):  # type: ignore[misc]
            pass


def test_the_main_job_needs_no_standard_dataclasses(tmp_path: Path) -> None:
    """Importing them costs 10 ms or more of a cold start."""
    case = Path(__file__).parents[1] / "chronologies" / "ava.csv"
    code = (
        "import sys; from engine.start import prompts; prompts(sys.argv[1]);"
        "sys.exit('loaded' if {'dataclasses', 'click', 'pydantic', 'pandas'} & sys.modules.keys() else 0)"
    )
    environment = {**os.environ, "XDG_CACHE_HOME": str(tmp_path), "PYTHONPATH": str(Path(__file__).parents[1])}
    command = [sys.executable, "-c", code, str(case)]
    first = subprocess.run(command, env=environment, capture_output=True, text=True)
    again = subprocess.run(command, env=environment, capture_output=True, text=True)
    assert (again.returncode, again.stderr) == (0, "")
    assert again.stdout == first.stdout
