"""The description of the API: whole, without a warning, and read by people as well."""

import json
import re
import warnings
from io import StringIO
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from drf_spectacular import validation

from marketplace.api.documents import chapters, description
from marketplace.api.schema import HERE, TOLD
from tests.access.rows_api import ROWS_API

pytestmark = pytest.mark.django_db
#: What OpenAPI 3.1 says a description is. `spectacular --validate` asks the same in Python, which takes ten seconds.
OPENAPI = Path(validation.__file__).parent / "openapi_3_1_schema.json"


def test_it_is_built_without_a_warning(capsys: pytest.CaptureFixture[str]) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        call_command("spectacular", "--fail-on-warn", "--file", "/dev/null", stdout=StringIO())
    assert capsys.readouterr().err == ""


def test_it_is_what_openapi_says_a_description_is() -> None:
    valid = jsonschema_rs.validator_for(json.loads(OPENAPI.read_text()))
    told = Client().get("/api/schema/").json()
    assert [error.message for error in valid.iter_errors(told)] == []
    told["paths"]["/api/v1/account/"]["get"]["responses"]["200"].pop("description")
    assert [error.message for error in valid.iter_errors(told)] == ['"description" is a required property']


def test_every_address_of_the_api_is_described_and_every_post_that_acts_wants_a_key() -> None:
    ours = {name for name in ROWS_API if name not in {"api:schema", "api:docs", "api:chapter"}}
    paths = description()["paths"]
    posts = [item["post"] for item in paths.values() if "post" in item]
    assert (description()["openapi"], len(paths)) == ("3.1.0", len(ours))
    assert [one["operationId"] for one in posts if "Idempotency-Key" not in str(one["parameters"])] == []


def test_programs_and_people_read_it_without_asking_anybody_else() -> None:
    answer = Client().get("/api/schema/")
    assert (answer.json(), answer["Content-Type"]) == (description(), "application/vnd.oai.openapi+json")
    pages = {place: Client().get(place).content.decode() for place in ("/api/docs/", *_chapters())}
    for name in _operations():
        holding = [place for place, page in pages.items() if f'id="{name}"' in page]
        (place,) = holding
        assert f'href="{place}#{name}"' in pages["/api/docs/"]
    assert "http://" not in "".join(pages.values()).replace(settings.SITE_URL, "")


def test_people_read_it_in_the_order_in_which_it_is_told() -> None:
    assert [one.name for one in chapters()] == [tag["name"] for tag in description()["tags"]]
    page = Client().get("/api/docs/").content.decode()
    assert all(f'<li><a href="#{one.slug}">' in page and f'id="{one.slug}"' in page for one in chapters())


def test_what_a_page_leads_to_is_there() -> None:
    for place in _chapters():
        page = Client().get(place).content.decode()
        assert [name for name in re.findall(r'href="#(\w+)"', page) if f'id="{name}"' not in page] == []
    assert Client().get("/api/docs/nothing/").status_code == 404


def _chapters() -> list[str]:
    return [f"/api/docs/{one.slug}/" for one in chapters()]


def _operations() -> dict[str, Any]:
    items = description()["paths"].values()
    return {one["operationId"]: one for item in items for one in item.values()}


def test_whatever_takes_a_body_shows_one_and_nothing_is_told_of_what_is_not_there() -> None:
    taking = {
        name
        for name, one in _operations().items()
        if "application/json" in one.get("requestBody", {}).get("content", {})
    }
    showing = {name for name, told in TOLD.items() if "example" in told}
    assert (sorted(taking - showing), sorted(set(TOLD) - set(_operations()))) == ([], [])


@pytest.mark.parametrize("file", sorted((HERE / "answers").iterdir()), ids=lambda file: file.stem)
def test_an_answer_that_is_shown_is_one_that_is_described(file: Path) -> None:
    (answer,) = [one for code, one in _operations()[file.stem]["responses"].items() if code == "200"]
    shape = {**answer["content"]["application/json"]["schema"], "components": description()["components"]}
    shown = json.loads(file.read_text())
    assert [error.message for error in jsonschema_rs.validator_for(shape).iter_errors(shown)] == []
    assert set(json.loads(file.read_text())) == set(_shape(answer)["properties"])


def _shape(answer: dict[str, Any]) -> Any:
    name = answer["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]
    return description()["components"]["schemas"][name]
