"""What the log tells, and what it keeps to itself."""

import logging
import sys


def test_an_error_is_told_without_the_variables_of_whoever_met_it() -> None:
    (output,) = (handler for handler in logging.getLogger().handlers if type(handler) is logging.StreamHandler)
    number = "138 0000 1234"
    try:
        number.index("+")
    except ValueError:
        told = output.format(logging.LogRecord("here", logging.ERROR, "", 1, "it failed", None, sys.exc_info()))
    assert "it failed" in told
    assert 'number.index("+")' in told
    assert "ValueError: substring not found" in told
    assert number not in told
