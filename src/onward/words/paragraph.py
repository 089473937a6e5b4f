"""The paragraph of a review: two to six short sentences, what is held before what was lost."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from onward.words.before import before
from onward.words.calm import UNSURE_LOSS, clear, hard_days, scores_harder
from onward.words.facts import CALM_VIEWS, LOSSES, Facts, is_silent
from onward.words.issues import each_issue, harder_issues
from onward.words.language import capital
from onward.words.phrases import a_state, held, is_quiet, recovery, state, verdict
from onward.words.silence import silent

MOST = 6
# Belief in the state from which a fact is said plainly, as "it looks like", as "it may be".
PLAIN, LOOKS, MAYBE = 0.9, 0.6, 0.4
# Belief in steady from which a setback that was said "looks like it is passing".
PASSING = 0.7
# Days of a setback after which it is worth telling the therapist.
LONG = 21


# Sentences that say what the headline of harder days has said, and that it is not known yet.
_HARDER = ("sure.harder", "pause.harder")


def paragraph(f: Facts, headline: str) -> str:
    """Sentences in order of weight; the headline is not said twice."""
    sentences: list[str] = []
    harder = f.lang.text("headline.harder")
    for told in _sentences(f, headline):
        again = headline == harder and told in (f.lang.text(key) for key in _HARDER)
        sentence = f.lang.text("sure.those") if again else told
        if sentence != headline and sentence not in sentences and len(sentences) < MOST:
            sentences.append(sentence)
    return " ".join(sentences)


def _sentences(f: Facts, headline: str) -> Iterator[str]:
    called = own_headline(f)
    if called is not None and f.view != "muted":
        yield called
    kept = held(f.review.standing.gain_kept, language=f.lang.code)
    told = headline == f.lang.text("headline.gaining_most")
    if kept is not None and not told and f.view in (*LOSSES, *CALM_VIEWS, "pause"):
        yield kept
    yield from _own_word(f)
    if f.medicine_changed and (f.flag_up or f.view == "silent"):
        yield f.lang.text("next.prescriber")
    yield from _BODIES[f.view](f)


def own_headline(f: Facts) -> str | None:
    """The person's own word, where there is one."""
    own_word = f.review.standing.own_word
    if own_word is None:
        return None
    word = a_state(own_word, own_word=own_word, language=f.lang.code)
    return f.lang.sentence("headline.own", word=word)


def _own_word(f: Facts) -> Iterator[str]:
    """The own word stands in the headline; here what the program sees, and that both count."""
    word, view = f.review.standing.own_word, f.view
    if word is None or view in ("muted", "silent", "too_early"):
        return
    if view in ("below_start", "stuck"):
        yield f.lang.text("view.hard")
    elif _unsure(f):
        yield f.lang.text("view.unsure")
    elif view == word:
        yield f.lang.text("view.same")
    else:
        seen = a_state(view, own_word=word, language=f.lang.code)
        yield f.lang.text("view.other", word=seen)


def _unsure(f: Facts) -> bool:
    """The beliefs or a flag do not allow a word for what stands."""
    if f.view in CALM_VIEWS:
        return f.view == "gaining" or not f.calm
    if f.view == "pause":
        return f.flag_up or f.loss >= UNSURE_LOSS or f.belief() < MAYBE
    if f.view == "deeper" and f.review.standing.own_word == "deeper":
        return False  # the belief in it falls while it passes
    return f.view == "not_yet_known" or f.belief() < MAYBE


def _muted(f: Facts) -> Iterator[str]:
    first, n = f.review.first, f.written_days()
    yield f.lang.plural("muted.written", n, day=f.lang.day(first, f.until))
    if is_silent(f.review):
        yield from _written_gap(f)
    yield f.lang.text("muted.plain")
    yield f.lang.text("muted.together")
    if f.review.standing.below_start and not is_silent(f.review):
        yield f.lang.text("below_start.level")
        yield f.lang.text("stuck.tell")


