import json
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from onward.measures import Measure, catalogue
from onward.measures.catalogue import SPREAD_UNCHECKED, usual_error
from onward.measures.page import page

DOCS = Path(__file__).parents[3] / "docs" / "reference" / "measures.md"
CONTRACT = [
    "phq2",
    "phq4",
    "phq8",
    "phq9",
    "phq15",
    "gad2",
    "gad7",
    "pcl5",
    "pc_ptsd5",
    "ces_d",
    "who5",
    "audit_c",
    "core10",
    "bdi2",
    "scl90_dep",
    "wsas",
    "oq45",
    "ors",
    "k10",
    "dass21_d",
    "dass21_a",
    "dass21_s",
    "pss10",
]
WITH_TEXT = ("phq2", "phq4", "phq8", "phq9", "gad2", "gad7")
EVERY = list(catalogue().values())


def named(measure: Measure) -> str:
    return measure.id


def test_the_ids_are_those_of_the_record_file_in_its_order() -> None:
    assert list(catalogue()) == CONTRACT
    assert [m.id for m in EVERY] == CONTRACT


@pytest.mark.parametrize(
    ("name", "low", "high", "direction"),
    [
        ("phq2", 0, 6, 1),
        ("phq4", 0, 12, 1),
        ("phq8", 0, 24, 1),
        ("phq9", 0, 27, 1),
        ("phq15", 0, 30, 1),
        ("gad2", 0, 6, 1),
        ("gad7", 0, 21, 1),
        ("pcl5", 0, 80, 1),
        ("pc_ptsd5", 0, 5, 1),
        ("ces_d", 0, 60, 1),
        ("who5", 0, 100, -1),
        ("audit_c", 0, 12, 1),
        ("core10", 0, 40, 1),
        ("bdi2", 0, 63, 1),
        ("scl90_dep", 1, 5, 1),
        ("wsas", 0, 40, 1),
        ("oq45", 0, 180, 1),
        ("ors", 0, 40, -1),
        ("k10", 10, 50, 1),
        ("dass21_d", 0, 21, 1),
        ("dass21_a", 0, 21, 1),
        ("dass21_s", 0, 21, 1),
        ("pss10", 0, 40, 1),
    ],
)
def test_a_measure_has_its_published_range_and_direction(
    name: str, low: float, high: float, direction: int
) -> None:
    measure = catalogue()[name]
    assert measure.range == (low, high)
    assert measure.direction == direction


@pytest.mark.parametrize("measure", EVERY, ids=named)
def test_the_range_is_what_the_items_can_come_to(measure: Measure) -> None:
    if not measure.item_count:
        return
    times = measure.factor * (measure.item_count if measure.total == "sum" else 1)
    low, high = measure.item_range
    assert (low * times, high * times) == measure.range


@pytest.mark.parametrize("name", WITH_TEXT)
def test_a_measure_that_is_free_to_ship_has_all_its_text_and_codes(name: str) -> None:
    measure = catalogue()[name]
    assert [i.number for i in measure.items] == list(range(1, measure.item_count + 1))
    assert all(i.text and re.fullmatch(r"\d{4,5}-\d", i.loinc) for i in measure.items)
    assert measure.stem.startswith("Over the last 2 weeks, how often have you been bothered by")
    assert measure.tier == "A"
    assert "No permission required to reproduce, translate, display" in measure.notice


@pytest.mark.parametrize("name", WITH_TEXT)
def test_the_answers_are_the_official_four(name: str) -> None:
    assert [(a.value, a.text, a.loinc) for a in catalogue()[name].answers] == [
        (0, "Not at all", "LA6568-5"),
        (1, "Several days", "LA6569-3"),
        (2, "More than half the days", "LA6570-1"),
        (3, "Nearly every day", "LA6571-9"),
    ]


def test_the_codes_of_the_phq9_are_those_of_loinc() -> None:
    phq9 = catalogue()["phq9"]
    assert (phq9.loinc, phq9.loinc_total) == ("44249-1", "44261-6")
    assert [i.loinc for i in phq9.items] == (
        [
            "44250-9",
            "44255-8",
            "44259-0",
            "44254-1",
            "44251-7",
            "44258-2",
            "44252-5",
            "44253-3",
            "44260-8",
        ]
    )
    assert phq9.difficulty is not None
    assert phq9.difficulty.loinc == "69722-7"


def test_the_codes_of_the_gad7_are_those_of_loinc() -> None:
    gad7 = catalogue()["gad7"]
    assert (gad7.loinc, gad7.loinc_total) == ("69737-5", "70274-6")
    assert [i.loinc for i in gad7.items] == (
        ["69725-0", "68509-9", "69733-4", "69734-2", "69735-9", "69689-8", "69736-7"]
    )


def test_a_short_form_has_the_words_of_the_long_one() -> None:
    words = {m: [i.text for i in catalogue()[m].items] for m in WITH_TEXT}
    assert words["phq2"] == words["phq9"][:2]
    assert words["phq8"] == words["phq9"][:8]
    assert words["gad2"] == words["gad7"][:2]
    assert words["phq4"] == words["gad2"] + words["phq2"]


