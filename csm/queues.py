"""How Celery's messages travel: through Redis, or through files in the data directory."""

from pathlib import Path
from typing import Any

# A message whose worker vanished is given to another after the visibility timeout, so no task may run as long as that.
VISIBILITY_TIMEOUT_SECONDS = 900
TASK_TIME_LIMIT_SECONDS = 840
TASK_SOFT_TIME_LIMIT_SECONDS = 780


def transport_options(redis_url: str, data_dir: Path) -> dict[str, Any]:
    """Return kombu's options for the transport in use; the folders of the file transport are made."""
    return _redis_options() if redis_url else _file_options(data_dir / "queue")


def _redis_options() -> dict[str, Any]:
    return {
        "visibility_timeout": VISIBILITY_TIMEOUT_SECONDS,
        "unacked_restore_interval": 10,
        "unacked_restore_throttle": 1,
        "health_check_interval": 10,
        "socket_connect_timeout": 2,
        "socket_keepalive": True,
    }


def _file_options(folder: Path) -> dict[str, Any]:
    messages, control = folder / "messages", folder / "control"
    for directory in (messages, control):
        directory.mkdir(parents=True, exist_ok=True)
    return {
        "data_folder_in": str(messages),
        "data_folder_out": str(messages),
        "control_folder": str(control),
        "polling_interval": 0.1,
    }
