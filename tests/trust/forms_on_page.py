"""The forms of a page with what is filled in already, as a browser would send them."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser


@dataclass
class Form:
    """One form.

    Attributes
    ----------
    action : str
        Where it goes; empty for its own address.
    fields : dict
        The names it has, with the answers that stand there; an untouched one has none.
    """

    action: str = ""
    method: str = "get"
    fields: dict[str, list[str]] = field(default_factory=dict)

    def with_answers(self, **changes: str) -> list[tuple[str, str]]:
        """What is sent, with some answers changed."""
        given = self.fields | {name: [value] for name, value in changes.items()}
        return [(name, value) for name, values in given.items() for value in values]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._form: Form | None = None
        self._area: str | None = None
        self._select: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {k: v or "" for k, v in attrs}
        if tag == "form":
            self._form = Form(given.get("action", ""), given.get("method", "get").lower())
            self.forms.append(self._form)
        name = given.get("name", "")
        if self._form is None:
            return
        if tag == "input" and name:
            self._input(name, given)
        elif tag == "textarea" and name:
            self._area = name
            self._form.fields.setdefault(name, [""])
        elif tag == "select" and name:
            self._select = name
            self._form.fields.setdefault(name, [])
        elif tag == "option" and self._select and "selected" in given:
            self._form.fields[self._select] = [given.get("value", "")]

    def _input(self, name: str, given: dict[str, str]) -> None:
        assert self._form is not None
        kind = given.get("type", "text")
        answers = self._form.fields.setdefault(name, [])
        if kind in ("submit", "button", "image", "file"):
            return
        if kind not in ("radio", "checkbox") or "checked" in given:
            answers.append(given.get("value", "on" if kind == "checkbox" else ""))

    def handle_data(self, data: str) -> None:
        if self._form is not None and self._area is not None:
            self._form.fields[self._area][0] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag == "textarea" and self._form is not None and self._area is not None:
            # a browser leaves the first line break of an area out
            self._form.fields[self._area][0] = self._form.fields[self._area][0].removeprefix("\n")
            self._area = None
        elif tag == "select":
            self._select = None


def forms_of(page: str) -> list[Form]:
    """All forms of a page that are sent by POST."""
    reader = _Reader()
    reader.feed(page)
    return [form for form in reader.forms if form.method == "post"]
