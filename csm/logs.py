"""How the installation logs: one line an event, for people or for machines."""

from typing import Any

import structlog

_SHARED: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.stdlib.ExtraAdder(),
]


def logging_settings(level: str, form: str) -> dict[str, Any]:
    """Return Django's LOGGING for a least severity and a form, `console` or `json`."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "line": {
                "()": structlog.stdlib.ProcessorFormatter,
                "processors": [structlog.stdlib.ProcessorFormatter.remove_processors_meta, *_rendering(form)],
                "foreign_pre_chain": _SHARED,
            }
        },
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            "celery.worker.strategy": {"level": "WARNING" if level == "INFO" else level},
            "django.server": {"handlers": ["stderr"], "level": level, "propagate": False},
            "celery.app.trace": {"level": "WARNING" if level == "INFO" else level},
            # Without Redis the queue is a folder, which has no host name; the library warns of that at each start.
            "kombu.connection": {"level": "ERROR" if level in ("INFO", "WARNING") else level},
        },
    }


def configure_structlog() -> None:
    """Let `structlog.get_logger()` write through the same handlers as everything else."""
    structlog.configure(
        processors=[*_SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )


def _rendering(form: str) -> list[Any]:
    """Tracebacks come without local variables, which hold customers' names."""
    if form == "json":
        plain = structlog.tracebacks.ExceptionDictTransformer(show_locals=False)
        return [structlog.processors.ExceptionRenderer(plain), structlog.processors.JSONRenderer()]
    return [structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback)]
