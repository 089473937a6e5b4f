"""Sets a passphrase, changes it and takes it away, killed at each line: run by test_key_file.py."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

import django.conf
from rotate_and_die import counting, forked

from onward_app.vault import held, key_file, key_text

FIRST, SECOND = "seven quiet herons walking", "another passphrase of mine"
KEK = bytes(range(32))


def main(path: Path) -> int:
    """Prints how many points there are and how many were killed; fails where no key opens."""
    django.conf.settings.configure()
    os.environ.pop("ONWARD_KEY_PASSPHRASE", None)
    # what is tested here is the writing; the cost of a passphrase would be paid at each point
    key_text._stretched = lambda passphrase, salt, _cost: (passphrase.encode() + bytes(32))[:32]

    def act() -> None:
        key_file.wrap(path, FIRST)
        key_file.wrap(path, SECOND)
        key_file.unwrap(path, SECOND)

    path.parent.joinpath("points").write_text("0")
    begin(path)
    forked(lambda: path.parent.joinpath("points").write_text(str(counting(act, 0))) and None)
    points, killed = int(path.parent.joinpath("points").read_text()), 0
    for point in range(1, points + 1):
        begin(path)

        def die(point: int = point) -> None:
            counting(act, point)

        killed += forked(die) == -signal.SIGKILL
        text = path.read_text()
        assert opens(text), f"killed at {point}: {text!r}"
        key_file.open_with(path, SECOND if opens_with(text, SECOND) else FIRST)
        key_file.wrap(path, FIRST)  # what a kill left behind is in no one's way
        held.drop(path)
    print(points, killed)
    return 0


def begin(path: Path) -> None:
    path.unlink(missing_ok=True)
    key_file.make(path, KEK)


def opens(text: str) -> bool:
    return text == key_text.plain(KEK) or opens_with(text, FIRST) or opens_with(text, SECOND)


def opens_with(text: str, passphrase: str) -> bool:
    try:
        return key_text.kek_of(text, passphrase) == KEK
    except key_text.WrongPassphrase:
        return False


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
