"""The key that signs sessions, where none is given: made once and kept in the data directory."""

import os
import secrets
from pathlib import Path


def kept_key(data_dir: Path) -> str:
    """Return the key kept in `data_dir`, made on first use and readable by its owner alone."""
    path = data_dir / "secret_key"
    if not path.exists():
        data_dir.mkdir(parents=True, exist_ok=True)
        _write_once(path, secrets.token_urlsafe(50))
    return path.read_text()


def _write_once(path: Path, text: str) -> None:
    # Written aside and linked, so that of two first starts neither reads half a key.
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    draft.touch(mode=0o600)
    draft.write_text(text)
    try:
        path.hardlink_to(draft)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
