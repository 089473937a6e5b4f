"""Known answers of every format (docs/reference/seal.md), and that nothing near them opens.

`vectors.json` was written down once. A change of a format must come with a version of its own:
these bytes open for ever.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from uuid import UUID

import pytest
from argon2.low_level import Type, hash_secret_raw
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from onward_app.takeout import offline, sealed
from onward_app.vault import key_text, recovery, seal
from onward_app.vault.errors import CodeError, KeyFileError, Refused, VaultError

VECTORS = json.loads(Path(__file__).with_name("vectors.json").read_text())


def known(name: str) -> dict[str, object]:
    """A vector, its hex as bytes."""
    out = {}
    for key, value in VECTORS[name].items():
        try:
            out[key] = bytes.fromhex(value)
        except (TypeError, ValueError):
            out[key] = value
    return out


@pytest.mark.parametrize(
    ("name", "key", "plain", "sealed_as"),
    [
        ("seal_1", "key", "plain", "sealed"),
        ("key_wrap_1", "key_encryption_key", "data_key", "wrapped"),
    ],
)
def test_a_seal_opens_and_is_made_as_written_down(name, key, plain, sealed_as):
    v = known(name)
    aes = AESGCM(v[key])
    assert seal.break_open(aes, v["place"], v[sealed_as]) == v[plain]
    assert seal.close(aes, v["place"], v[plain], nonce=v["nonce"]) == v[sealed_as]


def test_the_bytes_of_a_place_are_as_written_down():
    v = known("seal_1")
    assert seal.place(UUID(v["person"]), v["table"], UUID(v["row"])) == v["place"]
    assert len(v["place"]) == 1 + 16 + 16 + len("entries_entry")


def test_of_a_seal_every_changed_bit_of_seal_place_and_key_is_refused():
    v = known("seal_1")
    refused = tried = 0
    for which in ("sealed", "place", "key"):
        for bit in range(len(v[which]) * 8):
            changed = {**v, which: flipped(v[which], bit)}
            tried += 1
            try:
                seal.break_open(AESGCM(changed["key"]), changed["place"], changed["sealed"])
            except Refused:
                refused += 1
    assert tried > 800
    assert refused == tried


def test_every_other_version_is_refused():
    v = known("seal_1")
    for version in set(range(256)) - {1}:
        with pytest.raises(Refused, match="format"):
            seal.break_open(AESGCM(v["key"]), v["place"], bytes([version]) + v["sealed"][1:])


def test_a_seal_cut_anywhere_or_made_longer_is_refused():
    v = known("seal_1")
    for data in [v["sealed"][:n] for n in range(len(v["sealed"]))] + [v["sealed"] + b"\0"]:
        with pytest.raises(Refused):
            seal.break_open(AESGCM(v["key"]), v["place"], data)


def test_key_files_open_as_written_down():
    one, two = known("key_file_1"), known("key_file_2")
    assert key_text.kek_of(one["text"]) == one["key_encryption_key"]
    assert key_text.plain(one["key_encryption_key"]) == one["text"]
    assert key_text.kek_of(two["text"], two["passphrase"]) == two["key_encryption_key"]
    again = key_text.wrapped(
        two["key_encryption_key"], two["passphrase"], salt=two["salt"], nonce=two["nonce"]
    )
    assert again == two["text"]


def test_a_wrapped_key_file_opens_with_nothing_but_its_description():
    """As another program would, from docs/reference/seal.md alone."""
    import base64

    v = known("key_file_2")
    first, cost, salt, sealed_key, _end = v["text"].split("\n")
    assert cost == "argon2id m=65536 t=3 p=4"
    key = hash_secret_raw(
        v["passphrase"].encode(),
        base64.b64decode(salt),
        time_cost=3,
        memory_cost=65536,
        parallelism=4,
        hash_len=32,
        type=Type.ID,
    )
    data = base64.b64decode(sealed_key)
    head = f"{first}\n{cost}\n{salt}\n".encode()
    assert AESGCM(key).decrypt(data[:12], data[12:], head) == v["key_encryption_key"]


def test_of_a_wrapped_key_file_every_changed_letter_is_refused(monkeypatch):
    v = known("key_file_2")
    right = key_text._stretched(v["passphrase"], v["salt"], (65536, 3, 4))
    # another salt or cost gives another key, at a price that is not paid some 200 times here
    monkeypatch.setattr(
        key_text,
        "_stretched",
        lambda passphrase, salt, cost: (
            right if (salt, cost) == (v["salt"], (65536, 3, 4)) else bytes(32)
        ),
    )
    assert key_text.kek_of(v["text"], v["passphrase"]) == v["key_encryption_key"]
    for at in range(len(v["text"]) - 1):
        changed = v["text"][:at] + chr(ord(v["text"][at]) ^ 1) + v["text"][at + 1 :]
        with pytest.raises(VaultError):
            key_text.kek_of(changed, v["passphrase"])


def test_the_next_key_opens_by_the_present_one_alone():
    v = known("key_file_next")
    assert key_text.following_of(v["text"], v["present"]) == v["following"]
    assert key_text.without_chain(v["text"]) == key_text.plain(v["following"])
    with pytest.raises(KeyFileError, match="present key"):
        key_text.following_of(v["text"], v["following"])


def test_the_recovery_code_is_as_written_down():
    v = known("recovery_code_1")
    assert recovery.code_of(v["key_encryption_key"]) == v["lines"]
    assert recovery.kek_of("\n".join(v["lines"])) == v["key_encryption_key"]
    with pytest.raises(CodeError):
        recovery.kek_of("\n".join(VECTORS["takeout_1"]["code"]))


def test_a_takeout_opens_as_written_down():
    v = known("takeout_1")
    files = {name: text.encode() for name, text in v["files"].items()}
    assert sealed.open_takeout(v["sealed"], v["key"]) == files
    assert sealed.open_takeout(v["sealed"], sealed.key_of("\n".join(v["code"]))) == files
    assert sealed.seal_bytes(v["packed"], v["key"], v["salt"]) == v["sealed"]


def test_a_takeout_opens_with_nothing_but_its_description():
    v = known("takeout_1")
    head, piece = v["sealed"][:33], v["sealed"][33:]
    assert head == b"onward takeout 1\n" + v["salt"]
    key = HKDF(algorithm=SHA256(), length=32, salt=v["salt"], info=b"onward takeout 1")
    nonce = bytes(11) + b"\x01"
    assert AESGCM(key.derive(v["key"])).decrypt(nonce, piece, head + nonce) == v["packed"]


def test_a_takeout_of_several_pieces_is_as_written_down():
    v = known("takeout_1_pieces")
    plain = bytes(n % 251 for n in range(2 * offline.PIECE))
    made = sealed.seal_bytes(plain, v["key"], v["salt"])
    assert len(made) == v["length_of_sealed"]
    assert hashlib.sha256(made).digest() == v["sha256_of_sealed"]


def test_of_a_takeout_every_changed_bit_is_refused():
    v = known("takeout_1")
    for bit in range(len(v["sealed"]) * 8):
        with pytest.raises(sealed.NotOpened):
            sealed.open_takeout(flipped(v["sealed"], bit), v["key"])
    for bit in range(256):
        with pytest.raises(sealed.NotOpened):
            sealed.open_takeout(v["sealed"], flipped(v["key"], bit))


def flipped(data: bytes, bit: int) -> bytes:
    out = bytearray(data)
    out[bit // 8] ^= 1 << bit % 8
    return bytes(out)
