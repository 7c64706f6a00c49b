"""What is given out: nobody is named, the run is told, nothing acts, and the same audit gives the same bytes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner
from figured import CSC, PURPOSE, RULES, audit, case, child, finding, on, pack, referral, row
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from test_record import RECORDS as ANY_RECORD

from engine.audit.figures.gathering import Wanted, figures_of
from engine.audit.figures.page import render_figures
from engine.audit.figures.tables import Figures, shown
from engine.audit.figures.text import render
from engine.audit.figures.writing import as_csv, as_workbook
from engine.audit.folder import HEADER, RECORDS, AuditFolder
from engine.audit.record import AgencyKept, CaseKept, FileKept, MetKept, NotEvaluatedKept
from engine.commands.auditing_figures import diff, figures, on_terminal
from engine.values import replace

HELD, NOT_SEEN = "strategy-discussion-not-held", "child-not-seen-n-days"


def several(number: int = 12) -> list[CaseKept]:
    return [
        case(
            f"c{at:03}",
            [finding(NOT_SEEN, "open" if at % 2 else "resolved", ended=on("2024-03-01"), rows=[row(CSC, "2024-02-03")]),
             finding(HELD, opened=on("2024-02-03"), certainty="possible" if at % 3 else "definite")],
            met=[MetKept(HELD, "ruby", on("2024-01-03"), on("2024-01-05"), "strategy_discussion")],
            referrals=[referral(reason="yes" if at % 2 else "no")],
            agencies=[AgencyKept(CSC, on("2024-01-02")[0], on("2024-05-31")[0], 20, (on("2024-01-01")[0],))],
            children=[child("ruby", (at * 9, at * 9 + 3))],
        )
        for at in range(number)
    ]  # fmt: skip


def made(folder: Path, *, show: bool = False, by: str = "quarter") -> Figures:
    return figures_of(AuditFolder(folder), Wanted(by=by, show_small=show), pack())


def given_out(figures_made: Figures) -> Mapping[str, bytes]:
    """Every output, workbooks unzipped."""
    outputs = {"page": render_figures(figures_made).encode(), "text": render(figures_made, 100).encode()}
    outputs |= as_csv(figures_made)
    with zipfile.ZipFile(io.BytesIO(as_workbook(figures_made))) as book:
        outputs |= {name: book.read(name) for name in book.namelist()}
    return outputs


# --- nobody is named -----------------------------------------------------------------------------------


def planted(one: CaseKept, word: str) -> CaseKept:
    """The case with a word wherever a record has room for a name, an identifier or a file."""
    findings = tuple(
        replace(
            item, id=f"{item.rule}/{word}/-/1", child=word, children=(word,), standing=word, agencies=(word,),
            rows=tuple(replace(place, file=f"{word}.csv", sheet=word, row=90417, agency=word) for place in item.rows),
        )
        for item in one.findings
    )  # fmt: skip
    return replace(
        one, case=f"{word} {one.case}", team=word, files=(FileKept(f"{word}.csv", "ab" * 32, 7, 0),),
        children=tuple(replace(item, id=word) for item in one.children), stopped=((word, word),),
        agencies=tuple(replace(item, name=word) for item in one.agencies), findings=findings,
        met=tuple(replace(item, child=word) for item in one.met),
        not_evaluated=(NotEvaluatedKept(NOT_SEEN, "nobody", word, word),
                       NotEvaluatedKept(f"{word}.yaml", None, word, word)),
        referrals=tuple(replace(item, agency=word) for item in one.referrals), warnings=(word,), as_at_from=word,
    )  # fmt: skip


@settings(max_examples=6)
@given(st.text("ABCDEFGHJKLMNPQRSTUVWXYZ0123456789-/'&<=", min_size=9, max_size=18))
def test_no_name_identifier_file_or_row_of_a_record_is_in_any_output(
    tmp_path_factory: pytest.TempPathFactory, word: str
) -> None:
    word = f"Qz{word}"
    folder = tmp_path_factory.mktemp("audit")
    audit(folder, [planted(one, word) for one in several(7)], inputs=(f"/{word}",), reading={"people": word})
    for show in (False, True):
        for name, content in given_out(made(folder, show=show)).items():
            text = content.decode("utf-8", errors="replace")
            for part in (word, word.replace("&", "&amp;").replace("<", "&lt;").replace("'", "&#39;"), "90417", "North"):
                assert part not in text, (name, show)


@settings(max_examples=10)
@given(st.lists(ANY_RECORD, min_size=1, max_size=4), st.booleans())
def test_whatever_a_record_holds_the_figures_are_made(
    tmp_path_factory: pytest.TempPathFactory, records: list[CaseKept], show: bool
) -> None:
    """Records of other programs, or of a later one: an unknown source, reason or state stops nothing."""
    cases = [replace(one, case=f"c{at}", problem="", asked=tuple(RULES)) for at, one in enumerate(records)]
    folder = audit(tmp_path_factory.mktemp("audit"), cases)
    assert len(given_out(made(folder, show=show, by="year"))) > 15


def test_the_planted_word_would_be_found(tmp_path: Path) -> None:
    """The search itself: a word in the purpose, which is printed, is found in every output."""
    folder = audit(tmp_path, several(), purpose="Zebedee")
    outputs = given_out(made(folder))
    for name in ("page", "text", "about.csv", "xl/sharedStrings.xml"):
        assert b"Zebedee" in outputs[name], name


# --- the run is told -----------------------------------------------------------------------------------


def test_every_output_says_what_was_run(tmp_path: Path) -> None:
    folder = audit(tmp_path, [*several(), case("z", problem="z.csv: This file is empty. Leave it out.")],
                   local=("child-not-seen-n-days: 14 days, by the partnership",), lifecycle=False)  # fmt: skip
    outputs = given_out(made(folder))
    for name in ("page", "text", "about.csv", "xl/sharedStrings.xml"):
        text = " ".join(outputs[name].decode().replace("&#39;", "'").split())
        for told in (
            PURPOSE,
            "flag 0.1.0",
            "14 days, by the partnership",
            "12 cases were read; 1 could not be read",
            "what was raised and resolved before the day is not counted",
            "withheld",
            "strategy, seeing",
        ):
            assert told in text, (name, told)  # fmt: skip
    assert "z.csv" not in outputs["page"].decode()


def test_of_one_day_there_is_no_table_of_days_until_resolved(tmp_path: Path) -> None:
    names = [table.name for table in made(audit(tmp_path, several(), lifecycle=False)).tables]
    assert "until-resolved" not in names
    assert "until-resolved" in [table.name for table in made(audit(tmp_path / "b", several())).tables]


def test_no_word_that_blames_and_no_rate(tmp_path: Path) -> None:
    text = "".join(
        content.decode("utf-8", "replace") for content in given_out(made(audit(tmp_path, several()))).values()
    )
    for word in ("failed", "malicious", "anonymous caller", "hard to reach", "non-engagement", "flagged", "per cent"):
        assert word not in text.lower(), word
    assert "DNA" not in text


# --- nothing acts, and the same bytes ------------------------------------------------------------------


def test_the_same_audit_gives_the_same_bytes(tmp_path: Path) -> None:
    folder = audit(tmp_path, several())
    assert given_out(made(folder)) == given_out(made(folder))
    assert as_workbook(made(folder)) == as_workbook(made(folder))


def test_a_purpose_that_is_a_formula_or_a_tag_does_nothing(tmp_path: Path) -> None:
    folder = audit(tmp_path, several(), purpose='=HYPERLINK("http://x","y")<script>alert(1)</script>')
    outputs = given_out(made(folder))
    assert b"<script" not in outputs["page"]
    assert b"'=HYPERLINK" in outputs["about.csv"]
    book = load_workbook(io.BytesIO(as_workbook(made(folder))))
    assert not [cell for sheet in book for line in sheet.iter_rows() for cell in line if cell.data_type == "f"]


def test_the_workbook_holds_what_the_tables_hold(tmp_path: Path) -> None:
    told = made(audit(tmp_path, several(40)))
    book = load_workbook(io.BytesIO(as_workbook(told)))
    assert book.sheetnames == ["about", *(table.name[:31] for table in told.tables)]
    table = next(table for table in told.tables if table.name == "themes")
    lines = [[cell.value for cell in line] for line in book["themes"].iter_rows()]
    assert lines[0] == [column.heading for column in table.columns]
    assert [[f"{cell:,}" if isinstance(cell, int) else cell for cell in line] for line in lines[1:]] == [
        [shown(cell) for cell in line] for line in table.rows
    ]


def test_the_page_runs_no_script_and_asks_for_nothing(tmp_path: Path) -> None:
    page = render_figures(made(audit(tmp_path, several())))
    assert "default-src 'none'; style-src 'sha256-" in page
    for sign in ("<script", " onclick", " style=", "http://", "https://", "url(h", "@import"):
        assert sign not in page, sign
    assert page.count("<table") == page.count("<caption") == sum(bool(table.rows) for table in made(tmp_path).tables)


# --- from the command line -----------------------------------------------------------------------------


def said(*words: object) -> str:
    result = CliRunner().invoke(figures, [str(word) for word in words])
    assert result.exit_code == 2, result.output
    assert "Traceback" not in result.output
    return result.output


def test_bad_input_gets_one_clear_sentence(tmp_path: Path) -> None:
    folder = audit(tmp_path / "good", several())
    (tmp_path / "empty").mkdir()
    assert "not the output folder of an audit" in said(tmp_path / "empty")
    assert "not the output folder of an audit" in said(tmp_path / "nowhere")
    half = audit(tmp_path / "half", several())
    (half / RECORDS).unlink()
    assert "has not run to its end" in said(half)
    old = audit(tmp_path / "old", several())
    (old / RECORDS).write_text((old / RECORDS).read_text().replace('"record":1', '"record":0'))
    assert "line 1: This line is no record of an audit of this version." in said(old)
    none = audit(tmp_path / "none", [case("a", problem="a.csv: This file is empty. Leave it out.")])
    assert "No case of this audit could be read" in said(none)
    assert "ends before it begins" in said(folder, "--from", "2024-05-01", "--to", "2024-04-01")
    assert "is no day" in said(folder, "--from", "last spring")
    spoilt = audit(tmp_path / "spoilt", several())
    (spoilt / HEADER).write_text("{")
    assert "audit.json cannot be read" in said(spoilt)


def test_outputs_go_where_they_were_asked_to_and_over_nothing(tmp_path: Path) -> None:
    folder = audit(tmp_path / "good", several())
    run = CliRunner()
    for name in ("page.html", "book.xlsx", "tables"):
        place = tmp_path / name
        first = run.invoke(figures, [str(folder), "--output", str(place)])
        assert first.exit_code == 0, first.output
        assert first.output == ""
        assert place.exists()
        again = run.invoke(figures, [str(folder), "--output", str(place)])
        assert again.exit_code == 2, name
        assert run.invoke(figures, [str(folder), "--output", str(place), "--force"]).exit_code == 0
    assert (tmp_path / "tables" / "themes.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    assert "audit's own folder" in said(folder, "--output", folder, "--force")
    assert (folder / HEADER).exists()


def test_text_for_the_terminal_has_the_answer_first(tmp_path: Path) -> None:
    folder = audit(tmp_path, several(40))
    told = CliRunner().invoke(figures, [str(folder)]).output
    assert "A reason for the decision is recorded in 20 of 40 referrals from the public." in told
    assert max(map(len, told.splitlines())) <= 110


# --- two audits ----------------------------------------------------------------------------------------


def test_two_audits_with_nothing_in_common_are_refused(tmp_path: Path) -> None:
    first = audit(tmp_path / "a", several())
    second = audit(
        tmp_path / "b", several(), rules={"visit-interval-exceeded": 1}, themes={"visit-interval-exceeded": "seeing"}
    )
    result = CliRunner().invoke(diff, [str(first), str(second)])
    assert result.exit_code == 2
    assert "no rule in common" in result.output


def test_the_list_of_cases_goes_to_a_file_and_says_what_it_is(tmp_path: Path) -> None:
    first = audit(tmp_path / "a", several())
    second = audit(tmp_path / "b", [case(one.case, one.findings[1:]) for one in several()])
    result = CliRunner().invoke(diff, [str(first), str(second), "--cases", str(tmp_path / "changes.csv")])
    assert result.exit_code == 0, result.output
    assert "changes.csv names cases" in result.stderr
    assert "c000" not in result.stdout
    text = (tmp_path / "changes.csv").read_text(encoding="utf-8-sig")
    assert 'c000,child-not-seen-n-days,child-not-seen-n-days/ruby/-/1,lost,"definite, resolved",' in text


def test_progress_is_shown_on_a_terminal_only_and_wiped_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert on_terminal() is None
    screen = io.StringIO()
    screen.isatty = lambda: True  # type: ignore[method-assign]
    monkeypatch.setattr("sys.stderr", screen)
    tell = on_terminal()
    assert tell is not None
    figures_of(AuditFolder(audit(tmp_path, several())), Wanted(), pack(), tell)
    tell(500)
    assert screen.getvalue() == "\r\033[K\rCounting: 500 cases"
