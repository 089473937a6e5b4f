"""What a person writes is never run: forty payloads in every text of the app, in real Chromium.

A payload that runs calls a function that the test has put into the page; one that only gets into
the markup is caught by the content policy, and each of its refusals counts as a fault as well.
PDF, calendar, e-mail and Markdown have no room yet.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from in_a_browser import sign_in
from playwright.sync_api import Browser, BrowserContext, Page, Route

from onward.record import Entry
from onward_app.accounts.models import User
from onward_app.entries import actions as entries
from onward_app.goals import actions as goals
from onward_app.headers import CONTENT_SECURITY_POLICY
from onward_app.plan import actions as plans
from onward_app.plan.queries import Contact, Plan
from onward_app.practices import actions as practices
from onward_app.practices import queries as sheets_of
from onward_app.sessions import actions as sessions
from onward_app.way_back import actions as way_back

pytestmark = pytest.mark.django_db(databases=["default", "keys"], transaction=True)
PAYLOADS = Path(__file__).parents[1].joinpath("payloads.txt").read_text().splitlines()
# as many as all pages show at once: a path has pictures of six issues
ROUND = 6
ROUNDS = [PAYLOADS[at : at + ROUND] for at in range(0, len(PAYLOADS), ROUND)]
FEW = [PAYLOADS[2], PAYLOADS[8], PAYLOADS[10]]
WHOLE = [
    pytest.param(words, marks=pytest.mark.whole, id=f"round {at}")
    for at, words in enumerate(ROUNDS, 1)
]
IN_ROUNDS = pytest.mark.parametrize("words", [pytest.param(ROUNDS[0], id="round 1"), *WHOLE[1:]])
A_FEW_OR_ALL = pytest.mark.parametrize("words", [pytest.param(FEW, id="a few"), *WHOLE])
WATCH = """
addEventListener("securitypolicyviolation", (e) => __refused(e.violatedDirective + " " + e.sample));
"""
LINKS = ("http://localhost", "http://127.0.0.1", "https://", "tel:", "sms:", "mailto:")


class Watched:
    """A page that notes what ran, what the policy refused, and links that could run."""

    def __init__(self, context: BrowserContext) -> None:
        self.faults: list[str] = []
        context.expose_function("__ran", lambda *which: self.faults.append(f"ran {which}"))
        context.expose_function("__refused", lambda what: self.faults.append(f"refused: {what}"))
        context.add_init_script(WATCH)
        self.page = context.new_page()
        self.page.on("dialog", lambda dialog: (self.faults.append("a dialog"), dialog.dismiss()))
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("console", self._said)

    def _said(self, message: Any) -> None:
        if "Content Security" in message.text or "TrustedHTML" in message.text:
            self.faults.append(message.text)

    def see(self, place: str) -> str:
        """Open a page, unfold what is folded, and look at its links."""
        answer = self.page.goto(place)
        assert answer is not None and answer.status < 500, (place, answer and answer.status)
        return self.look(place)

    def look(self, place: str) -> str:
        """The text of the page that is open, once everything on it had its time."""
        wrong = self.page.evaluate(
            """() => {
              const OWN = ["data-on", "data-one", "data-on-paper"];  // of the timer, and of print
              for (const one of document.querySelectorAll("details")) one.open = true;
              const links = [...document.querySelectorAll("[href], [src], [action], [formaction]")]
                .filter((one) => !["LINK", "SCRIPT"].includes(one.tagName))
                .flatMap((one) => ["href", "src", "action", "formAction"].map((key) => one[key]))
                .filter((url) => typeof url === "string" && url);
              const odd = [...document.querySelectorAll("*")].flatMap((one) =>
                [...one.attributes].filter((a) => !OWN.includes(a.name)
                  && /^(data-)?on|^(data-)?hx-on|^style$|^srcdoc$/i.test(a.name))
                  .map((a) => `${one.tagName} ${a.name}`));
              return { links, odd };
            }"""
        )
        self.faults += [f"{place}: {u}" for u in wrong["links"] if not u.startswith(LINKS)]
        self.faults += [f"{place}: {what}" for what in wrong["odd"]]
        return str(self.page.locator("body").inner_text())


@pytest.fixture
def watched(browser: Browser, live_server: Any, owner_client: Client) -> Iterator[Watched]:
    """The owner's browser, watched."""
    context = browser.new_context(base_url=live_server.url, locale="en-GB")
    context.set_default_timeout(10_000)
    sign_in(context, live_server.url, owner_client)
    yield Watched(context)
    context.close()