def _too_early(f: Facts) -> Iterator[str]:
    yield from _heard(f)
    known = f.known_issues()
    if known:
        yield from each_issue(f, known)
        yield f.lang.text("too_early.no_hurry")
        return
    yield f.lang.plural("too_early.written", f.written_days())
    lightest = f.lightest_day()
    if lightest is not None and not f.flag_up:
        yield f.lang.text("too_early.lightest", day=f.lang.day(lightest, f.until))
    yield f.lang.text("too_early.more")
    yield f.lang.text("too_early.no_hurry")


def _below_start(f: Facts) -> Iterator[str]:
    yield f.lang.text("below_start.level")
    yield f.lang.text("stuck.tell")
    yield from before(f)
    yield f.lang.text("below_start.alone")
    yield from _last_recovery(f)


def _stuck(f: Facts) -> Iterator[str]:
    days = hard_days(f.review, f.until)
    if days < 14:
        yield f.lang.text("stuck.some_time")
    else:
        yield f.lang.sentence("stuck.weeks", weeks=f.lang.span(days))
    yield f.lang.text("stuck.tell")
    yield f.lang.text("stuck.not_you")
    yield from _best_link(f)


def _not_yet_known(f: Facts) -> Iterator[str]:
    if f.since is None:
        yield f.lang.text("not_yet_known.undated")
    else:
        yield f.lang.text("not_yet_known.since", day=f.lang.day(f.since, f.until))
    yield f.lang.text("sure.unsure")
    yield f.lang.text("not_yet_known.wait")
    yield from before(f)
    yield f.lang.text("not_yet_known.kind")


def _deeper(f: Facts) -> Iterator[str]:
    if f.since is None:
        yield f.lang.text("deeper.rose_undated")
    else:
        yield f.lang.text("deeper.rose", day=f.lang.day(f.since, f.until))
    yield from before(f)
    yield f.lang.text("deeper.weak")


def _backstep(f: Facts) -> Iterator[str]:
    kept, since = f.review.standing.gain_kept, f.since
    if since is not None:
        day = f.lang.day(since, f.until)
        if kept is None or not clear(kept):
            yield from _as_sure(f, "backstep.harder", day)
        else:
            yield from _as_sure(f, "backstep.slipped", day, share=f.lang.share(1.0 - kept.mean))
    else:
        yield f.lang.text("headline.harder")
    yield from _tell(f)
    yield from before(f)
    yield from _last_recovery(f)
    yield from harder_issues(f)
    yield f.lang.text("relapse.piece")


def _tell(f: Facts) -> Iterator[str]:
    """Some weeks into a setback the therapist is named."""
    if f.since is not None and (f.until - f.since).days >= LONG:
        yield f.lang.text("stuck.tell")


def _relapse(f: Facts) -> Iterator[str]:
    if f.since is not None:
        own_word = f.review.standing.own_word
        word = a_state("relapse", own_word=own_word, language=f.lang.code)
        yield from _as_sure(f, "relapse.is", f.lang.day(f.since, f.until), word=word)
    else:
        yield f.lang.text("headline.harder")
    yield from _tell(f)
    yield f.lang.text("relapse.accepted")
    yield from before(f)
    yield from _last_recovery(f)
    yield f.lang.text("relapse.piece")


def _pause(f: Facts) -> Iterator[str]:
    yield from _heard(f)
    gap = f.gap()
    if gap is not None:
        yield f.lang.text("gap.since", day=f.lang.day(gap, f.until))
        yield f.lang.text("gap.fine")
    elif f.since is not None and (f.belief() >= MAYBE or f.loss < UNSURE_LOSS):
        yield from _as_sure(f, "pause.since", f.lang.day(f.since, f.until))
    elif f.belief() >= MAYBE:
        yield f.lang.text("headline.pause")
    if f.loss >= UNSURE_LOSS:
        yield f.lang.text("pause.harder")
    elif gap is None and not f.flag_up:
        yield f.lang.text("pause.fine")
    yield from harder_issues(f)
    yield f.lang.text("steady.weekly")


def _steady(f: Facts) -> Iterator[str]:
    if not f.calm:
        yield from _not_calm(f)
        return
    passed = f.passed()
    if passed is not None and passed.ended is not None:
        days = f.lang.days(max(1, (passed.ended - passed.started).days))
        word = f.lang.text("steady.the", word=state(passed.kind, language=f.lang.code))
        day = f.lang.day(passed.started, f.until)
        yield f.lang.sentence("steady.passed", word=capital(word), day=day, days=days)
    yield f.lang.text("headline.steady")
    yield from _good_days(f)


