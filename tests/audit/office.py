"""LibreOffice as an auditor: opens a workbook, types into cells, saves it. Without a window, by a macro."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from xml.sax.saxutils import escape

import pytest

Cells = Mapping[tuple[str, str], str]
"""What is typed: (sheet, cell) -> text."""
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'


def needs_calc(tmp_path: Path) -> None:
    """Skip, saying why, where LibreOffice cannot open a workbook."""
    if shutil.which("soffice") is None:
        pytest.skip("LibreOffice is not installed")
    (tmp_path / "calc.csv").write_text("a\n1\n", encoding="utf-8")
    done = _office(tmp_path, "--convert-to", "xlsx", "--outdir", str(tmp_path), str(tmp_path / "calc.csv"))
    if not (tmp_path / "calc.xlsx").is_file():
        pytest.skip(f"LibreOffice has no Calc: {done.strip()}")


def type_and_save(tmp_path: Path, book: Path, cells: Cells, saved: Path) -> None:
    """Open a workbook, type as a person does (a text that begins with = is a formula), calculate all, save it."""
    lines = []
    for (sheet, cell), text in cells.items():
        kept = '" & Chr(10) & "'.join(text.replace('"', '""').split("\n"))
        lines.append(f'  doc.Sheets.getByName("{sheet}").getCellRangeByName("{cell}").setFormula("{kept}")')
    macro = "\n".join(
        (
            "Sub Fill",
            "  Dim hidden(0) As New com.sun.star.beans.PropertyValue",
            '  hidden(0).Name = "Hidden"',
            "  hidden(0).Value = True",
            f'  doc = StarDesktop.loadComponentFromURL("{book.as_uri()}", "_blank", 0, hidden())',
            *lines,
            "  doc.calculateAll()",
            "  Dim kind(0) As New com.sun.star.beans.PropertyValue",
            '  kind(0).Name = "FilterName"',
            '  kind(0).Value = "Calc MS Excel 2007 XML"',
            f'  doc.storeToURL("{saved.as_uri()}", kind())',
            "  doc.close(True)",
            "End Sub",
        )
    )
    library = tmp_path / "office" / "user" / "basic" / "Standard"
    library.mkdir(parents=True, exist_ok=True)
    (library / "Module1.xba").write_text(
        f'{_HEAD}<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Module1"'
        f' script:language="StarBasic">{escape(macro)}</script:module>',
        encoding="utf-8",
    )
    (library / "script.xlb").write_text(
        f'{_HEAD}<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard"'
        ' library:readonly="false" library:passwordprotected="false"><library:element library:name="Module1"/>'
        "</library:library>",
        encoding="utf-8",
    )
    (library.parent / "script.xlc").write_text(
        f'{_HEAD}<library:libraries xmlns:library="http://openoffice.org/2000/library"'
        ' xmlns:xlink="http://www.w3.org/1999/xlink"><library:library library:name="Standard"'
        ' xlink:href="$(USER)/basic/Standard/script.xlb/" xlink:type="simple" library:link="false"/>'
        "</library:libraries>",
        encoding="utf-8",
    )
    told = _office(tmp_path, "macro:///Standard.Module1.Fill")
    assert saved.is_file(), told


def convert(tmp_path: Path, file: Path, ending: str) -> Path:
    """The file saved in another form, in a folder of its own."""
    folder = tmp_path / f"as-{ending.split(':')[0]}"
    told = _office(tmp_path, "--convert-to", ending, "--outdir", str(folder), str(file))
    made = folder / f"{file.stem}.{ending.split(':')[0]}"
    assert made.is_file(), told
    return made


def _office(tmp_path: Path, *words: str) -> str:
    profile = f"-env:UserInstallation={(tmp_path / 'office').as_uri()}"
    done = subprocess.run(
        ["soffice", profile, "--headless", "--norestore", *words],
        capture_output=True, text=True, timeout=180, check=False,
    )  # fmt: skip
    return done.stdout + done.stderr