def plant(owner: User, client: Client, words: list[str]) -> list[str]:
    """The payloads in every text of a record; returns the pages that show them."""
    for ago in range(60, -1, -1):
        day = (date.today() - timedelta(days=ago)).isoformat()
        word = words[ago % len(words)]
        rows = [Entry(day, "checkin", "distress", 8.0 if ago < 14 else 1.0, word)]
        if ago % 3 == 0:
            rows += [Entry(day, kind, word, 4.0, word) for kind in ("issue", "event", "goal")]
            rows += [Entry(day, kind, word, 10.0, word) for kind in ("practice", "behaviour")]
            rows += [Entry(day, "note", "", None, word), Entry(day, "session", "video", 7.0, word)]
        entry = entries.keep(person=owner.pk, rows=rows, for_a_harder_day=True)
    removed = entries.keep(person=owner.pk, rows=[Entry(day, "note", "", None, words[0])])
    entries.remove(entry=removed)
    people = tuple(Contact(word, word) for word in words)
    lines, steps = tuple(words), tuple((word, word) for word in words)
    plan = Plan(words[0], lines, lines, steps, people, people[0], words[1], words[2])
    plans.keep(person=owner.pk, plan=plan)
    answers = {"words": "\n".join(words), "when_1": words[0], "will_1": words[1]}
    for step in range(1, 9):
        gone = way_back.keep(person=owner.pk, step=step, answers=answers, at=step)
    way_back.anew(person=owner.pk)
    for step in range(1, 9):
        way_back.keep(person=owner.pk, step=step, answers=answers, at=step)
    way_back.keep_tonight(person=owner.pk, thing=words[3])
    way_back.keep_stuck(person=owner.pk, answers={"goal": "no", "more": words[4]})
    return [
        *rooms(owner, words),
        *("/", "/entries/", f"/entries/?removed={removed.pk}", "/entries/today?open"),
        *(f"/entries/{entry.pk}/kept", f"/entries/{entry.pk}/", "/path/", "/path/told"),
        *("/plan/", "/plan/edit", "/support/", "/support/safe", "/takeout/", "/accounts/looks"),
        *("/way_back/", "/way_back/tonight/2", "/way_back/tonight/3", "/way_back/tonight/rest"),
        *(f"/way_back/steps/{step}" for step in range(1, 9)),
        *(f"/way_back/kept/{gone.row.pk}/", "/way_back/stuck?say=1", "/way_back/steps/kept"),
    ]


def rooms(owner: User, words: list[str]) -> list[str]:
    """The payloads in the rooms beside the record; returns the pages that show them."""
    person, today = owner.pk, date.today()
    plans.keep_letter(person=person, words="\n".join(words), today=today)
    way_back.keep_today(person=person, thing=words[5], today=today, days=(3,))
    for word in words[:5]:
        thing = sessions.bring(person=person, text=word)
        goal = goals.add(person=person, words=word, why=word)
    assert goal is not None
    goals.move(goal=goal, words=words[5], why=words[0], what="moved")
    sessions.tick(item=sessions.bring(person=person, text=words[5]), brought=today)
    fit = sessions.keep_fit(person=person, day=today, answers={"goal": "partly"}, words=words[0])
    sheets = []
    for at, kind in enumerate(sheets_of.content()["kind"]):
        fields = {ask["id"]: words[at] for ask in sheets_of.asks(kind) if "scale" not in ask}
        sheets.append(practices.keep(person=person, kind=kind, fields=fields, day=today))
    test = practices.begin(person=person, practice=words[1], days=60, seed=1, today=today)
    note = [Entry(today.isoformat(), "note", "", None, "\n".join(words))]
    written = entries.keep(person=person, rows=note)
    return [
        *("/goals/", f"/goals/{goal.pk}/", f"/goals/{goal.pk}/moved", "/plan/letter"),
        *("/sessions/", f"/sessions/{thing.pk}/", f"/sessions/fit/{fit.pk}/"),
        *("/journal/", f"/journal/{written.pk}/", f"/journal/{written.pk}/edit"),
        *("/practices/", "/practices/kept", f"/practices/test/{test.pk}"),
        *(f"/practices/kept/{sheet.pk}" for sheet in sheets),
        *(f"/practices/kept/{sheet.pk}/edit" for sheet in sheets),
    ]


