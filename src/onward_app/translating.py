"""Gathers every sentence of the app into the catalogue of a language, for its translators.

``python -m onward_app.translating es`` writes ``locale/es/LC_MESSAGES/django.po`` anew and keeps
what is translated there already. It needs GNU gettext. docs/guides/translate.md tells the rest.
"""

from __future__ import annotations

import os
import sys
import tomllib
from collections.abc import Iterator
from contextlib import chdir
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

HERE = Path(__file__).parent
CONTENT = HERE / "content"
# Names, numbers and addresses of content files; all else in them is shown, so it is translated.
NOT_SHOWN = frozenset(
    {"id", "code", "country", "number", "say", "url", "word", "what", "pairs_with", "source"}
    | {"source_note", "read_in", "checked_on", "page_dated", "kind", "icon", "anchor", "sign"}
)


def gather(language: str) -> None:
    """Write the catalogue of a language, or bring it up to date.

    Parameters
    ----------
    language : str
        A code such as ``"es"`` or ``"pt_BR"``.
    """
    from django.core.management import call_command

    with TemporaryDirectory() as folder:
        place = Path(folder)
        (place / "app").symlink_to(HERE, target_is_directory=True)
        lines = [f"{{% translate {_quoted(text)} %}}" for text in content_texts()]
        head = "{% load i18n %}\n"
        (place / "content.html").write_text(head + "\n".join(lines), encoding="utf-8")
        with chdir(place):
            call_command(
                "makemessages",
                locale=[language],
                symlinks=True,
                no_location=True,
                ignore_patterns=["app/static/*", "app/migrations/*", "app/locale/*"],
                verbosity=0,
            )


def content_texts() -> list[str]:
    """Every text of the content files that a page may show, each once."""
    found: dict[str, None] = {}
    for path in sorted(CONTENT.rglob("*.toml")):
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        found |= dict.fromkeys(_texts(table))
    return [text for text in found if any(c.isalpha() for c in text)]


def _quoted(text: str) -> str:
    return f"'{text}'" if '"' in text else f'"{text}"'


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for one in value:
            yield from _texts(one)
    elif isinstance(value, dict):
        for key, one in value.items():
            if key not in NOT_SHOWN:
                yield from _texts(one)


def main() -> int:
    """The command: one language a call."""
    import django

    if len(sys.argv) != 2:
        print(__doc__)
        return 2
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "onward_app.settings")
    django.setup()
    (HERE / "locale").mkdir(exist_ok=True)
    gather(sys.argv[1])
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
