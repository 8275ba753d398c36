"""Passages sealed and opened, case keys wrapped anew and blind index values made per CPU second, beside Fernet."""

from __future__ import annotations

import json
import os
import platform
import tempfile
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from time import process_time
from typing import Any

from cryptography.fernet import Fernet
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

PASSAGE = "Ik wist niet waar ik was. Een vrouw kwam en zei dat ik moest betalen. " * 9
LENGTH = 600
PASSAGES = 50_000
KEYS = 20_000
VALUES = 50_000
RESULT = Path("var") / "benchmarks" / "sealing.json"


def main() -> dict[str, Any]:
    """Measure, print, and leave the figures in ``var/benchmarks/sealing.json``."""
    with tempfile.TemporaryDirectory(prefix="relaas-bench-") as folder:
        os.environ |= {"RELAAS_VAR": folder, "DJANGO_SETTINGS_MODULE": "relaas.config.settings"}
        for name in ("RELAAS_DATABASE_URL", "RELAAS_KEYSTORE_URL", "RELAAS_KEYS", "RELAAS_MASTER_KEY"):
            os.environ.pop(name, None)
        import django

        django.setup()
        from relaas.application.preparing import prepare_database

        prepare_database()
        figures = {"passages": passages(), "keys": rewrapped(), "blind_index": blind_values()}
    result = {"python": platform.python_version(), "cryptography": version("cryptography"), **figures}
    show(result)
    RESULT.parent.mkdir(parents=True, exist_ok=True)
    RESULT.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")
    return result


def passages() -> dict[str, Any]:
    """Passages of one case, with its key: as the program seals them, the bytes alone, and Fernet."""
    from relaas.storage.sealing import CaseCipher, Kind

    cipher, fernet = CaseCipher("01JD0000000000000000000000", AESGCM(bytes(range(32)))), Fernet(Fernet.generate_key())
    text = PASSAGE[:LENGTH]
    content, plain = {"text": text}, text.encode()
    sealed = [cipher.seal(kind=Kind.PASSAGE, place=place, content=content) for place in range(PASSAGES)]
    raw = [cipher.seal_bytes(kind=Kind.PASSAGE, place=place, content=plain) for place in range(PASSAGES)]
    tokens = [fernet.encrypt(plain) for _ in range(PASSAGES)]
    return {
        "bytes": LENGTH,
        "sealed_per_second": rate(PASSAGES, lambda place: cipher.seal(kind=Kind.PASSAGE, place=place, content=content)),
        "opened_per_second": rate(
            PASSAGES, lambda place: cipher.open(kind=Kind.PASSAGE, place=place, sealed=sealed[place])
        ),
        "bytes_sealed_per_second": rate(
            PASSAGES, lambda place: cipher.seal_bytes(kind=Kind.PASSAGE, place=place, content=plain)
        ),
        "bytes_opened_per_second": rate(
            PASSAGES, lambda place: cipher.open_bytes(kind=Kind.PASSAGE, place=place, sealed=raw[place])
        ),
        "fernet_sealed_per_second": rate(PASSAGES, lambda place: fernet.encrypt(plain)),
        "fernet_opened_per_second": rate(PASSAGES, lambda place: fernet.decrypt(tokens[place])),
        "overhead_bytes": len(raw[0]) - LENGTH,
        "fernet_overhead_bytes": len(tokens[0]) - LENGTH,
    }


def rewrapped() -> dict[str, Any]:
    """A whole rotation of a key store in SQLite: read, unwrapped, wrapped, written, traces cleared."""
    from django.utils import timezone

    from relaas.storage.keystore.rotation import rotate
    from relaas.storage.keystore.wrapping import unwrap, wrap
    from relaas.storage.sealing import make_keys

    make_keys(case_ids=[f"case-{number:07}" for number in range(KEYS)], now=timezone.now())
    begin = process_time()
    done = rotate()
    seconds = process_time() - begin
    assert done.wrapped_anew == KEYS
    keys = {f"case-{number:07}": bytes(32) for number in range(KEYS)}
    begin = process_time()
    unwrap((case, 2, wrapped) for case, wrapped in wrap(keys, 2).items())
    return {
        "rotated": KEYS,
        "rotated_per_second": round(KEYS / seconds),
        "wrapped_and_unwrapped_per_second": round(KEYS / (process_time() - begin)),
    }


def blind_values() -> dict[str, Any]:
    """Fingerprints alone, and with the normal form of each kind."""
    from relaas.storage.blind_index import IndexKind, fingerprint, normal_forms

    key, shown = bytes(32), {IndexKind.PHONE: "06-12345678", IndexKind.DOCUMENT: "nl 12 ab 34", IndexKind.NAME: "Osas"}

    def whole(kind: IndexKind) -> Callable[[int], object]:
        return lambda number: [fingerprint(key, kind, form) for form in normal_forms(kind, shown[kind])]

    return {
        "fingerprints_per_second": rate(VALUES, lambda number: fingerprint(key, IndexKind.PHONE, "+31612345678")),
        **{f"{kind}_per_second": rate(VALUES, whole(kind)) for kind in shown},
    }


def rate(amount: int, call: Callable[[int], object]) -> int:
    """How often per CPU second."""
    begin = process_time()
    for place in range(amount):
        call(place)
    return round(amount / (process_time() - begin))


def show(result: dict[str, Any]) -> None:
    """The figures as a table, each beside Fernet's where there is one."""
    found, keys, index = result["passages"], result["keys"], result["blind_index"]
    print(f"passages of {LENGTH} bytes per CPU second, one case key (Fernet in the same run, cryptography alone)")
    for name in ("sealed", "opened"):
        ours, bare, fernet = (found[f"{kind}{name}_per_second"] for kind in ("", "bytes_", "fernet_"))
        print(f"  {name:8}{ours:>10,}   bytes alone {bare:>10,}   Fernet {fernet:>9,}   {bare / fernet:.1f} times")
    print(f"  overhead {found['overhead_bytes']} bytes; Fernet {found['fernet_overhead_bytes']}")
    whole, alone = keys["rotated_per_second"], keys["wrapped_and_unwrapped_per_second"]
    print(f"case keys per CPU second in a rotation of {keys['rotated']:,}: {whole:,} (cryptography alone {alone:,})")
    print("blind index values per CPU second: " + ", ".join(f"{name[:-11]} {value:,}" for name, value in index.items()))


if __name__ == "__main__":
    main()
