"""Where and as whom the embedded PostgreSQL runs, which refuses to run as root.

An ordinary user runs it as themselves, inside the data directory. Root runs it as another user, and in a place of its
own under `/var/lib/constellation`, so that no directory of root's needs to be opened to others.
"""

import hashlib
import os
import pwd
import shutil
import subprocess
import tempfile
from pathlib import Path

_ROOTS_PLACE = Path("/var/lib/constellation")
_NOT_NEEDED = shutil.ignore_patterns("include", "__pycache__", "pginstall")
_LONGEST_SOCKET_DIRECTORY = 80


def is_root() -> bool:
    return os.geteuid() == 0


def home_for(data_dir: Path) -> Path:
    """Return where the server's files go."""
    return _ROOTS_PLACE / _fingerprint(data_dir) if is_root() else data_dir


def belongings(home: Path, data_dir: Path) -> Path:
    """Return the directory that holds the server's files and nothing of anybody else's."""
    return home if home.is_relative_to(data_dir) else home.parent


def short_directory(home: Path) -> Path:
    """Return `home`/socket, or a private directory of short name where that is too long for a socket."""
    inside = home / "socket"
    if len(os.fsencode(inside)) <= _LONGEST_SOCKET_DIRECTORY:
        return inside
    return Path(tempfile.gettempdir()) / f"constellation-{os.geteuid()}-{_fingerprint(home)}"


def make_directory(directory: Path) -> None:
    """Create a directory that only the server's user may enter.

    Raises PermissionError when somebody else owns it.
    """
    directory.parent.mkdir(parents=True, exist_ok=True)
    directory.mkdir(mode=0o700, exist_ok=True)
    if is_root():
        os.chown(directory, _server_user().pw_uid, _server_user().pw_gid)
    elif directory.stat().st_uid != os.geteuid():
        raise PermissionError(f"{directory} belongs to another user")


def reachable(package: Path, home: Path) -> Path:
    """Return the wheel's package where the server's user can read it: as root a copy beside the data."""
    if not is_root():
        return package
    copy = home.parent / f"software-{package.stat().st_mtime_ns}"
    if not copy.exists():
        copy.parent.mkdir(parents=True, exist_ok=True)
        unfinished = Path(tempfile.mkdtemp(dir=copy.parent))
        # The programs find their libraries by a path relative to their own, beside the package.
        for part in (package, package.with_name(f"{package.name}.libs")):
            if part.exists():
                shutil.copytree(part, unfinished / part.name, ignore=_NOT_NEEDED)
        unfinished.chmod(0o755)
        unfinished.rename(copy)
    return copy / package.name


def run(home: Path, command: list[str]) -> "subprocess.CompletedProcess[str]":
    """Run a program of the server as the user it belongs to."""
    working_directory = home if home.exists() else Path("/")
    environment = {"PATH": os.defpath, "LC_ALL": "C"}
    user = _server_user() if is_root() else None
    # Output goes to files, not pipes: the server inherits them, and a pipe would be waited for until it stops.
    with tempfile.TemporaryFile("w+") as output:
        finished = subprocess.run(
            command, cwd=working_directory, env=environment, stdin=subprocess.DEVNULL, stdout=output, stderr=output,
            user=user and user.pw_uid, group=user and user.pw_gid, extra_groups=[] if user else None, check=False,
        )  # fmt: skip
        output.seek(0)
        return subprocess.CompletedProcess(command, finished.returncode, stdout="", stderr=output.read())


def _server_user() -> pwd.struct_passwd:
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise PermissionError("Root cannot run PostgreSQL and there is no user postgres or nobody: set DATABASE_URL.")


def _fingerprint(path: Path) -> str:
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:12]