@IN_ROUNDS
def test_nothing_runs_on_any_page_of_a_record(
    words: list[str], watched: Watched, owner: User, owner_client: Client
) -> None:
    words = words + PAYLOADS[: ROUND - len(words)]
    seen = "".join(watched.see(place) for place in plant(owner, owner_client, words))
    watched.page.set_extra_http_headers({"HX-Request": "true"})
    for place in ("/path/?days=30", "/entries/", "/plan/", "/way_back/steps/2"):
        watched.see(place)
    assert watched.faults == []
    squeezed = "".join(seen.split())
    assert all("".join(word.split()) in squeezed for word in words)  # shown, as it was written


def test_the_file_of_a_record_is_never_opened_as_a_page(owner: User, owner_client: Client) -> None:
    plant(owner, owner_client, PAYLOADS[:ROUND])
    answer = owner_client.get("/takeout/record.csv")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Content-Disposition"].startswith("attachment;")
    assert answer["X-Content-Type-Options"] == "nosniff"


def send(page: Page, place: str, fields: dict[str, str]) -> None:
    """Send a form in a browser, with words that its own fields would not take."""
    if not page.locator("[name=csrfmiddlewaretoken]").count():
        page.goto(place.removesuffix("otherwise"))
    with page.expect_navigation():
        page.evaluate(
            """([place, fields]) => {
              const form = document.createElement("form");
              form.method = "post";
              form.action = place;
              const token = document.querySelector("[name=csrfmiddlewaretoken]");
              fields[token.name] = token.value;
              for (const [name, value] of Object.entries(fields)) {
                const field = document.createElement("textarea");
                field.name = name;
                field.value = value;
                form.append(field);
              }
              document.body.append(form);
              form.submit();
            }""",
            [place, fields],
        )


