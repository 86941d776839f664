"""What is logged never holds a customer's name by way of a traceback."""

import logging
import logging.config

import pytest

from csm.logs import logging_settings


@pytest.mark.parametrize("form", ["console", "json"])
def test_a_traceback_is_logged_without_local_variables(form: str, capsys: pytest.CaptureFixture[str]) -> None:
    settings = logging_settings("INFO", form)
    handler = logging.StreamHandler()
    formatter = settings["formatters"]["line"]
    handler.setFormatter(formatter["()"](**{key: value for key, value in formatter.items() if key != "()"}))
    logger = logging.getLogger("test_logs")
    logger.addHandler(handler)
    try:
        customer = "Vesperia " + "Logistica"
        raise ArithmeticError(len(customer))
    except ArithmeticError:
        logger.exception("failed")
    finally:
        logger.removeHandler(handler)

    said = capsys.readouterr().err
    assert "ArithmeticError" in said
    assert "Vesperia Logistica" not in said
