"""Everybody asks for everything, by the description and against it: no 5xx, and every answer as described.

Addresses point at real objects, in the state their row of the access matrix wants. Bodies are the description's own
examples, what schemathesis makes of the schema, and examples with one thing in them spoilt.
"""

from typing import Any

import hypothesis
import pytest
import schemathesis
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.core import NOT_SET
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from marketplace.api.documents import description
from marketplace.orders.actions.confirm_receipt import confirm_receipt
from marketplace.orders.models import Order
from marketplace.users.models import User
from tests import make
from tests.access.asking import undone
from tests.access.scene import BUYER, Scene
from tests.access.standing import scene, world
from tests.api import asking
from tests.api.programs import Program, program_of

__all__ = ["scene", "world"]

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
SCHEMA = schemathesis.openapi.from_dict(description())
FOUND: list[Any] = list(SCHEMA.get_all_operations())
OPERATIONS = {found.ok().label: found.ok() for found in FOUND}
PEOPLE = {
    "nobody": "",
    "stranger": "Strange Li",
    "buyer": BUYER,
    "seller": "Wang Sells",
    "operator": "Officer Zhou",
    "mover": "Moving Mei",
    "leaver": "Leaving Lu",
}
#: Who gets what is asked for, where it is not the owner of the row.
FOR = {"open_shop": "buyer", "list_orders": "buyer", "list_claims": "buyer", "close_shop": "stranger"}
FEW, MANY = 2, 100
every_operation = pytest.mark.parametrize("label", OPERATIONS)


@pytest.fixture(scope="module")
def programs(world: Scene) -> dict[str, Program]:
    """A program of each of them; the shop has earned something, so that there is money to look at and pay out."""
    seller = User.objects.filter(name="Wang Sells").latest("pk")
    earned = make.delivered_order(sku=make.sku(make.listing(seller.shop)))
    confirm_receipt(earned.pk, now=make.catalog.NOW, actor=make.buyer_of(Order.objects.get(pk=earned.pk)))
    return {
        who: program_of(User.objects.filter(name=name).latest("pk")) if name else Program()
        for who, name in PEOPLE.items()
    }


@every_operation
def test_what_the_description_shows_works_and_is_answered_to_everybody_as_described(
    label: str, scene: Scene, programs: dict[str, Program]
) -> None:
    operation = OPERATIONS[label]
    name = operation.definition.raw["operationId"]
    given = {}
    for who, program in programs.items():
        with undone():
            case = _case(operation, scene, asking.body_of(name, scene))
            answer = asking.answer(case, program)
            case.validate_response(answer, checks=CHECKS)
            given[who] = answer.status_code
    row = asking.row_of(operation.path)
    owner = "operator" if "/desk/" in operation.path else FOR.get(name, row.owner)
    by_token = any("token" in way for way in operation.definition.raw["security"])
    assert (name, given[owner] // 100) == (name, 2 if by_token else 4), given
    assert given["nobody"] == (200 if row.public else 401)


@every_operation
def test_a_little_nonsense(label: str, scene: Scene, programs: dict[str, Program]) -> None:
    _ask(label, scene, programs, FEW)


@pytest.mark.long
@every_operation
def test_a_lot_of_nonsense(label: str, scene: Scene, programs: dict[str, Program]) -> None:
    _ask(label, scene, programs, MANY)


def _case(operation: Any, scene: Scene, body: Any) -> Any:
    return operation.Case(
        path_parameters=asking.real(operation.path, scene),
        headers={"Idempotency-Key": "only-once"},
        body=NOT_SET if body is None else body,
        media_type=next(iter(operation.definition.raw.get("requestBody", {}).get("content", {})), None),
    )


def _ask(label: str, scene: Scene, programs: dict[str, Program], examples: int) -> None:
    operation = OPERATIONS[label]
    name = operation.definition.raw["operationId"]
    fine = asking.body_of(name, scene)
    queries = [one["name"] for one in operation.definition.raw.get("parameters", []) if one["in"] == "query"]
    ways = st.sampled_from(asking.places(fine) or [()])
    json = bool(asking.places(fine)) and name not in asking.UPLOADS
    kinds = ["as described", "against it", *["body"] * json, *["query"] * bool(queries)]

    @hypothesis.settings(
        max_examples=examples,
        database=None,
        derandomize=True,
        deadline=None,
        suppress_health_check=list(hypothesis.HealthCheck),
    )
    @hypothesis.given(data=st.data())
    def ask(data: Any) -> None:
        kind = data.draw(st.sampled_from(kinds))
        case = _case(operation, scene, fine)
        if kind == "body":
            case.body = asking.spoil(fine, data.draw(ways), data.draw(st.sampled_from(asking.SPOILT)))
        elif kind == "query":
            case.query = {data.draw(st.sampled_from(queries)): data.draw(st.sampled_from(asking.SPOILT_TEXT))}
        else:
            mode = GenerationMode.POSITIVE if kind == "as described" else GenerationMode.NEGATIVE
            case = data.draw(operation.as_strategy(mode))
            if data.draw(st.integers(0, 7)):
                case.path_parameters = asking.real(operation.path, scene)
        program = programs[data.draw(st.sampled_from(list(PEOPLE)))]
        with undone():
            case.validate_response(asking.answer(case, program), checks=CHECKS)

    ask()
