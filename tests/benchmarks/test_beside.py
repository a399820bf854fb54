"""How the programs beside a bench are spoken with."""

from io import StringIO

import pytest

from benchmarks.beside import Grown


def test_a_site_that_has_grown_measures_when_it_is_asked() -> None:
    asked = StringIO()
    site = Grown(asked, StringIO('ready\n{"release": 800.0}\n'))
    assert site.measured() == {"release": 800.0}
    assert asked.getvalue() == "\n"


def test_a_site_that_ended_is_an_error_and_no_number() -> None:
    with pytest.raises(RuntimeError):
        Grown(StringIO(), StringIO(""))
    with pytest.raises(RuntimeError):
        Grown(StringIO(), StringIO("ready\n")).measured()
