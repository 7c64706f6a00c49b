"""Files from outside that are damaged, protected, or built to do harm: one sentence, the limit in it, and no more."""

from __future__ import annotations

import io
import struct
import tempfile
import time
import zipfile
from pathlib import Path

import pytest
from packages import cells, excel, p, packed, tbl, tc, tr, word

from engine.errors import ReadError
from engine.read.files import read_file

SECRET = "Zebedee"
TABLE = tbl(tr("Date", "Event"), tr("01/02/2022", f"{SECRET} seen"))
SHEET = f"<sheetData>{cells(1, 'Date', 'Event')}{cells(2, '01/02/2022', SECRET)}</sheetData>"


def refused(path: Path, says: str) -> str:
    own = path.parent / "temporary"
    own.mkdir(exist_ok=True)
    start = time.perf_counter()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tempfile, "tempdir", str(own))
        with pytest.raises(ReadError) as wrong:
            read_file(path)
    told = str(wrong.value)
    assert says in told
    assert told.startswith(path.name)
    assert wrong.value.remedy.endswith(".")
    assert SECRET not in told
    assert "\n" not in told
    assert time.perf_counter() - start < 5
    assert not list(own.iterdir())
    return told


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("case.docx", OLE + "EncryptedPackage".encode("utf-16-le"), "password"),
        ("case.xlsx", OLE + "EncryptionInfo".encode("utf-16-le"), "password"),
        ("case.doc", OLE + "WordDocument".encode("utf-16-le"), "old Word document"),
        ("case.docx", OLE + "WordDocument".encode("utf-16-le"), "old Word document"),
        ("case.xls", OLE + "Workbook".encode("utf-16-le"), "old Excel workbook"),
        ("case.xyz", OLE, "old Word or Excel file"),
        ("case.pdf", b"%PDF-1.7\n" + bytes(50), "PDF"),
        ("case.csv", b"%PDF-1.7\n" + bytes(50), "PDF"),
        ("case.rtf", b"{\\rtf1 words}", "Rich Text"),
        ("case.docx", b"Date,Event\n1/2/2022,x\n", "it is none"),
        ("case.xlsx", b"", "it is none"),
        ("case.html", b"<html><table>", "web page"),
        ("case.xls", b"<html><table>", "web page"),
        ("case.jpg", b"\xff\xd8\xff\xe0" + bytes(40), "picture"),
        ("case.docx", b"PK\x03\x04" + bytes(200), "damaged"),
    ],
)
def test_other_kinds_are_told_what_to_do(tmp_path: Path, name: str, data: bytes, says: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    assert "Save As" in refused(path, says) or says in (
        "password",
        "PDF",
        "it is none",
        "web page",
        "picture",
        "damaged",
    )


def test_a_csv_export_that_a_system_named_xls_is_read(tmp_path: Path) -> None:
    path = tmp_path / "export.xls"
    path.write_bytes(b"Date\tEvent\r\n01/02/2022\tVisit\r\n")
    assert read_file(path).rows[0].cell("event") == "Visit"


def test_a_workbook_that_somebody_named_csv_is_read(tmp_path: Path) -> None:
    assert read_file(excel(tmp_path / "case.csv", SHEET)).rows[0].number == 2


@pytest.mark.parametrize(
    ("parts", "says"),
    [
        ({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<a/>"}, "OpenDocument text"),
        ({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}, "OpenDocument spreadsheet"),
        ({"a.csv": "Date,Event"}, "compressed"),
        ({"xl/workbook.bin": b"\0"}, "binary Excel"),
        ({"word/document.xml": "<a/>", "word/vbaProject.bin": b"\0"}, "Word document with macros"),
        ({"xl/workbook.xml": "<a/>", "xl/vbaProject.bin": b"\0"}, "Excel workbook with macros"),
    ],
)
def test_packages_of_other_kinds(tmp_path: Path, parts: dict[str, str | bytes], says: str) -> None:
    refused(packed(tmp_path / "case.docx", parts), says)


ENTITIES = '<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;"><!ENTITY x SYSTEM "file:///etc/passwd">]>'


def test_entities_and_document_types_are_refused_wherever_they_stand(tmp_path: Path) -> None:
    refused(word(tmp_path / "start.docx", TABLE, start=ENTITIES), "document type")
    refused(word(tmp_path / "deep.docx", TABLE, start=f"<!--{'x' * 100_000}-->{ENTITIES}"), "document type")
    refused(word(tmp_path / "rels.docx", TABLE, {"word/_rels/document.xml.rels": ENTITIES + "<a/>"}), "document type")
    refused(excel(tmp_path / "sheet.xlsx", SHEET, {"xl/styles.xml": ENTITIES + "<a/>"}), "document type")
    wide = ('<?xml version="1.0" encoding="UTF-16"?>' + ENTITIES + "<a/>").encode("utf-16")
    refused(word(tmp_path / "wide.docx", TABLE, {"word/styles.xml": wide}), "UTF-8")
    seven = b'<?xml version="1.0" encoding="UTF-7"?><a/>'
    refused(word(tmp_path / "seven.docx", TABLE, {"word/styles.xml": seven}), "UTF-8")


def test_zip_bombs_are_refused_before_they_are_unpacked(tmp_path: Path) -> None:
    refused(word(tmp_path / "one.docx", p("x" * 20_000_000)), "120 times")
    refused(packed(tmp_path / "many.docx", {f"p{n}": b"" for n in range(3_001)}), "3000")
    big = {f"word/media/{n}.bin": bytes(900_000) for n in range(200)}
    refused(word(tmp_path / "sum.docx", TABLE, big), "150")


def test_hundreds_of_thousands_of_empty_paragraphs_are_refused_on_size(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("word/document.xml", "<w:document>" + "<w:p/>" * 300_000 + "</w:document>")
    path = tmp_path / "empty.docx"
    path.write_bytes(buffer.getvalue())
    refused(path, "200,000 paragraphs")


def test_parts_outside_the_package_encrypted_parts_are_refused(tmp_path: Path) -> None:
    refused(word(tmp_path / "up.docx", TABLE, {"../../evil.xml": "<a/>"}), "outside itself")
    locked = bytearray(word(tmp_path / "locked.docx", TABLE).read_bytes())
    at = locked.index(b"PK\x01\x02")
    struct.pack_into("<H", locked, at + 8, struct.unpack_from("<H", locked, at + 8)[0] | 1)
    path = tmp_path / "flagged.docx"
    path.write_bytes(bytes(locked))
    refused(path, "encrypted")


def test_a_cut_off_or_garbled_package_is_damaged(tmp_path: Path) -> None:
    whole = word(tmp_path / "whole.docx", TABLE).read_bytes()
    for name, data in (("cut.docx", whole[:-40]), ("garbled.docx", whole[:300] + bytes(200) + whole[500:])):
        path = tmp_path / name
        path.write_bytes(data)
        refused(path, "damaged")
    refused(word(tmp_path / "xml.docx", "<w:p>"), "damaged")
    refused(
        word(tmp_path / "deep.docx", "<w:sdt><w:sdtContent>" * 200 + "</w:sdtContent></w:sdt>" * 200),
        "nested too deeply",
    )
    refused(excel(tmp_path / "xml.xlsx", "<sheetData><row>"), "damaged")


def test_links_to_other_files_are_not_followed(tmp_path: Path) -> None:
    link = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId9"'
        ' Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate"'
        ' Target="http://192.0.2.1/evil.dotm" TargetMode="External"/></Relationships>'
    )
    assert read_file(word(tmp_path / "case.docx", TABLE, {"word/_rels/settings.xml.rels": link})).rows[0].number == 2
    source = read_file(excel(tmp_path / "case.xlsx", SHEET, {"xl/externalLinks/externalLink1.xml": "<a/>"}))
    assert "were not followed" in str(source.warnings[0])


def test_a_file_full_of_beginnings_takes_no_longer_than_its_size(tmp_path: Path) -> None:
    start = time.perf_counter()
    for beginning in ("<row", '<c r="A1', "<c><f", '<mergeCell ref="A1'):
        comment = f"<!--{beginning * 120_000}-->"
        assert read_file(excel(tmp_path / "case.xlsx", comment[:980_000] + "-->" + SHEET)).rows
    text = "NFA because" + "\n" * 200_000
    path = tmp_path / "case.csv"
    path.write_text(f'Date,Event,Action and reasons\n1/2/2022,x,"{text}"\n', encoding="utf-8")
    assert read_file(path).rows[0].cell("rationale") == ""
    assert time.perf_counter() - start < 10


def test_long_cells_and_many_tables_take_no_longer_than_their_size(tmp_path: Path) -> None:
    start = time.perf_counter()
    long = "no access gained " * 6_000
    source = read_file(word(tmp_path / "long.docx", tbl(tr("Date", "Event"), tr("01/02/2022", tc(p(long))))))
    assert len(source.rows[0].cell("event")) == len(long)
    many = "".join(tbl(tr("Date", "Event"), tr("01/02/2022", f"Visit {n}")) for n in range(800))
    assert len(read_file(word(tmp_path / "many.docx", many)).rows) == 800
    texts = cells(2, "01/02/2022", "x" * 100_000)
    assert read_file(excel(tmp_path / "long.xlsx", f"<sheetData>{cells(1, 'Date', 'Event')}{texts}</sheetData>"))
    assert time.perf_counter() - start < 10
