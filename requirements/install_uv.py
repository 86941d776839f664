"""Put the hash-locked uv into the virtual environment whose Python runs this.

It runs the pip that every Python carries, from a temporary directory: installing pip first would take three times as
long, and nothing needs it afterwards.
"""

import ensurepip
import os
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

LOCK = Path(__file__).with_name("uv.txt")


def main() -> int:
    """Install uv; return pip's exit status."""
    wheel = _pip_wheel()
    if wheel is None:
        print("This Python carries no pip; on Debian and Ubuntu: apt install python3-venv", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as directory:
        zipfile.ZipFile(wheel).extractall(directory)
        command = [sys.executable, "-m", "pip", "install", "--quiet", "--require-hashes", "--no-deps", "-r", str(LOCK)]
        return subprocess.call(command, env={**os.environ, "PYTHONPATH": directory})


def _pip_wheel() -> Path | None:
    places = [Path(ensurepip.__file__).parent / "_bundled", Path("/usr/share/python-wheels")]
    return next((wheel for place in places for wheel in sorted(place.glob("pip-*.whl"))), None)


if __name__ == "__main__":
    sys.exit(main())
