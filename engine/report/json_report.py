"""`--format json`: the document, checked against its published model before it is written."""

from __future__ import annotations

import json
from dataclasses import asdict
from functools import cache
from typing import Any

from pydantic import TypeAdapter

from engine.report.model import Report


@cache
def _adapter() -> TypeAdapter[Report]:
    """The pydantic model of the document, made from the same dataclasses that it is built of."""
    return TypeAdapter(Report)


def render_json(report: Report) -> str:
    """The document as JSON text. Raises pydantic's ValidationError where it breaks its own contract."""
    data = json.loads(json.dumps(asdict(report)))
    _adapter().validate_python(data)
    return json.dumps({"schema": data.pop("schema"), **data}, ensure_ascii=False, indent=2) + "\n"


def parse_json(text: str) -> Report:
    """A document read back from JSON. Raises pydantic's ValidationError where it is not one."""
    return _adapter().validate_json(text)


def json_schema() -> str:
    """The JSON Schema of the document."""
    schema: dict[str, Any] = _adapter().json_schema()
    schema["title"] = "flag report"
    return json.dumps(schema, indent=2, sort_keys=True) + "\n"
