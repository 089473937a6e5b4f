"""The words of a form that could not be kept, to give back to who typed them."""

from __future__ import annotations

from django.http import HttpRequest

FORM_TOKEN = "csrfmiddlewaretoken"  # noqa: S105  (the name of a field)
# What opens a door is never shown again, whatever happens to the form that it was typed in.
SECRET = ("password", "passphrase", "code", "token", "secret", "login")


def words_of(request: HttpRequest) -> list[str]:
    """What was typed in words; taps and ticks are quickly given again."""
    names = [n for n in request.POST if not any(s in n.lower() for s in (FORM_TOKEN, *SECRET))]
    fields = [value for name in names for value in request.POST.getlist(name)]
    return [str(v) for v in fields if len(str(v).split()) > 1]
