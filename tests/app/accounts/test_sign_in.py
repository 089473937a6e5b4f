"""Signing in, staying signed in, and what ends a sign-in."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from coming_in import EMAIL, PASSWORD, say_again, sign_in
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from urlconf import names

from onward_app.accounts import actions
from onward_app.accounts.models import User

TODAY = "entries:today"
THEIRS = [name for name in names() if name.startswith(("account_", "mfa_", "usersessions"))]
NEEDS = {
    "account_confirm_email": {"key": "guessed"},
    "account_reset_password_from_key": {"uidb36": "guessed", "key": "guessed"},
    "mfa_remove_webauthn": {"pk": 1},
    "mfa_edit_webauthn": {"pk": 1},
}


def comes_in(client: Client) -> bool:
    return client.get(reverse(TODAY)).status_code == 200


@pytest.mark.parametrize("name", THEIRS)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_alone_nothing_of_accounts_is_there(
    owner_client: Client, anonymous_client: Client, name: str, method: str
) -> None:
    for client in (owner_client, anonymous_client):
        answer = client.generic(method, reverse(name, kwargs=NEEDS.get(name)))
        assert answer.status_code == 404


def test_alone_nobody_is_invited(owner_client: Client, anonymous_client: Client) -> None:
    link = reverse("accounts:invited", args=[actions.invite()])
    for client in (owner_client, anonymous_client):
        assert client.get(link).status_code == 404


def test_for_many_no_one_time_link_works(many: Any, anna: User) -> None:
    link = reverse("accounts:open", args=[actions.make_link(user=anna)])
    assert Client().get(link).status_code == 404


def test_who_is_not_signed_in_is_sent_to_the_sign_in(many: Any) -> None:
    answer = Client().get(reverse(TODAY))
    assert answer["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize("name", ["support:help", "support:safe", "way_back:start", "path:example"])
def test_help_is_open_without_signing_in(many: Any, name: str) -> None:
    assert Client().get(reverse(name)).status_code == 200


def test_the_password_brings_one_to_where_one_was_going(anna: User) -> None:
    client = Client()
    client.get(reverse("account_login"), {"next": "/plan/"})
    assert sign_in(client, next="/plan/")["Location"] == "/plan/"
    assert comes_in(client)


def test_no_foreign_page_is_gone_to(anna: User) -> None:
    assert sign_in(Client(), next="https://evil.example/")["Location"] == "/"


@pytest.mark.parametrize(
    "wrong", [{"password": "not this one at all"}, {"email": "nobody@example.org"}]
)
def test_a_wrong_password_and_an_unknown_address_are_told_alike(
    anna: User, wrong: dict[str, str]
) -> None:
    answer = sign_in(Client(), **wrong)
    assert answer.status_code == 200
    assert b"do not go together" in answer.content


def test_the_id_of_the_session_changes_at_sign_in(anna: User) -> None:
    client = Client()
    session = client.session
    session["before"] = 1
    session.save()
    client.cookies["onward"] = session.session_key
    sign_in(client)
    assert client.cookies["onward"].value != session.session_key
    assert not Session.objects.filter(pk=session.session_key).exists()


def test_without_a_wish_to_stay_the_cookie_ends_with_the_browser(anna: User) -> None:
    client = Client()
    sign_in(client)
    cookie = client.cookies["onward"]
    assert (cookie["max-age"], cookie["expires"]) == ("", "")
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


def test_with_it_the_sign_in_lasts_fourteen_days_from_the_last(anna: User) -> None:
    client = Client()
    sign_in(client, remember="on")
    assert client.cookies["onward"]["max-age"] == 14 * 24 * 3600
    began = timezone.now()
    for days in (1, 13, 26):
        with time_machine.travel(began + timedelta(days=days)):
            assert comes_in(client), days
    with time_machine.travel(began + timedelta(days=26 + 15)):
        assert not comes_in(client)


def test_without_it_an_hour_without_use_ends_the_sign_in(anna_client: Client) -> None:
    began = timezone.now()
    for minutes in (50, 100, 150):
        with time_machine.travel(began + timedelta(minutes=minutes)):
            assert comes_in(anna_client), minutes
    with time_machine.travel(began + timedelta(minutes=150 + 61)):
        assert not comes_in(anna_client)


def test_without_it_twelve_hours_are_the_most(anna_client: Client) -> None:
    began = timezone.now()
    for minutes in range(30, 12 * 60, 30):
        with time_machine.travel(began + timedelta(minutes=minutes)):
            assert comes_in(anna_client), minutes
    with time_machine.travel(began + timedelta(hours=12, minutes=1)):
        assert not comes_in(anna_client)


def test_words_that_came_too_late_are_given_back(anna_client: Client) -> None:
    with time_machine.travel(timezone.now() + timedelta(hours=2)):
        answer = anna_client.post(reverse(TODAY), {"note": "a long walk by the river"})
    assert answer.status_code == 401
    assert b"a long walk by the river" in answer.content
    assert reverse("account_login").encode() in answer.content


def test_signing_out_ends_it_and_clears_the_browser(anna_client: Client) -> None:
    key = anna_client.session.session_key
    assert UserSession.objects.filter(session_key=key).exists()
    answer = anna_client.post(reverse("accounts:out"))
    assert answer["Clear-Site-Data"] == '"cache", "storage"'
    assert not comes_in(anna_client)
    assert not Session.objects.filter(pk=key).exists()
    assert not UserSession.objects.filter(session_key=key).exists()


def test_a_new_password_signs_other_devices_out(anna_client: Client) -> None:
    other = Client()
    sign_in(other)
    new = "another four good words"
    form = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    assert anna_client.post(reverse("account_change_password"), form).status_code == 302
    assert comes_in(anna_client)
    assert not comes_in(other)
    assert sign_in(Client()).status_code == 200
    assert sign_in(Client(), new).status_code == 302


def test_others_are_listed_and_can_be_signed_out(anna_client: Client) -> None:
    other = Client(headers={"user-agent": "Mozilla/5.0 (Android 15; rv:1) Firefox/140"})
    sign_in(other)
    page = anna_client.get(reverse("usersessions_list")).content.decode()
    assert "Firefox on Android" in page
    assert "this one" in page
    anna_client.post(reverse("usersessions_list"))
    assert not comes_in(other)
    assert comes_in(anna_client)


def test_where_a_sign_in_came_from_is_forgotten_with_it(anna: User) -> None:
    old = Client()
    sign_in(old, remember="on")
    with time_machine.travel(timezone.now() + timedelta(days=15)):
        sign_in(Client())
        assert UserSession.objects.count() == 1


def test_no_sign_in_lasts_longer_than_ninety_days(anna: User) -> None:
    client, began = Client(), timezone.now()
    sign_in(client, remember="on")
    for days in range(10, 91, 10):
        with time_machine.travel(began + timedelta(days=days)):
            assert comes_in(client), days
    with time_machine.travel(began + timedelta(days=91)):
        sign_in(Client())
        assert not comes_in(client)


@pytest.fixture
def child(many: Any) -> Client:
    """Signed in, and has not said yet that they are an adult."""
    client = Client()
    client.force_login(actions.settle_in(email="new@example.org", adult=False))
    return client


@pytest.mark.parametrize("name", ["entries:today", "plan:plan", "path:path", "accounts:account"])
def test_nothing_private_opens_before_one_said_to_be_an_adult(child: Client, name: str) -> None:
    answer = child.get(reverse(name))
    assert answer["Location"] == f"{reverse('accounts:adult')}?next={reverse(name)}"


@pytest.mark.parametrize("name", ["support:help", "way_back:start", "path:example"])
def test_help_tonight_and_the_example_are_open_to_all_ages(child: Client, name: str) -> None:
    assert child.get(reverse(name)).status_code == 200
    assert child.get(reverse("way_back:tonight", args=[1])).status_code == 200


def test_saying_so_opens_the_rooms_once_and_for_all(child: Client) -> None:
    page = reverse("accounts:adult")
    assert child.post(page).status_code == 422
    assert child.post(page, {"adult": "on", "next": "/plan/"})["Location"] == "/plan/"
    assert child.get("/plan/").status_code == 200
    assert child.get(page, {"next": "//evil.example/"})["Location"] == "/"


def test_alone_the_question_comes_after_the_first_link(anonymous_client: Client) -> None:
    link = actions.make_link(user=actions.owner_alone())
    answer = anonymous_client.get(reverse("accounts:open", args=[link]))
    assert answer["Location"] == reverse("accounts:adult")
    anonymous_client.post(reverse("accounts:adult"), {"adult": "on"})
    again = actions.make_link(user=actions.owner_alone())
    assert anonymous_client.get(reverse("accounts:open", args=[again]))["Location"] == "/"


def test_without_mail_a_forgotten_password_says_whom_to_ask(many: Any) -> None:
    page = reverse("account_reset_password")
    assert b"Ask the person who runs it" in Client().get(page).content
    assert b"No letter was sent" in Client().post(page, {"email": EMAIL}).content


def test_with_mail_a_letter_brings_a_link_that_works_once(with_mail: Any) -> None:
    with_mail.ACCOUNT_EMAIL_VERIFICATION = "none"
    user = actions.settle_in(email=EMAIL)
    user.set_password(PASSWORD)
    user.save()
    page = reverse("account_reset_password")
    for email in (EMAIL, "nobody@example.org"):
        assert Client().post(page, {"email": email})["Location"].endswith("/reset/done/")
    letter, other = mail.outbox
    assert "no account" in other.body
    path = letter.body.partition("http://testserver")[2].split()[0]
    _new_password_by(path)
    assert b"has been used" in Client().get(path, follow=True).content


def _new_password_by(path: str) -> None:
    client, new = Client(), "another four good words"
    form = client.get(path)["Location"]
    assert client.post(form, {"password1": new, "password2": new}).status_code == 302
    assert sign_in(Client(), new).status_code == 302


def test_a_link_from_the_command_line_sets_a_new_password(anna: User) -> None:
    path = actions.link_for(email=EMAIL.upper())
    assert path is not None
    _new_password_by(path)
    assert actions.link_for(email="nobody@example.org") is None


@pytest.mark.parametrize("change", ["account_email", "account_change_password"])
def test_letters_about_changes_hold_nothing_private(with_mail: Any, change: str) -> None:
    user = actions.settle_in(email=EMAIL)
    user.set_password(PASSWORD)
    user.save()
    client = Client()
    sign_in(client)
    path = mail.outbox[0].body.partition("http://testserver")[2].split()[0]
    client.post(path)
    assert comes_in(client)
    cache.clear()
    say_again(client)
    new = "another four good words"
    client.post(
        reverse(change),
        {"oldpassword": PASSWORD, "password1": new, "password2": new}
        | {"email": "new@example.org", "action_add": "1"},
    )
    letter = mail.outbox[-1]
    assert len(mail.outbox) == 2
    for word in ("127.0.0.1", "Mozilla", PASSWORD, new, str(user.pk)):
        assert word not in letter.body + letter.subject


def proved(email: str) -> User:
    """Somebody whose address is proved."""
    user = actions.settle_in(email=email)
    user.set_password(PASSWORD)
    user.save()
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    return user


def test_a_changed_address_counts_once_it_is_proved(with_mail: Any) -> None:
    user, client, page = proved(EMAIL), Client(), reverse("account_email")
    sign_in(client)
    asked = client.post(page, {"email": "new@example.org", "action_add": "1"})
    assert asked["Location"].startswith(reverse("account_reauthenticate"))
    say_again(client)
    client.post(page, {"email": "new@example.org", "action_add": "1"})
    assert b"You asked to change it to new@example.org" in client.get(page).content
    user.refresh_from_db()
    assert user.email == EMAIL
    client.post(mail.outbox[0].body.partition("http://testserver")[2].split()[0])
    user.refresh_from_db()
    assert user.email == "new@example.org"
    assert mail.outbox[-1].to == [EMAIL]


def test_an_address_that_is_not_proved_is_not_let_go_for_another(with_mail: Any) -> None:
    user, client = proved(EMAIL), Client()
    sign_in(client)
    say_again(client)
    EmailAddress.objects.update(verified=False)
    form = {"email": "new@example.org", "action_add": "1"}
    assert b"not confirmed yet" in client.post(reverse("account_email"), form).content
    user.refresh_from_db()
    assert user.email == EMAIL


def test_without_mail_no_address_is_changed(anna_client: Client, anna: User) -> None:
    say_again(anna_client)
    page = reverse("account_email")
    answer = anna_client.post(page, {"email": "new@example.org", "action_add": "1"})
    assert answer.status_code == 200
    assert b"sends no mail" in answer.content
    assert anna.emailaddress_set.count() == 1


def test_erasing_asks_for_the_password_once_more(anna: Any, anna_client: Client) -> None:
    with time_machine.travel(timezone.now() + timedelta(minutes=30)):
        asked = anna_client.post(reverse("takeout:erase"), {"sure": "on"})
        assert asked["Location"].startswith(reverse("account_reauthenticate"))
        assert User.objects.filter(pk=anna.pk).exists()
        say_again(anna_client)
        assert "All is erased." in (
            anna_client.post(reverse("takeout:erase"), {"sure": "on"}).content.decode()
        )
    assert not User.objects.filter(pk=anna.pk).exists()
