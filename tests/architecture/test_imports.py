"""The contracts between the apps and between the rooms of each app, as import-linter reads them."""

import subprocess
import sys
from pathlib import Path

from csm.environment import BASE_DIR


def test_import_contracts_hold() -> None:
    linter = Path(sys.executable).with_name("lint-imports")
    checked = subprocess.run([linter, "--no-logo"], cwd=BASE_DIR, capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout
