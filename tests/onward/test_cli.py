"""The command line as a person runs it: what is printed where, and the exit codes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from datetime import date, timedelta
from importlib import import_module
from importlib.metadata import version
from pathlib import Path

import jsonschema  # type: ignore[import-untyped]
import pytest
from typer.testing import CliRunner, Result

from onward import simulate
from onward.cli import Kind, app
from onward.errors import OnwardError
from onward.formats import read, write_onward_csv
from onward.record import Entry, Record
from onward.results import Review
from onward.review import review
from onward.terminal import one_person

RUNNER = CliRunner()
HEADER = "person,when,kind,name,value,note\n"


def run(*arguments: str | Path) -> Result:
    return RUNNER.invoke(app, [str(a) for a in arguments])


@pytest.fixture
def year(tmp_path: Path) -> Path:
    path = tmp_path / "year.csv"
    write_onward_csv(simulate.example(), path)
    return path


@pytest.fixture
def two(tmp_path: Path) -> Path:
    path = tmp_path / "two.csv"
    people = {f"p{i}": list(simulate.course(i).record) for i in (1, 2)}
    write_onward_csv(people, path)
    return path


def test_a_review_prints_the_words_and_a_picture(year: Path) -> None:
    result = run("review", year)
    said = review(simulate.example()).words
    assert result.exit_code == 0, result.stderr
    assert said.headline in result.stdout
    assert "light" in result.stdout
    assert "●" in result.stdout


def test_json_is_the_review_file_to_its_schema(two: Path) -> None:
    result = run("review", two, "--json")
    found = json.loads(result.stdout)
    schema = json.loads((Path(__file__).parent / "review.schema.json").read_text())
    jsonschema.validate(found, schema)
    assert found["onward"] == version("onward")
    assert found["engine"] == import_module("onward.course").ENGINE
    assert [p["person"] for p in found["people"]] == ["p1", "p2"]


def test_json_says_the_same_as_python(year: Path) -> None:
    found = json.loads(run("review", year, "--json").stdout)
    assert found["people"] == [json.loads(json.dumps(review(simulate.example()).to_dict()))]


def test_many_people_get_a_line_each_and_one_gets_words(two: Path) -> None:
    many = run("review", two).stdout
    assert [line.split()[0] for line in many.splitlines()] == ["person", "p1", "p2"]
    assert "light" not in many
    assert "light" in run("review", two, "--person", "p2").stdout


def test_a_person_who_is_not_there_is_refused(two: Path) -> None:
    result = run("review", two, "--person", "p9")
    assert result.exit_code == 2
    assert "'p9'" in result.stderr
    assert "2 people" in result.stderr


def test_a_wrong_person_is_told_nobody_elses_id(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(HEADER + "anna@example.org,2026-05-01,checkin,mood,5,\n")
    assert "anna" not in run("review", path, "--person", "p9").stderr


def test_rows_of_one_person_are_joined_over_files(tmp_path: Path) -> None:
    a, b = tmp_path / "a.csv", tmp_path / "b.csv"
    a.write_text(HEADER + "x,2026-05-01,checkin,mood,5,\n")
    b.write_text(HEADER + "x,2026-05-03,checkin,mood,5,\n")
    (person,) = json.loads(run("review", a, b, "--json").stdout)["people"]
    assert (person["from"], person["until"], person["entries"]) == ("2026-05-01", "2026-05-03", 2)


def test_a_later_until_adds_days_without_entries(year: Path) -> None:
    last = date.fromordinal(int(simulate.example().day[-1])) + timedelta(days=20)
    result = run("review", year, "--json", "--until", last.isoformat())
    assert json.loads(result.stdout)["people"][0]["until"] == last.isoformat()


def test_an_earlier_until_sees_nothing_of_later_days(year: Path) -> None:
    whole = json.loads(run("review", year, "--json").stdout)["people"][0]
    early = json.loads(run("review", year, "--json", "--until", "2026-01-31").stdout)["people"][0]
    assert early["daily"] == [d for d in whole["daily"] if d["when"] <= "2026-01-31"]


NO_DAYS = ["2026-5-1", "tomorrow", "2026-02-30", "20260501", "2026-W01-1", "२०२६-०५-०१"]


@pytest.mark.parametrize("until", [*NO_DAYS, "9999-12-31"])
def test_an_until_that_is_no_day_is_refused(year: Path, until: str) -> None:
    result = run("review", year, "--until", until)
    assert result.exit_code == 2
    assert repr(until) in result.stderr or until in result.stderr


def test_who_has_no_entry_up_to_until_is_named_and_left_out(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(HEADER + "x,2026-05-01,checkin,mood,5,\ny,2026-06-01,checkin,mood,5,\n")
    result = run("review", path, "--json", "--until", "2026-05-02")
    assert [p["person"] for p in json.loads(result.stdout)["people"]] == ["x"]
    assert "y: no entry up to 2026-05-02." in result.stderr
    none = run("review", path, "--json", "--until", "2026-04-02")
    assert (none.exit_code, none.stdout) == (2, "")


def test_what_is_refused_goes_to_standard_error_with_exit_code_2(tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_text(HEADER + "x,2026-02-30,checkin,mood,5,\n")
    for extra in ([], ["--json"]):
        result = run("review", path, *extra)
        assert result.exit_code == 2
        assert result.stdout == ""
        assert "mine.csv, line 2, column when: found '2026-02-30'" in result.stderr


def test_nothing_is_printed_where_one_of_several_files_is_refused(
    year: Path, tmp_path: Path
) -> None:
    result = run("review", year, tmp_path / "gone.csv", "--json")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "gone.csv: There is no such file." in result.stderr


@pytest.mark.parametrize("extra", [[], ["--json"]])
def test_nothing_is_printed_where_until_is_too_late_for_the_last_person(
    tmp_path: Path, extra: list[str]
) -> None:
    path = tmp_path / "a.csv"
    path.write_text(HEADER + "a,2026-05-01,checkin,mood,5,\nb,2001-05-01,checkin,mood,5,\n")
    result = run("review", path, "--until", "2026-06-01", *extra)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "10 years" in result.stderr


def test_nothing_is_printed_where_the_review_of_the_last_person_is_refused(
    two: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refusing(record: Record, until: date | None = None) -> Review:
        if record.person == "p2":
            raise OnwardError("This record is too long.")
        return review(record, until)

    monkeypatch.setattr(import_module("onward.review"), "review", refusing)
    result = run("review", two, "--json")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == "This record is too long.\n"


def test_the_words_of_a_note_are_never_repeated_in_an_error(tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    for row in (
        f"x,2026-05-01,note,,,{'My secret words. ' * 1500}",
        "x,2026-05-01,note,My secret words,,",
        "x,2026-05-01,note,,My secret words,",
        "x,My secret words,note,,,",
        f"x,2026-05-01,issue,{'My secret words. ' * 20},5,",
        f"{'My secret words. ' * 20},2026-05-01,issue,calls,5,",
    ):
        path.write_text(HEADER + row + "\n")
        result = run("review", path)
        assert result.exit_code == 2
        assert "characters of text" in result.stderr
        assert "secret" not in result.stderr


def test_lenient_takes_the_rows_before_an_open_quotation_mark(tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    good = "x,2026-05-01,checkin,mood,5,\n"
    path.write_text(HEADER + good + good + 'x,2026-05-02,note,,,"open\n' + good)
    result = run("review", path, "--json", "--lenient")
    assert result.exit_code == 0
    assert json.loads(result.stdout)["people"][0]["entries"] == 2
    assert "line 4: A quotation mark" in result.stderr


def test_lenient_takes_the_good_rows_and_lists_the_rest(tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_text(HEADER + "x,2026-02-30,checkin,mood,5,\nx,2026-03-01,checkin,mood,5,\n")
    result = run("review", path, "--json", "--lenient")
    assert result.exit_code == 0
    assert json.loads(result.stdout)["people"][0]["entries"] == 1
    assert "1 row was left out:\n  mine.csv, line 2" in result.stderr


def test_own_moods_are_asked_for_with_a_map_to_begin_with(tmp_path: Path) -> None:
    path = tmp_path / "daylio.csv"
    path.write_text(
        "full_date,date,weekday,time,mood,activities,note\n2026-05-30,x,x,18:50,so-so,,\n"
    )
    result = run("review", path)
    assert result.exit_code == 2
    assert '[moods]\n"so-so" = 5' in result.stderr
    (tmp_path / "m.toml").write_text('[moods]\n"so-so" = 5\n')
    assert run("review", path, "--map", tmp_path / "m.toml").exit_code == 0


TABLE = 'when = {column = "d"}\n[[checkin]]\nname = "mood"\ncolumn = "x"\n'
MOODS = "[moods]\nmeh = 4\n"


@pytest.fixture
def three(tmp_path: Path) -> dict[str, Path]:
    texts = {
        "own.csv": HEADER + "me,2026-05-01,checkin,mood,5,\n",
        "daylio.csv": "full_date,time,mood,activities\n2026-05-02,18:50,meh,\n",
        "table.csv": "d,x\n2026-05-03,6\n",
        "table.toml": TABLE,
        "moods.toml": MOODS,
    }
    for name, text in texts.items():
        (tmp_path / name).write_text(text)
    return {name: tmp_path / name for name in texts}


def entries(result: Result) -> int:
    assert result.exit_code == 0, result.stderr
    return int(json.loads(result.stdout)["people"][0]["entries"])


def test_maps_go_in_order_to_the_files_that_they_are_for(three: dict[str, Path]) -> None:
    files = (three["own.csv"], three["daylio.csv"], three["table.csv"])
    table, moods = ("--map", three["table.toml"]), ("--map", three["moods.toml"])
    assert entries(run("review", *files, *table, "--json")) == 3
    assert entries(run("review", *files, *moods, *table, "--json")) == 3


def test_a_map_that_fits_no_file_or_is_one_too_many_is_refused(three: dict[str, Path]) -> None:
    map = ("--map", three["table.toml"])
    two = run("review", three["own.csv"], three["daylio.csv"], *map)
    assert two.exit_code == 2
    assert "table.toml: This map fits none" in two.stderr
    many = run("review", three["table.csv"], *map, *map)
    assert many.exit_code == 2
    assert "2 maps for 1 file" in many.stderr


def test_a_map_for_onwards_own_csv_is_said_to_be_needless(three: dict[str, Path]) -> None:
    for name in ("table.toml", "moods.toml"):
        result = run("review", three["own.csv"], "--map", three[name])
        assert result.exit_code == 2
        assert "own.csv: This is an Onward CSV file. It needs no map." in result.stderr


def test_a_map_that_is_refused_is_named(three: dict[str, Path], tmp_path: Path) -> None:
    for text, said in (
        ("[moods]\nmeh = 11\n", "mine.toml: moods.meh: found 11"),
        ("[moods]\nmeh = 4\n[mods]\n", "mine.toml: unknown key 'mods'"),
        ("[moods\n", "mine.toml: This is no TOML"),
        ("[moods]\nmeh = 0x" + "f" * 9000, "mine.toml: moods.meh: found a number without end"),
    ):
        (tmp_path / "mine.toml").write_text(text)
        result = run("review", three["daylio.csv"], "--map", tmp_path / "mine.toml")
        assert result.exit_code == 2
        assert result.stderr.startswith(said)


@pytest.mark.parametrize("map", [".", "..", "/"])
def test_a_folder_given_as_a_map_is_named(three: dict[str, Path], map: str) -> None:
    result = run("review", three["daylio.csv"], "--map", map)
    assert result.exit_code == 2
    assert result.stderr == f"{map}: This is a folder. A map is a TOML file.\n"


def shell(command: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """Run the command line as a process of its own, `$ONWARD` in a shell."""
    onward = f"{sys.executable} -c 'from onward.cli import main; main()'"
    script = command.replace("$ONWARD", onward)
    return subprocess.run(
        ["bash", "-c", script], capture_output=True, check=False, env={**os.environ, **environment}
    )


def test_words_are_printed_as_utf_8_where_the_locale_knows_fewer_letters(year: Path) -> None:
    done = shell(f"$ONWARD review {year}", PYTHONIOENCODING="cp1252", PYTHONUTF8="0")
    assert done.returncode == 0, done.stderr.decode()
    assert "●" in done.stdout.decode("utf-8")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
@pytest.mark.parametrize("command", ["review {} --json", "review {}", "measures", "--help"])
def test_a_full_disk_is_said_in_one_sentence(year: Path, command: str) -> None:
    done = shell("$ONWARD " + command.format(year) + " > /dev/full")
    assert done.returncode == 1
    assert done.stderr.decode() == "The output cannot be written: No space left on device.\n"


@pytest.mark.parametrize("command", ["review {} --json", "review {}", "simulate"])
def test_a_reader_that_goes_away_ends_it_quietly(year: Path, command: str) -> None:
    done = shell("$ONWARD " + command.format(year) + " | true; echo ${PIPESTATUS[0]}")
    assert (done.stdout, done.stderr) == (b"141\n", b"")


def test_a_daylio_export_is_reviewed_to_the_schema(shared_data: Path) -> None:
    found = json.loads(run("review", shared_data / "daylio" / "excerpt.csv", "--json").stdout)
    schema = json.loads((Path(__file__).parent / "review.schema.json").read_text())
    jsonschema.validate(found, schema)
    assert [p["until"] for p in found["people"]] == ["2020-05-30"]


def test_a_table_without_a_map_is_refused(three: dict[str, Path]) -> None:
    result = run("review", three["table.csv"])
    assert result.exit_code == 2
    assert "needs a map" in result.stderr


def test_what_is_not_taken_is_named_on_standard_error(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("d,x,phase\n2026-05-03,6,1\n")
    (tmp_path / "t.toml").write_text(TABLE)
    result = run("review", tmp_path / "t.csv", "--map", tmp_path / "t.toml", "--json")
    assert "t.csv: not taken: Columns that the map does not name: phase." in result.stderr
    assert json.loads(result.stdout)


def test_nothing_from_a_file_can_steer_a_terminal(tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_text(HEADER + "\x1b[31mx,2026-05-01,checkin,mood,5,\n")
    assert "\x1b" not in run("review", path).stdout
    path.write_text("when,kind,name,value,\x1b[31m\n")
    assert "\x1b" not in run("review", path).stderr


def test_a_recent_risk_answer_asks_about_safety_first_and_an_old_one_does_not() -> None:
    entries = [Entry(f"2026-05-{d:02}", "measure", "phq9.9", 1.0, "") for d in (1, 8)]
    found = review(Record.of(entries))
    for today, asked in ((date(2026, 5, 21), True), (date(2026, 5, 22), False)):
        first = next(one_person(found, today=today)).plain
        assert ("in danger" in first) is asked


def test_the_version_is_said() -> None:
    assert run("--version").stdout == f"onward {version('onward')}\n"


def test_measures_are_listed_with_range_and_source() -> None:
    lines = run("measures").stdout.splitlines()
    assert any(line.startswith("phq9 ") and "0 to 27, higher is harder" in line for line in lines)
    assert any(line.startswith("who5 ") and "higher is better" in line for line in lines)


def test_an_invented_record_can_be_written_and_read(tmp_path: Path) -> None:
    path = tmp_path / "made.csv"
    assert run("simulate", "--seed", "3", "--days", "90", "--out", path).exit_code == 0
    assert list(read(path).people["me"]) == list(
        simulate.course(3, replace(simulate.ORDINARY, days=90)).record
    )
    shown = run("simulate", "--example").stdout
    assert shown.splitlines()[0] == HEADER.strip()


def test_every_kind_of_invented_record_is_offered() -> None:
    assert [kind.value for kind in Kind] == list(simulate.VARIANTS)


def test_help_needs_neither_numba_nor_rich() -> None:
    code = (
        "import sys; from onward.cli import app\n"
        "try: app(['--help'])\n"
        "except SystemExit: pass\n"
        "heavy = {'numba', 'rich.console', 'altair', 'scipy'} & set(sys.modules)\n"
        "assert not heavy, heavy"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
