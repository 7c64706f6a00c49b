"""From the grids of a file to sources: which table is a chronology, which continues one, which is something else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from engine.errors import Place, ReadError, Warning
from engine.read.columns import WHY_NOT, Layout, Named, plain
from engine.read.contents import by_contents, is_date
from engine.read.grid import MOST_COLUMNS, Grid, Line
from engine.read.header import HEADER_WITHIN, best_header, no_header, require, require_named
from engine.read.preamble import LABELS, preamble_of
from engine.read.rowing import Rowing
from engine.rows import ColumnRead, Row, Source
from engine.values import dataclass, field, replace

_ROSTER = frozenset(
    {
        "name", "anonymised name", "relationship", "relationship to child", "dob", "date of birth", "gender",
        "ethnicity", "ethnic origin", "age", "dob age", "role", "address", "name and address", "legal status", "tel no",
        "telephone", "sex", "initials", "known as", "abbreviation", "meaning", "full name", "person", "pseudonym",
        "agency", "contact",
    }
)  # fmt: skip
"""Headers of lists of people, agencies and abbreviations."""


_COPIES = 3
"""Rows told word for word in another sheet from which it is no chance."""


@dataclass(slots=True)
class _Open:
    """A chronology that later tables of the file may continue."""

    grid: Grid
    header: list[str]
    number: int
    layout: Layout
    rowing: Rowing
    warnings: list[Warning]
    last: Layout
    joined: list[Row] = field(default_factory=list)
    more: list[Warning] = field(default_factory=list)
    again: int = 0


def sources_of(
    grids: Sequence[Grid], file: str, sha256: str, encoding: str, agency: str | None, named: Named,
    said: Sequence[Warning],
) -> tuple[Source, ...]:  # fmt: skip
    """The chronologies in the grids of one file. Raises ReadError where there is none, or it cannot be read."""
    several = len(grids) > 1
    chronologies: list[_Open] = []
    apart: list[Warning] = []
    above: list[Line] = []
    labels: list[str] = []
    for grid in grids:
        if not any(cell.strip() for line in grid.lines for cell in line.cells):
            above.extend(grid.above)
            continue
        best, others = best_header([("", [line.cells for line in grid.lines[:HEADER_WITHIN]])], named)
        place = Place(file, grid.part or None)
        if several and not chronologies and (best is None or not best.full) and _is_block(grid):
            above.extend((*grid.above, *grid.lines))
            continue
        if best is None or not best.columns or (not best.full and _is_list(grid)):
            if chronologies and _continues(chronologies[-1], grid):
                _go_on(chronologies[-1], grid, file, several)
                continue
            if not chronologies:
                # A list of people is no block about one child.
                above.extend((*grid.above, *(() if _is_list(grid) else grid.lines)))
            apart.append(Warning(_what_else(grid), place))
            continue
        header = grid.lines[best.number - 1]
        labels.extend(best.layout.labels)
        try:
            one = _chronology(grid, header, best.layout, others, file, agency, several, named)
        except ReadError as wrong:
            if not several:
                raise
            if chronologies and _continues(chronologies[-1], grid):
                _go_on(chronologies[-1], grid, file, several)
            else:
                above.extend((*grid.above, *grid.lines) if not chronologies else ())
                apart.append(Warning(f"this table was not read as a chronology: {wrong.what}", place))
            continue
        above.extend((*grid.above, *(line for line in grid.lines if line.number < header.number)))
        previous = chronologies[-1] if chronologies else None
        if previous and grid.part.startswith("table") and _same(previous.header, header.cells):
            _join(previous, one)
        else:
            chronologies.append(one)
    if not chronologies:
        raise _none(grids, file, named, apart)
    require_named(named, labels, file)
    apart.extend(_told_twice(chronologies, file))
    sources = [_source(one, file, sha256, encoding) for one in chronologies]
    if not any(source.rows for source in sources):
        what, remedy = "There is a header but no rows below it.", "Check that the whole table was saved."
        raise ReadError(what, remedy, Place(file, sources[0].part or None, chronologies[0].number))
    told = preamble_of(above)
    first = replace(sources[0], warnings=(*said, *apart, *sources[0].warnings), preamble=told)
    return (first, *(replace(source, preamble=told) for source in sources[1:]))


def _told_twice(chronologies: Sequence[_Open], file: str) -> list[Warning]:
    """Where a sheet repeats the rows of others: a combined sheet beside those it was put together from."""
    told: list[Warning] = []
    seen: dict[tuple[str, str], str] = {}
    for one in chronologies:
        keys = [(row.cell("date"), row.cell("event")) for row in one.rowing.rows if row.cell("event").strip()]
        again = [seen[key] for key in keys if key in seen]
        if len(again) >= _COPIES and 2 * len(again) >= len(keys):
            what = f"{len(again)} of its rows stand word for word in {again[0]} as well and are counted twice"
            told.append(Warning(what, Place(file, one.grid.part or None)))
        seen.update((key, one.grid.part) for key in keys if key not in seen)
    return told


def _chronology(
    grid: Grid, header: Line, layout: Layout, others: Sequence[int], file: str, agency: str | None, several: bool,
    named: Named,
) -> _Open:  # fmt: skip
    place = Place(file, grid.part or None, header.number)
    if len(layout.columns) > MOST_COLUMNS:
        raise ReadError(
            f"The header has more than {MOST_COLUMNS} columns, the limit.", "Keep the chronology's own columns.", place
        )
    below = [line for line in grid.lines if line.number > header.number]
    covers = {k: first for (row, k), first in grid.beside.items() if row == header.number}
    layout, warnings = by_contents(layout, below, covers, place)
    require(layout, place)
    if layout.repeated:
        warnings.insert(0, Warning("two columns have the same header; both are kept", place))
    if layout.agencies:
        names = ", ".join(dict.fromkeys(layout.agencies.values()))
        warnings.append(Warning(f"each agency has a column of its own ({names}): a row for each filled cell", place))
    if others and others[0] < header.number:
        what = f"row {others[0]} looks like a header as well; this row was used"
        warnings.append(Warning(what, place))
    lost = [line for line in grid.lines if line.number < header.number and _like_a_row(line, layout)]
    if lost:
        what = f"{len(lost)} rows above the header look like entries and were not read; move the header above them"
        warnings.append(Warning(what, replace(place, row=lost[0].number)))
    rowing = Rowing(file, grid.part, agency, several)
    last = rowing.read(grid, below, header.cells, layout, named)
    return _Open(grid, header.cells, header.number, layout, rowing, [*grid.warnings, *warnings], last)


def _like_a_row(line: Line, layout: Layout) -> bool:
    date, event = layout.at("date"), layout.at("event")
    if max(date, event) >= len(line.cells):
        return False
    return len(line.cells[event]) > 15 and is_date(line.cells[date])


def _same(one: Sequence[str], other: Sequence[str]) -> bool:
    return [plain(cell) for cell in one if cell.strip()] == [plain(cell) for cell in other if cell.strip()]


def _join(chronology: _Open, more: _Open) -> None:
    """A further table of a document with the same header is one chronology with the first."""
    chronology.joined += more.rowing.rows
    chronology.more += [*more.warnings, *more.rowing.warnings()]
    chronology.again += 1 + len(more.rowing.again)


def _continues(chronology: _Open, grid: Grid) -> bool:
    """Whether a table without a header goes on with the chronology: as wide, with days where its days are."""
    at = chronology.last.at("date")
    width = len(chronology.last.columns)
    filled = [line for line in grid.lines if any(map(str.strip, line.cells))]
    widest = max((len(line.cells) for line in filled), default=0)
    if not filled or widest < min(width, 2) or widest > width:
        return False
    if grid.part.startswith("table") and widest != width:
        return False
    cells = [line.cells[at] for line in filled[:20] if at < len(line.cells) and line.cells[at].strip()]
    return bool(cells) and 2 * sum(map(is_date, cells)) >= len(cells)


def _go_on(chronology: _Open, grid: Grid, file: str, several: bool) -> None:
    rowing = Rowing(file, grid.part, chronology.rowing.agency, several)
    chronology.last = rowing.read(grid, grid.lines, (), chronology.last, {})
    chronology.joined += rowing.rows
    before = chronology.grid.part
    what = f"no header, but columns as in {before}: read as its continuation"
    chronology.more += [*grid.warnings, Warning(what, Place(file, grid.part or None)), *rowing.warnings()]


def _is_list(grid: Grid) -> bool:
    """Whether a table lists people, agencies or abbreviations: its header names such things and no event."""
    for line in grid.lines[:HEADER_WITHIN]:
        words = [plain(cell) for cell in line.cells if cell.strip()]
        listed = sum(1 for word in words if word in _ROSTER)
        if listed >= 2 and 2 * listed >= len(words):
            return True
    return False


def _is_block(grid: Grid) -> bool:
    """Whether this is the block about the child: labels with their values beside them, or in one line below."""
    filled = [line.cells for line in grid.lines if any(map(str.strip, line.cells))]
    below = len(filled) == 2 and all(plain(cell) in LABELS for cell in filled[0] if cell.strip())
    return below or all(plain(next(filter(str.strip, cells))) in LABELS for cells in filled)


def _what_else(grid: Grid) -> str:
    """What a table is that is no chronology."""
    if _is_list(grid):
        return "this is a list (of people, agencies or abbreviations), not a chronology; put people into a side sheet"
    if sum(1 for line in grid.lines for cell in line.cells if cell.strip()) <= 3:
        return "there are only titles here, no table"
    return "no header with a date and an event was found here, so it was not read as a chronology"


def _none(grids: Sequence[Grid], file: str, named: Named, apart: Sequence[Warning]) -> ReadError:
    parts = [grid.part for grid in grids if grid.part]
    if len(parts) < 2:
        if not any(cell.strip() for grid in grids for line in grid.lines for cell in line.cells):
            return ReadError("The table is empty.", "Check that the right file was saved.", Place(file))
        return no_header(Place(file, parts[0] if parts else None), named)
    kinds = "; ".join(dict.fromkeys(str(warning.what) for warning in apart)) or "they are all empty"
    what = "tables" if parts[0].startswith("table") else "sheets"
    return ReadError(
        f"None of its {len(parts)} {what} is a chronology: {kinds}.",
        'A chronology has a header with a date and an event; name its columns with --columns "Day=date,What=event".',
        Place(file),
    )


def _source(one: _Open, file: str, sha256: str, encoding: str) -> Source:
    layout = one.layout
    reads = tuple(
        ColumnRead(layout.labels[k], _uses(layout, k), layout.reasons[k] if layout.columns[k] else _why_not(layout, k))
        for k in range(len(layout.columns))
    )
    return Source(
        file=file,
        sha256=sha256,
        encoding=encoding,
        rows=(*one.rowing.rows, *one.joined),
        columns=dict(zip(layout.labels, layout.columns, strict=True)),
        warnings=(*one.warnings, *one.rowing.warnings(), *one.more),
        part=one.grid.part,
        header=one.number,
        mapping=reads,
        headers_again=len(one.rowing.again) + len(one.rowing.further) + one.again,
    )


def _uses(layout: Layout, k: int) -> tuple[str, ...]:
    if k in layout.agencies:
        return ("event", "agency")
    if k in layout.reasoned:
        return (layout.columns[k], "rationale")
    return (layout.columns[k],) if layout.columns[k] else ()


def _why_not(layout: Layout, k: int) -> str:
    return layout.reasons[k] if layout.reasons[k] != WHY_NOT else "kept, not used"


def settled(columns: Mapping[str, str] | None, canonical: Mapping[str, object]) -> dict[str, tuple[str, ...]] | str:
    """What was said by hand as header -> columns, or the word that names no column.

    Written either way round ("Day=date" or "Date=Day"); several columns are joined by "+", and `ignore` means that
    a column is kept and not used.
    """
    named: dict[str, tuple[str, ...]] = {}
    for left, right in (columns or {}).items():
        read = _columns_named(right, canonical)
        header = left
        if read is None:
            read, header = _columns_named(left, canonical), right
        if read is None:
            return right
        named[plain(header)] = (*named.get(plain(header), ()), *read)
    return named


def _columns_named(text: str, canonical: Mapping[str, object]) -> tuple[str, ...] | None:
    names = ["_".join(word.lower().replace("-", " ").split()) for word in text.split("+")]
    if names in (["ignore"], ["not_used"]):
        return ()
    return tuple(names) if all(name in canonical for name in names) else None
