"""What the hidden sheet of a workbook says: from which run and sample it comes, its cases and its prompts.

It is one JSON document in Base64, cut into cells, with its SHA-256: an identifier of a case may hold anything, and a
sheet that was changed by hand must be told from one that was not. It holds no words of the record.
"""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from binascii import Error
from collections.abc import Sequence
from hashlib import sha256

from pydantic import BaseModel, ConfigDict, ValidationError

from engine.audit.workbook.layout import LAYOUT

TITLE = "flag audit workbook: this sheet says what the workbook was made from. Leave it as it is."
_PIECE = 30_000
"""Characters of Base64 in a cell."""


class _Told(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class NumberTold(_Told):
    """A number of a rule, as it was in this audit."""

    name: str
    value: str
    basis: str
    source: str
    lowest: str = ""
    highest: str = ""


class RuleTold(_Told):
    """A rule of which prompts stand in the workbook."""

    name: str
    version: int
    title: str
    numbers: tuple[NumberTold, ...] = ()


class PromptTold(_Told):
    """A prompt that is to be judged."""

    id: str
    rule: str
    version: int
    theme: str
    certainty: str


class CaseTold(_Told):
    """A case of the sample and its prompts; none on a sheet that is read blind."""

    case: str
    team: str
    stratum: str
    blind: bool
    sheet: str
    prompts: tuple[PromptTold, ...] = ()
    seen: tuple[tuple[str, str, str, str], ...] = ()
    """Of the second workbook: what the auditor had seen (row, theme, what, what to ask)."""


class PlanTold(_Told):
    """How the sample was drawn, as `engine.audit.sampling.Plan` has it, and which prompts are shown."""

    seed: str
    size: int = 0
    by: str = ""
    each: int = 0
    only: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    closed: bool = False
    """Whether prompts that were resolved or lapsed are judged too."""


class Manifest(_Told):
    """The whole sheet."""

    layout: int = LAYOUT
    stage: str
    """ "first", or "second" for the prompts of what was read blind."""
    run: str
    """Digest of what the audit was asked and found; the same for whoever repeats it."""
    program: str
    fingerprint: str
    purpose: str
    as_at: str
    professionals: bool
    plan: PlanTold
    cases: tuple[CaseTold, ...]
    rules: tuple[RuleTold, ...] = ()


class NotOurs(ValueError):  # noqa: N818 - it says what is the case
    """The cells hold no manifest, or one that was changed."""


def as_cells(manifest: Manifest) -> list[str]:
    """The manifest as the cells of a column: a line for people, the digest, the pieces."""
    text = json.dumps(manifest.model_dump(mode="json"), ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    coded = b64encode(text.encode("ascii")).decode("ascii")
    pieces = [coded[at : at + _PIECE] for at in range(0, len(coded), _PIECE)]
    return [TITLE, sha256(text.encode("ascii")).hexdigest(), *pieces]


def from_cells(cells: Sequence[object]) -> Manifest:
    """The manifest in the cells of a column. Raises NotOurs, with one sentence that says why."""
    texts = [cell for cell in cells if isinstance(cell, str)]
    if len(texts) < 3:
        raise NotOurs("its hidden sheet “flag” is empty")
    try:
        text = b64decode("".join(texts[2:]), validate=True)
        told = json.loads(text)
    except (Error, ValueError):
        raise NotOurs("its hidden sheet “flag” was changed") from None
    if sha256(text).hexdigest() != texts[1] or not isinstance(told, dict):
        raise NotOurs("its hidden sheet “flag” was changed")
    if told.get("layout") != LAYOUT:
        raise NotOurs("it was made by another version of the program, with another layout")
    try:
        return Manifest.model_validate(told)
    except ValidationError:
        raise NotOurs("its hidden sheet “flag” was changed") from None
