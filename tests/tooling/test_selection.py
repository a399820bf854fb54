"""Which tests run: the long ones only when they are asked for."""

import pytest

pytest_plugins = ["pytester"]

TESTS = """
import pytest

def test_quick(): pass

@pytest.mark.long
def test_long(): pass
"""


@pytest.mark.parametrize(
    ("options", "passed"),
    [((), ["test_quick"]), (("--long",), ["test_quick", "test_long"])],
)
def test_what_is_asked_for_runs(pytester: pytest.Pytester, options: tuple[str, ...], passed: list[str]) -> None:
    pytester.makepyfile(TESTS)
    pytester.makeini("[pytest]\nmarkers =\n    long: long\n")
    run = pytester.inline_run("-p", "tests.plugin", "-p", "no:django", *options)
    assert [report.nodeid.split("::")[1] for report in run.getreports() if report.when == "call"] == passed
