"""A shop's webhooks: the same as at its desk."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.shortcuts import get_object_or_404
from rest_framework.request import Request
from rest_framework.response import Response

from core import clock
from core.actor import Actor, Role
from marketplace.api.authentication import need_fresh_password
from marketplace.api.models import Scope
from marketplace.api.pages import Pages
from marketplace.api.resource import Resource
from marketplace.api.schema import CURSOR, LIMIT, operation, page_of
from marketplace.api.serializers import webhooks as shapes
from marketplace.webhooks.actions.add_endpoint import add_endpoint
from marketplace.webhooks.actions.change_endpoint import change_endpoint
from marketplace.webhooks.actions.pause_endpoint import pause_endpoint, resume_endpoint
from marketplace.webhooks.actions.remove_endpoint import remove_endpoint
from marketplace.webhooks.actions.roll_secret import roll_secret
from marketplace.webhooks.actions.send_again import send_again, send_test
from marketplace.webhooks.addresses import look_at
from marketplace.webhooks.models import Delivery, Endpoint
from marketplace.webhooks.queries import endpoints_of, log_of
from marketplace.webhooks.signing import secret_of

TAG = "Webhooks"
Act = Callable[[datetime], Any]


class Listening(Resource):
    """For who has a shop; others find nothing."""

    to_act = (Scope.SELL,)

    @property
    def actor(self) -> Actor:
        return Actor(Role.SELLER, self.user.pk)

    def find(self, number: int) -> Endpoint:
        """The shop's own endpoint. Raises Http404 for everybody else's."""
        return get_object_or_404(endpoints_of(self.shop), pk=number)

    def act_with_secret(self, act: Act, *, status: int) -> Response:
        """Carry out what makes a secret, and add it to the answer: it is not kept under the key, as the answer is."""
        answer = self.act(act, status=status)
        made = endpoints_of(self.shop).filter(pk=answer.data["id"], old_until=answer.data["old_until"]).first()
        answer.data = {**answer.data, "secret": secret_of(made.nonce) if made else None}
        return answer


def _endpoint(endpoint: Endpoint) -> Any:
    return shapes.EndpointRow(shapes.endpoint_row(endpoint)).data


def _delivery(delivery: Delivery) -> Any:
    return shapes.DeliveryRow(shapes.delivery_row(delivery)).data


class Endpoints(Listening):
    @operation(
        "list_webhooks",
        "Where your programs listen",
        tag=TAG,
        answer=page_of(shapes.EndpointRow),
        query=[CURSOR, LIMIT],
    )
    def get(self, request: Request) -> Response:
        return Response(
            Pages("pk").take(endpoints_of(self.shop), request, lambda page: [_endpoint(one) for one in page])
        )

    @operation(
        "add_webhook",
        "Add an address, and get its secret",
        tag=TAG,
        takes=shapes.NewEndpoint,
        answer=shapes.EndpointWithSecret,
        status=201,
        method="post",
    )
    def post(self, request: Request) -> Response:
        shop = self.shop
        need_fresh_password(request)
        given = self.body(shapes.NewEndpoint)
        address = look_at(given.pop("url"))
        return self.act_with_secret(
            lambda now: _endpoint(add_endpoint(shop, address, **given, now=now, actor=self.actor)), status=201
        )


class OneEndpoint(Listening):
    @operation("read_webhook", "One of your addresses", tag=TAG, answer=shapes.EndpointRow)
    def get(self, request: Request, number: int) -> Response:
        return Response(_endpoint(self.find(number)))

    @operation(
        "change_webhook",
        "Change what it is for and what it is sent",
        tag=TAG,
        takes=shapes.Wants,
        answer=shapes.EndpointRow,
        method="put",
    )
    def put(self, request: Request, number: int) -> Response:
        found = self.find(number)
        asked = self.body(shapes.Wants)
        return Response(_endpoint(change_endpoint(found.pk, **asked, now=clock.now(), actor=self.actor)))

    @operation("remove_webhook", "Remove it with its log", tag=TAG, answer=None, status=204, method="delete")
    def delete(self, request: Request, number: int) -> Response:
        remove_endpoint(self.find(number).pk, now=clock.now(), actor=self.actor)
        return Response(status=204)


class EndpointState(Listening):
    @operation(
        "switch_webhook",
        "Pause it, or send again what waits",
        tag=TAG,
        takes=shapes.Switched,
        answer=shapes.EndpointRow,
        method="put",
    )
    def put(self, request: Request, number: int) -> Response:
        found = self.find(number)
        asked = self.body(shapes.Switched)
        change = resume_endpoint if asked["on"] else pause_endpoint
        change(found.pk, now=clock.now(), actor=self.actor)
        return Response(_endpoint(self.find(number)))


class EndpointSecret(Listening):
    @operation(
        "roll_webhook_secret",
        "Take a new secret; the one before signs as well for a day",
        tag=TAG,
        answer=shapes.EndpointWithSecret,
        method="post",
    )
    def post(self, request: Request, number: int) -> Response:
        found = self.find(number)
        need_fresh_password(request)
        return self.act_with_secret(lambda now: _endpoint(roll_secret(found.pk, now=now, actor=self.actor)), status=200)


class EndpointTest(Listening):
    @operation(
        "test_webhook", "Send an event that says nothing", tag=TAG, answer=shapes.DeliveryRow, status=201, method="post"
    )
    def post(self, request: Request, number: int) -> Response:
        found = self.find(number)
        return self.act(lambda now: _delivery(send_test(found.pk, now=now, actor=self.actor)), status=201)


class Deliveries(Listening):
    @operation(
        "list_deliveries",
        "What was sent there in the last 30 days, latest first",
        tag=TAG,
        answer=page_of(shapes.DeliveryRow),
        query=[CURSOR, LIMIT],
    )
    def get(self, request: Request, number: int) -> Response:
        found = log_of(self.find(number))
        return Response(Pages("-pk").take(found, request, lambda page: [_delivery(one) for one in page]))


class SentAgain(Listening):
    @operation(
        "send_delivery_again",
        "Send once more what came to its end, under the same webhook-id",
        tag=TAG,
        answer=shapes.DeliveryRow,
        method="post",
    )
    def post(self, request: Request, number: int) -> Response:
        found = get_object_or_404(Delivery, endpoint__shop=self.shop, pk=number)
        return self.act(lambda now: _delivery(send_again(found.pk, now=now, actor=self.actor)))
