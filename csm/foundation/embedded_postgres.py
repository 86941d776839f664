"""A real PostgreSQL of this installation's own, from a wheel, for where no `DATABASE_URL` is given."""

from pathlib import Path
from urllib.parse import quote


def address(data_dir: Path) -> str:
    """Return the address of the embedded server's database, whether it runs or not."""
    return f"postgres://postgres@{quote(str(data_dir / 'run'), safe='')}/constellation"
