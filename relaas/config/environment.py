"""What a deployment says through its environment, and the files that one deployment owns."""

import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

# The demonstration and the tests live on loopback; anything else is served over https only.
LOOPBACK = ("127.0.0.1", "localhost", "[::1]")


def database(url: str, *, is_keystore: bool = False) -> dict[str, Any]:
    """Django's description of the database at an address: ``sqlite:///path`` or ``postgresql://user:word@host/name``."""
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return _sqlite(Path(unquote(parts.path.removeprefix("/"))), is_keystore=is_keystore)
    if parts.scheme in ("postgres", "postgresql"):
        return _postgresql(parts)
    raise ImproperlyConfigured(
        f"{parts.scheme or 'nothing'}:// is no kind of database that Relaas knows. "
        "Write sqlite:///path/to/file or postgresql://user:password@host:port/name."
    )


def secret(path: Path) -> str:
    """The secret kept in a file, which is made, readable by its owner only, when it is not there yet."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        made = _make_once(path, secrets.token_urlsafe(50))
    except OSError as error:
        raise ImproperlyConfigured(
            f"Relaas cannot write {error.filename or path}: {error.strerror}. Say where it may write: RELAAS_VAR=/path."
        ) from error
    return made


def hosts() -> list[str]:
    """The names under which the pages are served."""
    asked = os.environ.get("RELAAS_HOSTS", "")
    return [*LOOPBACK, *filter(None, (name.strip() for name in asked.split(",")))]


def whole_number(name: str) -> int | None:
    """The number, from nought up, that a variable gives; None when it is not set."""
    said = os.environ.get(name, "").strip()
    if not said:
        return None
    if not said.isdecimal():
        raise ImproperlyConfigured(f"{name}={said} is no whole number. Write for example {name}=30.")
    return int(said)


def _make_once(path: Path, content: str) -> str:
    """Of several processes that start at once one wins; all of them read what it wrote."""
    if not path.exists():
        draft = path.with_name(f"{path.name}.{os.getpid()}")
        draft.touch(mode=0o600)
        draft.write_text(content)
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text().strip()


def _sqlite(path: Path, *, is_keystore: bool) -> dict[str, Any]:
    # A destroyed key must leave no bytes behind, and a key must never be lost while the case it opens is kept.
    own = "PRAGMA secure_delete=ON; PRAGMA synchronous=FULL;" if is_keystore else "PRAGMA synchronous=NORMAL;"
    speed = "" if is_keystore else " PRAGMA mmap_size=268435456; PRAGMA cache_size=-32000;"
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "OPTIONS": {
            # Two writers wait for each other at the beginning of a transaction, never halfway.
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": f"PRAGMA journal_mode=WAL; PRAGMA foreign_keys=ON; {own}{speed}",
        },
        "CONN_MAX_AGE": None,
    }


def _postgresql(parts: Any) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.removeprefix("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
    }
