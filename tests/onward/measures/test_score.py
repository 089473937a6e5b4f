import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from onward.measures import BadAnswer, Measure, catalogue, risk_items, score, totals

WITH_ITEMS = [m for m in catalogue().values() if m.item_count]


@st.composite
def answered(draw: st.DrawFn) -> tuple[Measure, dict[int, float | None]]:
    measure = draw(st.sampled_from(WITH_ITEMS))
    low, high = (int(x) for x in measure.item_range)
    answer = st.one_of(st.none(), st.integers(low, high))
    answers: dict[int, float | None] = {n: draw(answer) for n in range(1, measure.item_count + 1)}
    return measure, answers


@given(answered())
def test_a_total_never_leaves_the_range(
    form: tuple[Measure, dict[int, float | None]],
) -> None:
    measure, answers = form
    found = score(measure, answers)
    assert found.missing == tuple(n for n, a in answers.items() if a is None)
    if found.total is not None:
        assert measure.range[0] <= found.total <= measure.range[1]
        assert 5 * len(found.missing) <= measure.item_count
        assert found.prorated == bool(found.missing)


@given(answered(), st.data())
def test_a_worse_answer_never_makes_a_better_total(
    form: tuple[Measure, dict[int, float | None]], data: st.DataObject
) -> None:
    measure, answers = form
    if score(measure, answers).total is None:
        return
    item = data.draw(st.sampled_from([n for n, a in answers.items() if a is not None]))
    high = item not in measure.reversed_items and measure.direction > 0
    high = high or (item in measure.reversed_items and measure.direction < 0)
    worst = {**answers, item: measure.item_range[1] if high else measure.item_range[0]}
    before, after = score(measure, answers).total, score(measure, worst).total
    assert before is not None
    assert after is not None
    assert measure.direction * (after - before) >= -1e-9


@given(answered())
def test_many_days_at_once_give_the_totals_of_each_alone(
    form: tuple[Measure, dict[int, float | None]],
) -> None:
    measure, answers = form
    first = {n: np.nan if a is None else a for n, a in answers.items()}
    rows = {n: np.array([a, measure.item_range[1]]) for n, a in first.items()}
    alone = [score(measure, answers).total]
    alone.append(score(measure, dict.fromkeys(answers, measure.item_range[1])).total)
    expected = [np.nan if t is None else t for t in alone]
    assert totals(measure, rows) == pytest.approx(expected, nan_ok=True)


def test_items_that_never_come_are_missing_on_every_day() -> None:
    assert np.isnan(totals("phq9", {1: np.array([3.0, 2.0])})).all()


def test_a_full_phq9_is_the_sum_of_its_items() -> None:
    found = score("phq9", dict(enumerate([1, 2, 3, 0, 1, 2, 3, 0, 0], start=1)))
    assert (found.total, found.prorated, found.missing, found.risk) == (
        12,
        False,
        (),
        {},
    )


def test_one_of_nine_may_be_missing_and_takes_the_mean_of_the_others() -> None:
    found = score("phq9", {1: 2, 2: 2, 3: 2, 4: 2, 5: 1, 6: 1, 7: 1, 9: 1, 8: None})
    assert found.total == pytest.approx(12 * 9 / 8)
    assert found.prorated
    assert found.missing == (8,)


def test_two_of_nine_are_too_many() -> None:
    assert score("phq9", dict.fromkeys((1, 2, 3, 4, 5, 6, 9), 1)).total is None


def test_one_of_five_may_be_missing() -> None:
    assert score("who5", {1: 3, 2: 3, 3: 3, 4: 3}).total == 60


def test_one_of_four_is_too_many() -> None:
    assert score("phq4", {1: 3, 2: 3, 3: 3}).total is None


@pytest.mark.parametrize("name", ["phq2", "gad2"])
def test_a_form_of_two_items_is_never_prorated(name: str) -> None:
    assert score(name, {1: 3}).total is None
    assert score(name, {1: 3, 2: 2}).total == 5


@pytest.mark.parametrize(("name", "item"), [("phq9", 9), ("core10", 6), ("bdi2", 9), ("oq45", 8)])
def test_no_answer_is_made_up_for_a_risk_item(name: str, item: int) -> None:
    count = catalogue()[name].item_count
    others = {n: 1 for n in range(1, count + 1) if n != item}
    found = score(name, others)
    assert found.total is None
    assert found.missing == (item,)
    assert found.risk == {}


@pytest.mark.parametrize(("name", "item"), [("phq9", 9), ("core10", 6), ("bdi2", 9), ("oq45", 8)])
def test_a_risk_answer_is_told_even_where_nothing_else_was_answered(name: str, item: int) -> None:
    assert score(name, {item: 1}).risk == {item: 1}
    assert score(name, {item: 0}).risk == {}
    assert risk_items()[name] == (item,)


def test_items_worded_the_other_way_are_turned_round() -> None:
    calm = {n: 3 if n in (4, 8, 12, 16) else 0 for n in range(1, 21)}
    assert score("ces_d", calm).total == 0
    at_ease = {n: 4 if n in (4, 5, 7, 8) else 0 for n in range(1, 11)}
    assert score("pss10", at_ease).total == 0


def test_the_who5_is_told_from_0_to_100() -> None:
    assert score("who5", dict.fromkeys(range(1, 6), 5)).total == 100
    assert score("who5", dict.fromkeys(range(1, 6), 1)).total == 20


def test_a_measure_gives_the_total_of_its_items() -> None:
    assert catalogue()["gad7"].items_total(dict.fromkeys(range(1, 8), 2)) == 14


@pytest.mark.parametrize(
    ("name", "answers", "said"),
    [
        ("phq9", {10: 1}, "items 1 to 9"),
        ("phq9", {1: 4}, "from 0 to 3"),
        ("dass21_d", {1: 1}, "a total from 0 to 21"),
    ],
)
def test_an_answer_that_does_not_exist_is_refused(
    name: str, answers: dict[int, float | None], said: str
) -> None:
    with pytest.raises(BadAnswer, match=said):
        score(name, answers)
