"""The desk's rooms about people: finding them, suspending and what becomes of it, deleting a review.

Nobody reads or decides here about themselves; who suspended decides nothing that follows.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from rest_framework.request import Request
from rest_framework.response import Response

from core import clock
from marketplace.api.pages import Pages
from marketplace.api.resources.desk import AtTheDesk
from marketplace.api.schema import CURSOR, LIMIT, View, operation, page_of
from marketplace.api.serializers import desk_people as shapes
from marketplace.api.serializers import desk_people_bodies as bodies
from marketplace.catalog.actions.suspend_person import suspend_person
from marketplace.catalog.actions.suspend_shop import suspend_shop
from marketplace.catalog.models import Shop
from marketplace.suspensions.actions.keep_suspension import keep_suspension
from marketplace.suspensions.actions.lift_suspension import lift_suspension
from marketplace.suspensions.models import Suspension
from marketplace.suspensions.queries import waiting_appeals
from marketplace.trade import desk_people, dossier
from marketplace.trade.of_others import of_others
from marketplace.trade.review_page import in_public
from marketplace.users.models import User
from reviews.actions.delete_review import delete_review
from reviews.queries import opened

TAG = "The desk: people"
#: What a suspension is shown with.
NAMES = ("person", "by", "kept_by", "lifted_by")


class People(AtTheDesk):
    @operation(
        "list_people",
        "Everybody, or whom a word means; who came last first",
        tag=TAG,
        answer=page_of(shapes.DeskPersonRow),
        query=[shapes.WhichPeople, CURSOR, LIMIT],
    )
    def get(self, request: Request) -> Response:
        asked = self.query(shapes.WhichPeople)
        _words, which = desk_people.LISTS[asked["show"]]
        found = desk_people.found(desk_people.asked(asked["q"])).filter(which)

        def rows(page: list[User]) -> Any:
            told = [bodies.person_row(one, self.user.pk) for one in page]
            return shapes.DeskPersonRow(told, many=True).data

        return Response(Pages("-date_joined", "-pk").take(found, request, rows))


class OnePerson(AtTheDesk):
    @operation(
        "read_person",
        "One person: what they bought, how their claims went, what was suspended and why",
        tag=TAG,
        answer=shapes.DeskPerson,
        may_refuse=True,
    )
    def get(self, request: Request, number: int) -> Response:
        try:
            known = dossier.of_person(number, self.user.pk)
        except User.DoesNotExist:
            raise Http404 from None
        return Response(shapes.DeskPerson(bodies.desk_person(known, self.user.pk)).data)


class OneShop(AtTheDesk):
    @operation(
        "read_desk_shop",
        "One shop: its money, its orders, how its claims went, what was suspended and why",
        tag=TAG,
        answer=shapes.DeskShop,
        may_refuse=True,
    )
    def get(self, request: Request, number: int) -> Response:
        try:
            known = dossier.of_shop(number, self.user.pk, clock.now())
        except Shop.DoesNotExist:
            raise Http404 from None
        return Response(shapes.DeskShop(bodies.desk_shop(known, self.user.pk)).data)


class Suspended(AtTheDesk):
    """What suspends, or decides about a suspension, answers it as it stands then."""

    def rows(self, page: list[Suspension]) -> Any:
        return shapes.DeskSuspension(bodies.suspensions(page, self.user.pk), many=True).data

    def carry_out(self, request: Request, do: Callable[..., Suspension], about: int, *, status: int = 200) -> Response:
        """Do it with the reason that was sent."""
        asked = self.body(shapes.Suspending)

        def act(now: datetime) -> Any:
            made = do(about, **asked, now=now, actor=self.actor)
            return self.rows([Suspension.objects.select_related(*NAMES).get(pk=made.pk)])[0]

        return self.act(act, status=status)


def deciding(name: str, summary: str, status: int = 200) -> Callable[[View], View]:
    """The schema of an act that takes a reason."""
    return operation(
        name,
        summary,
        tag=TAG,
        takes=shapes.Suspending,
        answer=shapes.DeskSuspension,
        status=status,
        method="post",
    )


class PersonSuspension(Suspended):
    @deciding("suspend_person", "Suspend a person, and their shop with them", 201)
    def post(self, request: Request, number: int) -> Response:
        get_object_or_404(User, pk=number)
        return self.carry_out(request, suspend_person, number, status=201)


class ShopSuspension(Suspended):
    @deciding("suspend_shop", "Suspend a shop", 201)
    def post(self, request: Request, number: int) -> Response:
        get_object_or_404(Shop, pk=number)
        return self.carry_out(request, suspend_shop, number, status=201)


class Appeals(Suspended):
    @operation(
        "list_appeals",
        "Appeals of others against suspensions that nobody has decided about, oldest first",
        tag=TAG,
        answer=page_of(shapes.DeskSuspension),
        query=[CURSOR, LIMIT],
    )
    def get(self, request: Request) -> Response:
        waiting = of_others(waiting_appeals(), self.user.pk).select_related(*NAMES)
        return Response(Pages("appealed_at", "pk").take(waiting, request, self.rows))


class Keeping(Suspended):
    @deciding("keep_suspension", "Keep a suspension after its appeal")
    def post(self, request: Request, number: int) -> Response:
        get_object_or_404(Suspension, pk=number)
        return self.carry_out(request, keep_suspension, number)


class Lifting(Suspended):
    @deciding("lift_suspension", "Lift a suspension, after an appeal or without one")
    def post(self, request: Request, number: int) -> Response:
        get_object_or_404(Suspension, pk=number)
        return self.carry_out(request, lift_suspension, number)


def reviewed(number: int) -> Any:
    """An open review as the desk reads it. Raises Http404."""
    (shown,) = in_public([get_object_or_404(opened(), pk=number)])
    return shapes.DeskReview(bodies.desk_review(shown)).data


class OpenReview(AtTheDesk):
    @operation("read_desk_review", "An open review, of either side", tag=TAG, answer=shapes.DeskReview)
    def get(self, request: Request, number: int) -> Response:
        return Response(reviewed(number))


class ReviewDeletion(AtTheDesk):
    @operation(
        "delete_review",
        "Take a review away; the reason stands in its place",
        tag=TAG,
        takes=shapes.Deleting,
        answer=shapes.DeskReview,
        method="post",
    )
    def post(self, request: Request, number: int) -> Response:
        get_object_or_404(opened(), pk=number)
        asked = self.body(shapes.Deleting)

        def act(now: datetime) -> Any:
            delete_review(number, **asked, now=now, actor=self.actor)
            return reviewed(number)

        return self.act(act)
