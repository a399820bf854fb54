"""Everybody asks for everything, by the description and against it: no 5xx, and answers as described."""

from typing import Any

import hypothesis
import pytest
import schemathesis
from django.test import Client
from hypothesis import strategies as st
from requests import PreparedRequest
from schemathesis.checks import not_a_server_error
from schemathesis.core.transport import Response
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from marketplace.api.documents import description
from marketplace.users.models import User
from tests.access.asking import undone
from tests.access.conftest import scene, world
from tests.access.scene import BUYER, Scene
from tests.api.programs import Program, program_of

__all__ = ["scene", "world"]

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
SCHEMA = schemathesis.openapi.from_dict(description())
FOUND: list[Any] = list(SCHEMA.get_all_operations())
OPERATIONS = {found.ok().label: found.ok() for found in FOUND}
PEOPLE = ("", "Strange Li", BUYER, "Wang Sells", "Officer Zhou")
FEW, MANY = 3, 60
#: The test client counts for itself, and would get what is compressed as it is.
UNSENT = {"content-length", "accept-encoding"}


@pytest.mark.parametrize("label", OPERATIONS)
def test_short(label: str, scene: Scene) -> None:
    _ask(label, scene, FEW)


@pytest.mark.long
@pytest.mark.parametrize("label", OPERATIONS)
def test_long(label: str, scene: Scene) -> None:
    _ask(label, scene, MANY)


def _ask(label: str, scene: Scene, examples: int) -> None:
    operation = OPERATIONS[label]
    programs = {name: program_of(User.objects.filter(name=name).latest("pk")) if name else Program() for name in PEOPLE}
    real = {"reference": [args[0] for about, args in scene.args.items() if about in {"paid", "delivered", "payment"}]}
    real |= {"number": [scene.args["listing"][0], scene.args["sku"][0]], "sku": scene.args["sku"]}
    real |= {"slug": scene.args["shop"]}
    real["number"] += [scene.args[about][0] for about in ("endpoint", "sent event")]
    modes = st.sampled_from([GenerationMode.POSITIVE, GenerationMode.NEGATIVE])

    @hypothesis.settings(
        max_examples=examples * len(PEOPLE),
        database=None,
        derandomize=True,
        deadline=None,
        suppress_health_check=list(hypothesis.HealthCheck),
    )
    @hypothesis.given(data=st.data())
    def ask(data: Any) -> None:
        case = data.draw(operation.as_strategy(data.draw(modes)))
        program = programs[data.draw(st.sampled_from(PEOPLE))]
        if case.path_parameters and data.draw(st.booleans()):
            case.path_parameters = {name: data.draw(st.sampled_from(real[name])) for name in case.path_parameters}
        with undone():
            case.validate_response(_answer(case, program), checks=CHECKS)

    ask()


def _answer(case: Any, program: Program) -> Response:
    """Send a case through Django's test client."""
    sent = case.as_transport_kwargs(base_url="http://testserver")
    request = PreparedRequest()
    request.prepare(
        method=sent["method"],
        url=sent["url"],
        params=sent.get("params"),
        headers=sent.get("headers"),
        data=sent.get("data"),
        json=sent.get("json"),
    )
    headers = {name: _text(value) for name, value in request.headers.items() if name.lower() not in UNSENT}
    kind = headers.pop("Content-Type", "application/json")
    place = _text(request.path_url)
    body = request.body or b""
    client = Client(raise_request_exception=False)
    answer: Any = client.generic(
        str(request.method),
        place,
        body if isinstance(body, bytes) else str(body).encode(),
        content_type=kind,
        headers={**headers, **program.headers},
    )
    return Response(
        status_code=answer.status_code,
        headers={name.lower(): [value] for name, value in answer.items()},
        content=answer.content,
        request=request,
        elapsed=0.0,
        verify=False,
    )


def _text(value: str | bytes) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else value
