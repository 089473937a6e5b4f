"""The reading grade agrees with published examples and with syllables counted by hand."""

import pytest
from reading import grade, sentences, syllables, words

# Syllables as dictionaries divide the words.
BY_HAND = {
    "cat": 1, "the": 1, "made": 1, "weeks": 1, "walked": 1, "eyes": 1, "changes": 2, "idea": 3,
    "about": 2, "again": 2, "open": 2, "little": 2, "people": 2, "being": 2, "create": 2,
    "therapist": 3, "feelings": 2, "practice": 2, "medicine": 3, "family": 3, "relationship": 4,
    "quiet": 2, "area": 3, "usually": 4, "November": 3, "noted": 2, "needed": 2, "steady": 2,
    "hyphenation": 4, "situation": 4, "creature": 2, "Australian": 3, "reptilian": 3,
    "platypus": 3, "seemingly": 3, "hybrid": 2, "I": 1, "a": 1, "don't": 1, "check-in": 2,
    "two": 1, "something": 2, "lightest": 2, "heavier": 3, "worth": 1, "telling": 2, "19": 1,
    "sometimes": 2, "safety": 2, "careful": 2, "moment": 2, "video": 3, "treat": 1,
}  # fmt: skip

# Examples of the article "Flesch-Kincaid readability tests" (Wikipedia), with words, syllables
# and, where the article gives it, the grade.
PUBLISHED = [
    ("The cat sat on the mat.", 6, 6, -1.45),
    ("This sentence, taken as a reading passage unto itself, is being used to prove a point.",
     16, 24, 8.35),
    ("The Australian platypus is seemingly a hybrid of a mammal and reptilian creature.",
     13, 24, 11.3),
]  # fmt: skip


@pytest.mark.parametrize(("word", "count"), BY_HAND.items())
def test_syllables_agree_with_those_counted_by_hand(word: str, count: int) -> None:
    assert syllables(word) == count


@pytest.mark.parametrize(("text", "count", "by_hand", "published"), PUBLISHED)
def test_the_grade_of_published_examples_is_met(
    text: str, count: int, by_hand: int, published: float
) -> None:
    assert len(words(text)) == count
    assert abs(sum(map(syllables, words(text))) - by_hand) <= 1
    assert grade(text) == pytest.approx(published, abs=0.75)


def test_the_lowest_grade_is_that_of_one_syllable_a_sentence() -> None:
    assert grade("Go. Run. Sit.") == pytest.approx(-3.40)


def test_long_words_in_a_long_sentence_are_far_above_grade_six() -> None:
    text = (
        "Longitudinal deterioration necessitates immediate reconsideration of the therapeutic "
        "alliance, notwithstanding considerable heterogeneity between individual trajectories."
    )
    assert grade(text) > 20


def test_a_full_stop_inside_a_number_ends_no_sentence() -> None:
    assert sentences("It is 4.5 today. That is all.") == [
        "It is 4.5 today.",
        "That is all.",
    ]


def test_a_text_without_words_has_grade_zero() -> None:
    assert grade("... 🙂") == 0.0
