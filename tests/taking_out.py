"""Takes a sealed takeout out of one browser and brings it in by another."""

from __future__ import annotations

import html
import re
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

BRING, EVERYTHING = "/takeout/", "/takeout/everything"


def code_of(page: Any) -> str:
    """The code that a page shows."""
    found = re.search(r'name="code" value="([^"]+)"', page.content.decode())
    assert found
    return html.unescape(found[1])


def take_out(client: Client) -> tuple[bytes, str]:
    """The sealed file, and its code."""
    code = code_of(client.post(EVERYTHING, {"do": "code"}))
    answer = client.post(EVERYTHING, {"do": "save", "code": code})
    assert answer.headers["Content-Disposition"].startswith("attachment")
    return answer.content, code


def bring(client: Client, data: bytes, code: str) -> Any:
    """Upload, code, take; returns the last page."""
    looked = client.post(BRING, {"file": SimpleUploadedFile("mine.takeout", data)})
    assert looked.status_code == 302, looked.content.decode()
    opened = client.post(looked["Location"], {"code": code})
    assert opened.status_code == 302, opened.content.decode()
    client.post(looked["Location"], {"do": "take"})
    return client.get(looked["Location"])