def _gaining(f: Facts) -> Iterator[str]:
    if not f.calm:
        yield from _not_calm(f)
        return
    lighter = "gaining.lighter" if f.review.standing.gain is not None else "headline.gaining"
    yield f.lang.text(lighter)
    yield from _good_days(f)


def _good_days(f: Facts) -> Iterator[str]:
    yield from harder_issues(f)
    yield from _deeper_past(f)
    yield from _best_link(f)
    yield from _written_gap(f)
    yield f.lang.text("steady.weekly")
    if f.at_ease and not any(i.standing.state in LOSSES for i in f.review.issues):
        yield f.lang.text("steady.calm")


def _not_calm(f: Facts) -> Iterator[str]:
    """Steady was said last, and the last day does not allow a calm word."""
    if f.part_lost:
        yield f.lang.text("kept.lost")
    yield from _heard(f)
    if scores_harder(f.review, f.until):
        yield f.lang.text("sure.scores")
    if f.harder:
        yield f.lang.text("sure.harder")
    elif not scores_harder(f.review, f.until):
        yield f.lang.text("sure.days")
    yield from harder_issues(f)
    yield from _written_gap(f)
    yield f.lang.text("not_yet_known.kind")
    yield f.lang.text("steady.weekly")


def _heard(f: Facts) -> Iterator[str]:
    """A calm course beside a risk answer is no reason to be calm."""
    if f.flag_up:
        yield f.lang.text("steady.heard")


_BODIES: dict[str, Callable[[Facts], Iterator[str]]] = {
    "muted": _muted,
    "silent": silent,
    "too_early": _too_early,
    "below_start": _below_start,
    "stuck": _stuck,
    "not_yet_known": _not_yet_known,
    "deeper": _deeper,
    "backstep": _backstep,
    "relapse": _relapse,
    "pause": _pause,
    "steady": _steady,
    "gaining": _gaining,
}


def _as_sure(f: Facts, key: str, day: str, **facts: str) -> Iterator[str]:
    """A fact as sure as the last day is of it: plain, "it looks like", "it may be", or none."""
    belief = f.belief()
    if belief >= PLAIN:
        yield f.lang.sentence(f"{key}_plain", day=day, **facts)
    elif belief >= MAYBE:
        fact = f.lang.text(key, day=day, **facts)
        yield f.lang.text("sure.looks" if belief >= LOOKS else "sure.maybe", fact=fact)
    elif f.view in LOSSES:
        yield f.lang.text("backstep.since", day=day)
        yield f.lang.text("sure.passing" if _passing(f) else "sure.unsure")
    else:
        yield f.lang.text("sure.unsure")


def _passing(f: Facts) -> bool:
    return f.calm and f.belief("steady") >= PASSING


def _last_recovery(f: Facts) -> Iterator[str]:
    """The latest way back of which it is known what went with it, else the latest."""
    backs = f.review.recoveries
    if backs:
        told = (r for r in reversed(backs) if any(not is_quiet(p) for p in r.went_with))
        known = next(told, backs[-1])
        yield recovery(known, f.until, language=f.lang.code)


def _deeper_past(f: Facts) -> Iterator[str]:
    past = f.past_deeper() if f.calm else None
    if past is not None and past.ended is not None:
        days = f.lang.days(max(1, (past.ended - past.started).days))
        month = f.lang.month(past.started, f.until)
        yield f.lang.text("deeper.past", month=month, days=days)


def _best_link(f: Facts) -> Iterator[str]:
    better = [
        p
        for p in f.review.practices
        if p.verdict == "goes with better days" and not is_quiet(p.name)
    ]
    if better:
        best = min(better, key=lambda p: (p.effect or 0.0, p.name))
        yield verdict(best, language=f.lang.code)


def _written_gap(f: Facts) -> Iterator[str]:
    gap = f.gap()
    if gap is not None:
        yield f.lang.text("gap.since", day=f.lang.day(gap, f.until))
        yield f.lang.text("gap.fine")