def refused_forms(word: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Forms that come back with what was typed in them."""
    long = word + "x" * 20_001
    today = ("note", "behaviour", "issue_1", "practice_own", "event_own", "day", "distress", "once")
    yield "/entries/today", dict.fromkeys(today, word) | {"note": long, "session": word}
    plan = ("signs", "helps", "first", "words", "goal", "country", "therapist_name", "when_1")
    reach = {"therapist_reach": word, "person_1_reach": f'"{word}"@x.org', "person_1_name": word}
    yield "/plan/edit", dict.fromkeys(plan, word) | reach
    yield "/way_back/steps/1", {"words": word + "x" * 2001, "ticks": word, "go": "next"}
    yield "/way_back/steps/8", dict.fromkeys(plan, word) | reach | {"go": "next"}
    yield "/way_back/tonight/3", {"own": word + "x" * 200, "pick": word}
    yield "/way_back/stuck", {"more": word + "x" * 300, "goal": word}
    yield "/path/otherwise", {"word": word}
    yield "/takeout/", {"map_text": word}
    yield "/goals/", {"words": word + "x" * 200, "why": word, "once": word}
    yield "/sessions/", {"text": word + "x" * 500, "once": word}
    yield "/sessions/fit", {"words": word, "goal": word, "day": word}
    yield "/journal/write", {"words": word, "day": word}
    yield "/practices/write/thought", dict.fromkeys(("situation", "strength", "once"), word)
    yield "/practices/walk", {"intention": word, "noticed": word, "minutes": word}
    yield "/practices/test", {"practice": word, "nature": word, "days": word}
    yield "/plan/letter", {"words": long}
    yield "/measures/total", {"measure": word, "total": word, "day": word}


@A_FEW_OR_ALL
def test_nothing_runs_where_words_are_looked_for(
    words: list[str], watched: Watched, owner: User
) -> None:
    for word in words:
        entries.keep(person=owner.pk, rows=[Entry("2026-05-19", "note", "", None, word)])
    for word in words:
        watched.page.goto("/journal/")
        watched.page.get_by_label("Words to look for").fill(word)
        with watched.page.expect_navigation():
            watched.page.get_by_role("button", name="Look").click()
        assert word.split()[0] in watched.look("/journal/look")
        assert urlsplit(watched.page.url).query == ""
    assert watched.faults == []


@A_FEW_OR_ALL
def test_nothing_runs_where_a_form_comes_back(
    words: list[str], watched: Watched, owner: User
) -> None:
    entries.keep(person=owner.pk, rows=[("2026-05-19", "checkin", "mood", 4.0, "")])
    for word in words:
        for place, fields in refused_forms(word):
            send(watched.page, place, fields)
            watched.look(place)
    assert watched.faults == []


ASKED = (
    "/entries/today?once={}", "/entries/?removed={}", "/entries/?page={}", "/path/?days={}",
    "/path/example?days={}", "/support/?country={}", "/plan/?from={}", "/way_back/stuck?say={}",
    "/accounts/closed?next={}", "/accounts/open/{}", "/{}", "/entries/{}/", "/takeout/{}/",
)  # fmt: skip


@IN_ROUNDS
def test_nothing_runs_from_an_address(words: list[str], watched: Watched) -> None:
    for place in ASKED:
        watched.see(place.format(quote(" ".join(words), safe="")))
    assert watched.faults == []


def files(word: str) -> Iterator[tuple[str, str]]:
    """Files with a payload in each of their texts, and a map for those that need one."""
    cell = '"' + word.replace('"', '""') + '"'
    yield f"when,{cell}\n2026-05-19,4\n", ""
    yield f"when,kind,name,value,note\n2026-05-19,{cell},{cell},{cell},{cell}\n", ""
    yield f"when,kind,name,value,note\n{cell},note,,,x\n", ""
    head = "person,when,kind,name,value,note\n"
    kinds = ("issue", "practice", "event", "behaviour")
    rows = "".join(f"p,2026-05-19,{kind},{cell},4,{cell}\n" for kind in kinds)
    yield head + rows + f"{cell},2026-05-19,note,,,{cell}\n", ""
    daylio = "full_date,date,weekday,time,mood,activities,scales,note_title,note\n"
    yield daylio + f"2026-05-19,x,x,9:30 pm,{cell},{cell},{cell},{cell},{cell}\n", ""
    yield daylio + f"2026-05-19,x,x,9:30 pm,good,{cell},{cell},{cell},{cell}\n", ""
    table = '[when]\ncolumn = "day"\n[[note]]\ncolumn = "x"\n'
    yield f"day,x,{cell}\n2026-05-19,{cell},{cell}\n", table


@A_FEW_OR_ALL
def test_nothing_runs_from_a_file(words: list[str], watched: Watched, owner_client: Client) -> None:
    for word in words:
        name = word.replace("/", "-")[:60] + ".csv"
        for text, map in files(word):
            sent = {"file": SimpleUploadedFile(name, text.encode()), "map_text": map}
            answer = owner_client.post("/takeout/", sent)
            if answer.status_code == 302:
                watched.see(answer["Location"])
                continue
            watched.page.goto("/takeout/")
            watched.page.get_by_label("Your file").set_input_files(
                [{"name": name, "mimeType": "text/csv", "buffer": text.encode()}]
            )
            with watched.page.expect_navigation():
                watched.page.get_by_role("button", name="Look at it first").click()
            watched.look("/takeout/")
    watched.see("/takeout/")
    assert watched.faults == []


def _answer(body: str, headers: dict[str, str], route: Route) -> None:
    route.fulfill(body=body, headers=headers)


@pytest.mark.parametrize("number", [1, 2, 5, 14])
def test_the_watch_does_see_what_runs_and_what_the_policy_refuses(
    number: int, watched: Watched
) -> None:
    body = f"<!doctype html><p>{PAYLOADS[number]}"
    for policy, told in ((None, "ran"), (CONTENT_SECURITY_POLICY, "refused")):
        headers = {"Content-Type": "text/html"}
        headers |= {"Content-Security-Policy": policy} if policy else {}
        answer = partial(_answer, body, headers)
        watched.page.unroute_all()
        watched.page.route("**/planted", answer)
        watched.page.goto("/planted")
        watched.page.wait_for_timeout(200)
        assert any(fault.startswith(told) for fault in watched.faults), (told, watched.faults)
        watched.faults.clear()


def test_there_are_forty_payloads() -> None:
    assert len(PAYLOADS) == len(set(PAYLOADS)) == 40
