"""The commands of whoever runs Onward, run as they are."""

from __future__ import annotations

from typing import Any

import pytest
import typer
from coming_in import EMAIL, PASSWORD, sign_in
from django.test import Client
from django.urls import reverse
from typer.testing import CliRunner

from onward_app.accounts.actions import owner_alone
from onward_app.accounts.models import Invitation, User
from onward_app.commands import people


def run(*arguments: str) -> Any:
    app = typer.Typer()
    people.add_to(app)
    return CliRunner().invoke(app, list(arguments))


def path_of(link: str, base: str) -> str:
    assert link.startswith(base + "/"), link
    return link.removeprefix(base).strip()


def test_an_invitation_is_a_link_to_this_house(many: Any) -> None:
    many.TLS, many.ALLOWED_HOSTS = True, ["onward.example.org", "testserver"]
    done = run("invite", "--email", "Anna@Example.org")
    path = path_of(done.stdout, "https://onward.example.org")
    assert Client().get(path)["Location"] == reverse("account_signup")
    assert Invitation.objects.get().email == EMAIL


def test_the_address_of_the_house_may_be_told(many: Any) -> None:
    assert run("invite", "--at", "http://localhost:8000/").stdout.startswith(
        "http://localhost:8000/a"
    )


def test_a_link_sets_a_new_password(anna: User) -> None:
    done = run("accounts", "link", EMAIL, "--at", "http://testserver")
    client, new = Client(), "another four good words"
    form = client.get(path_of(done.stdout, "http://testserver"))["Location"]
    client.post(form, {"password1": new, "password2": new})
    assert sign_in(Client(), new).status_code == 302
    assert sign_in(Client(), PASSWORD).status_code == 200


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (["accounts", "link", "nobody@example.org"], "Nobody has an account"),
        (["accounts", "adopt", "someone@example.org"], "nobody here who was alone"),
        (["accounts", "adopt", "someone"], "not an e-mail"),
        (["invite", "--email", "someone"], "not an e-mail"),
    ],
)
def test_what_cannot_be_done_is_told(many: Any, arguments: list[str], why: str) -> None:
    done = run(*arguments)
    assert done.exit_code == 1
    assert why in done.stderr


@pytest.mark.parametrize(
    "arguments", [["invite"], ["accounts", "link", EMAIL], ["accounts", "adopt", EMAIL]]
)
def test_alone_there_are_no_accounts(db: None, arguments: list[str]) -> None:
    done = run(*arguments)
    assert done.exit_code == 1
    assert "./run link" in done.stderr


def test_who_was_alone_keeps_their_record_among_many(many: Any) -> None:
    owner = owner_alone()
    done = run("accounts", "adopt", EMAIL, "--at", "http://testserver")
    client, new = Client(), "another four good words"
    form = client.get(path_of(done.stdout, "http://testserver"))["Location"]
    client.post(form, {"password1": new, "password2": new})
    sign_in(client, new)
    assert client.session["_auth_user_id"] == str(owner.pk)


def test_before_the_first_start_it_says_what_to_do(
    many: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("onward_app.accounts.queries.is_ready", lambda: False)
    done = run("invite")
    assert done.exit_code == 1
    assert "onward serve" in done.output
    assert not Invitation.objects.exists()