@pytest.mark.parametrize("measure", EVERY, ids=named)
def test_no_text_is_shipped_that_is_not_free(measure: Measure) -> None:
    assert not (measure.items and measure.tier != "A")


@pytest.mark.parametrize("measure", EVERY, ids=named)
def test_every_number_says_where_it_was_seen(measure: Measure) -> None:
    norms = tuple(n for n in (measure.clinical, measure.functional) if n)
    numbers = (measure.reliability, measure.cutoffs, measure.thresholds, norms)
    sources = [number.source for group in numbers for number in group]
    assert all(len(source) > 8 for source in sources)
    assert measure.title and measure.about and measure.licence and measure.source


@pytest.mark.parametrize("measure", EVERY, ids=named)
def test_a_measure_has_at_most_one_main_line_and_it_lies_in_its_range(
    measure: Measure,
) -> None:
    assert sum(c.main for c in measure.cutoffs) <= 1
    assert all(measure.range[0] < c.score < measure.range[1] for c in measure.cutoffs)


@pytest.mark.parametrize("measure", EVERY, ids=named)
def test_every_measure_has_a_heading_in_the_docs(measure: Measure) -> None:
    headings = re.findall(r"^## `(\w+)`", DOCS.read_text("utf-8"), flags=re.MULTILINE)
    assert headings.count(measure.id) == 1


def test_the_page_of_the_docs_is_the_one_that_the_files_give() -> None:
    assert DOCS.read_text("utf-8") == page()


@given(st.sampled_from(EVERY), st.floats(0, 1), st.floats(0, 1))
def test_a_worse_total_never_stands_lower_on_the_scale(m: Measure, one: float, two: float) -> None:
    low, high = m.range
    better, worse = sorted((low + one * (high - low), low + two * (high - low)))
    if m.direction < 0:
        better, worse = worse, better
    assert 0 <= m.on_scale(better)[0] <= m.on_scale(worse)[0] <= 10


@pytest.mark.parametrize("measure", EVERY, ids=named)
def test_many_totals_stand_where_each_alone_stands(measure: Measure) -> None:
    totals = np.linspace(measure.range[0], measure.range[1], 7)
    level, error = measure.on_scale(totals)
    assert level.tolist() == [measure.on_scale(t)[0] for t in totals.tolist()]
    assert error == measure.on_scale(measure.range[0])[1] > 0


def test_the_mean_of_people_in_care_stands_at_six_and_one_sd_spans_two() -> None:
    for measure in EVERY:
        if measure.clinical:
            worse = measure.clinical.mean + measure.direction * measure.clinical.sd
            better = measure.clinical.mean - measure.direction * measure.clinical.sd
            assert measure.on_scale(measure.clinical.mean)[0] == pytest.approx(6)
            assert measure.on_scale(better)[0] == pytest.approx(4)
            assert measure.on_scale(worse)[0] == pytest.approx(8)


def test_the_error_of_the_phq9_is_that_of_its_retest() -> None:
    assert catalogue()["phq9"].on_scale(12)[1] == pytest.approx(2 * (1 - 0.82) ** 0.5)


def test_a_measure_without_norms_has_twice_the_usual_error() -> None:
    normed = sorted(m.on_scale(m.range[0])[1] for m in EVERY if m.normed)
    assert len(normed) % 2 == 1
    assert usual_error() == normed[len(normed) // 2]
    for measure in EVERY:
        if not measure.normed:
            assert measure.on_scale(measure.range[0])[1] == SPREAD_UNCHECKED * usual_error()


def test_one_item_is_less_sure_than_the_whole_form() -> None:
    phq9 = catalogue()["phq9"]
    assert phq9.item_on_scale(3, 0)[0] == 0
    assert phq9.item_on_scale(3, 3)[0] == 10
    assert phq9.item_on_scale(3, 2)[1] > 2 * phq9.on_scale(12)[1]


def test_an_item_worded_the_other_way_is_turned_round_on_the_scale() -> None:
    assert catalogue()["ces_d"].item_on_scale(4, 3)[0] == 0
    assert catalogue()["ces_d"].item_on_scale(5, 3)[0] == 10
    assert catalogue()["who5"].item_on_scale(1, 5)[0] == 0


def test_a_score_on_the_line_is_past_it_in_either_direction() -> None:
    phq9, who5 = catalogue()["phq9"], catalogue()["who5"]
    line, well = phq9.main_cutoff(), who5.main_cutoff()
    assert line is not None
    assert well is not None
    assert phq9.past(line, 10) and not phq9.past(line, 9)
    assert who5.past(well, 50) and not who5.past(well, 51)


def test_asking_for_the_catalogue_loads_neither_scipy_nor_pandas() -> None:
    code = (
        "import sys, json, onward.measures as m; m.catalogue();"
        "print(json.dumps([n for n in ('scipy','pandas','numba','altair') if n in sys.modules]))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    assert json.loads(done.stdout) == []
