"""Making an account: by invitation, for adults, with a key of one's own."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from coming_in import EMAIL, PASSWORD, sign_in, sign_up
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from onward_app.accounts import actions
from onward_app.accounts.actions import INVITATION_LASTS, InvitationUsed, digest_of, invite
from onward_app.accounts.models import Invitation, User
from onward_app.vault.models import WrappedKey


def test_an_invitation_makes_an_account_with_a_key(many: Any) -> None:
    client = Client()
    answer = sign_up(client, invite())
    assert (answer.status_code, answer["Location"]) == (302, "/")
    user = User.objects.get()
    assert (user.email, user.alone) == (EMAIL, False)
    assert user.adult_at is not None
    assert user.password.startswith("argon2$argon2id$")
    assert WrappedKey.objects.filter(person=user.id).exists()
    assert client.get(reverse("entries:today")).status_code == 200


def test_an_invitation_leaves_its_address_at_once(many: Any) -> None:
    answer = Client().get(reverse("accounts:invited", args=[invite()]))
    assert (answer.status_code, answer["Location"]) == (302, reverse("account_signup"))


def test_an_invitation_works_once(many: Any) -> None:
    token = invite()
    sign_up(Client(), token)
    answer = Client().get(reverse("accounts:invited", args=[token]))
    assert answer.status_code == 410
    assert b"has been used" in answer.content


def test_two_with_one_invitation_make_one_account(many: Any) -> None:
    token = invite()
    one, other = Client(), Client()
    for client in (one, other):
        client.get(reverse("accounts:invited", args=[token]))
    form = {"password1": PASSWORD, "adult": "on"}
    one.post(reverse("account_signup"), {**form, "email": "one@example.org"})
    late = other.post(reverse("account_signup"), {**form, "email": "two@example.org"})
    assert b"No new account" in late.content
    assert [u.email for u in User.objects.all()] == ["one@example.org"]


def test_an_invitation_that_was_just_used_saves_nobody(many: Any) -> None:
    with pytest.raises(InvitationUsed):
        actions.sign_up(user=User(email=EMAIL), invitation=digest_of("gone"))
    assert not User.objects.exists()


def test_an_invitation_ends_after_its_time(many: Any) -> None:
    token = invite()
    with time_machine.travel(timezone.now() + INVITATION_LASTS + timedelta(minutes=1)):
        assert Client().get(reverse("accounts:invited", args=[token])).status_code == 410


def test_only_a_hash_of_an_invitation_is_kept(many: Any) -> None:
    assert invite() not in str(list(Invitation.objects.values()))


def test_an_invitation_for_one_address_makes_no_other_account(many: Any) -> None:
    client = Client()
    answer = sign_up(client, invite(email="Anna@Example.org"), email="ben@example.org")
    assert b"for another e-mail" in answer.content
    assert not User.objects.exists()
    assert sign_up(client, invite(email="Anna@Example.org")).status_code == 302


@pytest.mark.parametrize("sign_up_is", ["invitation", "closed"])
def test_without_an_invitation_no_account_is_made(many: Any, sign_up_is: str) -> None:
    many.SIGN_UP = sign_up_is
    form = {"email": EMAIL, "password1": PASSWORD, "adult": "on"}
    for answer in (
        Client().get(reverse("account_signup")),
        Client().post(reverse("account_signup"), form),
    ):
        assert b"No new account" in answer.content
    assert not User.objects.exists()


def test_an_invitation_opens_no_closed_house(many: Any) -> None:
    token = invite()
    many.SIGN_UP = "closed"
    assert b"No new account" in sign_up(Client(), token).content


def test_who_is_not_an_adult_makes_no_account(many: Any) -> None:
    answer = sign_up(Client(), invite(), adult="")
    assert b"Onward is for adults" in answer.content
    assert not User.objects.exists()


@pytest.mark.parametrize(
    ("password", "why"),
    [("short words", "too short"), ("password1234", "too common"), (EMAIL, "too similar")],
)
def test_a_password_that_is_easy_to_guess_is_refused(many: Any, password: str, why: str) -> None:
    assert why in sign_up(Client(), invite(), password1=password).content.decode()


@pytest.mark.parametrize("password", ["aaaa bbbb cccc", "ünïcödé wörds äre fine", "x7" * 100])
def test_any_long_password_is_taken(many: Any, password: str) -> None:
    assert sign_up(Client(), invite(), password1=password).status_code == 302
    assert sign_in(Client(), password).status_code == 302


def test_an_address_makes_one_account(anna: User) -> None:
    answer = sign_up(Client(), invite())
    assert b"There is an account with this e-mail" in answer.content
    assert User.objects.count() == 1


def test_where_mail_is_set_an_address_is_proved_first(with_mail: Any) -> None:
    client = Client()
    answer = sign_up(client, invite())
    assert answer["Location"] == reverse("account_email_verification_sent")
    assert client.get(reverse("entries:today")).status_code == 302
    (letter,) = mail.outbox
    assert letter.to == [EMAIL]
    path = letter.body.partition("http://testserver")[2].split()[0]
    assert b"Is this your e-mail" in client.get(path).content
    assert client.post(path).status_code == 302
    assert client.get(reverse("entries:today")).status_code == 200


def test_where_mail_is_set_a_known_address_is_not_told_apart(with_mail: Any) -> None:
    with_mail.SIGN_UP = "open"
    form = {"email": EMAIL, "password1": PASSWORD, "adult": "on"}
    answers = []
    for _ in range(2):
        answers.append(Client().post(reverse("account_signup"), form))
        cache.clear()  # a second letter to one address waits three minutes
    assert {a["Location"] for a in answers} == {reverse("account_email_verification_sent")}
    assert User.objects.count() == 1
    assert "There is one already" in mail.outbox[1].body


def test_an_open_house_needs_no_invitation(with_mail: Any) -> None:
    with_mail.SIGN_UP = "open"
    assert b"Make my account" in Client().get(reverse("account_signup")).content
    assert reverse("account_signup").encode() in Client().get("/").content


def test_a_letter_that_cannot_be_sent_breaks_no_page(with_mail: Any) -> None:
    with_mail.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    with_mail.EMAIL_HOST, with_mail.EMAIL_PORT = "127.0.0.1", 1
    client = Client()
    answer = sign_up(client, invite())
    assert answer.status_code == 302
    assert b"could not be sent" in client.get(answer["Location"]).content
