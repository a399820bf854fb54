"""The description of the API: whole, without a warning, and read by people as well."""

import warnings
from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client

from marketplace.api.documents import description
from tests.access.rows_api import ROWS_API

pytestmark = pytest.mark.django_db


def test_it_is_built_and_valid_without_a_warning(capsys: pytest.CaptureFixture[str]) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        call_command("spectacular", "--validate", "--fail-on-warn", "--file", "/dev/null", stdout=StringIO())
    assert capsys.readouterr().err == ""


def test_every_address_of_the_api_is_described_and_every_post_that_acts_wants_a_key() -> None:
    ours = {name for name in ROWS_API if name not in {"api:schema", "api:docs"}}
    paths = description()["paths"]
    posts = [item["post"] for item in paths.values() if "post" in item]
    assert (description()["openapi"], len(paths)) == ("3.1.0", len(ours))
    assert [one["operationId"] for one in posts if "Idempotency-Key" not in str(one["parameters"])] == []


def test_programs_and_people_read_it_without_asking_anybody_else() -> None:
    answer = Client().get("/api/schema/")
    assert (answer.json(), answer["Content-Type"]) == (description(), "application/vnd.oai.openapi+json")
    page = Client().get("/api/docs/").content.decode()
    assert [
        one["summary"]
        for item in description()["paths"].values()
        for one in item.values()
        if one["operationId"] not in page
    ] == []
    assert "http://" not in page.replace("http://testserver", "")
