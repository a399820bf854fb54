"""What buyer and shop write to one another: about an order, and before buying."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request
from rest_framework.response import Response

from core.actor import Actor, Role
from core.entrance import takes_uploads
from core.errors import Invalid
from marketplace.api.media import Multipart, Parser
from marketplace.api.models import SCOPES, Scope
from marketplace.api.pages import Pages
from marketplace.api.resource import Resource
from marketplace.api.resources.sides import find_order, of_either_side
from marketplace.api.schema import CURSOR, LIMIT, View, operation, page_of, picture
from marketplace.api.serializers import talk as shapes
from marketplace.api.serializers.photos import Which
from marketplace.catalog.models import Shop
from marketplace.catalog.pictures import Taken, take_all
from marketplace.conversations import queries
from marketplace.conversations.actions.ask_shop import ask_shop
from marketplace.conversations.actions.mark_read import mark_read
from marketplace.conversations.actions.write_message import write_about_order, write_message
from marketplace.conversations.models import Message, Photo, Thread
from marketplace.trade import claim_photos
from marketplace.trade.talk import read, rows
from marketplace.trade.talk_posting import MOST_UPLOADED
from marketplace.users.models import User

TAG = "Conversations"
Write = Callable[[dict[str, Any], Sequence[Taken], datetime], Message]


def threads_of(user: User, role: Role) -> QuerySet[Thread]:
    """What `user` reads as buyer, or as shop: of none, if they have none."""
    if role == Role.BUYER:
        return queries.of_buyer(user)
    shop = Shop.objects.filter(owner=user).first()
    return queries.of_shop(shop) if shop else Thread.objects.none()


def find_thread(user: User, number: int) -> tuple[Thread, Role]:
    """A conversation of `user`, and their side of it. Raises Http404 for everybody else."""
    for role in SCOPES:
        if found := threads_of(user, role).filter(pk=number).first():
            return found, role
    raise Http404


def _thread(user: User, number: int) -> Any:
    thread, role = find_thread(user, number)
    (row,) = rows([thread], role)
    return shapes.ThreadRow(shapes.thread_row(row, role)).data


def _messages(thread: Thread, found: list[Message], role: Role) -> Any:
    return shapes.MessageRow([shapes.message_row(one) for one in read(thread, found, role)], many=True).data


class Threads(Resource):
    @operation(
        "list_threads",
        "Your conversations, the newest word first",
        tag=TAG,
        answer=page_of(shapes.ThreadRow),
        query=[shapes.WhichThreads, CURSOR, LIMIT],
    )
    def get(self, request: Request) -> Response:
        wanted = self.query(shapes.WhichThreads)
        role = Role(wanted["as"])
        found = threads_of(self.user, role)
        if wanted["unread"]:
            found = queries.unread_threads(found, role)
        if "order" in wanted:
            found = found.filter(order__reference=wanted["order"])

        def shown(page: list[Thread]) -> Any:
            return shapes.ThreadRow([shapes.thread_row(row, role) for row in rows(page, role)], many=True).data

        return Response(Pages("-last_at", "-pk").take(found, request, shown))


class OneThread(Resource):
    @operation("read_thread", "One conversation", tag=TAG, answer=shapes.ThreadRow)
    def get(self, request: Request, number: int) -> Response:
        return Response(_thread(self.user, number))


def writing(
    name: str, summary: str, takes: type[shapes.Written], form: type[shapes.WithPhotos]
) -> Callable[[View], View]:
    """The schema of an act that keeps a message."""
    return operation(
        name, summary, tag=TAG, takes=takes, as_form=form, answer=shapes.MessageRow, status=201, method="post"
    )


class Writing(Resource):
    """A message, POSTed as JSON, or with pictures as a form. A token needs the scope of its owner's side."""

    to_act: ClassVar[tuple[Scope, ...]] = (Scope.BUY, Scope.SELL)
    parser_classes = [Parser, Multipart]

    def keep(self, role: Role, form: type[shapes.WithPhotos], write: Write) -> Response:
        """Read what was sent, pictures before any lock, and keep it under the request's key."""
        self.need(SCOPES[role])
        given = self.body(form)
        photos = take_all(given.pop("photos"))

        def act(now: datetime) -> Any:
            made = write(given, photos, now)
            thread = find_thread(self.user, made.thread_id)[0]
            (shown,) = _messages(thread, list(queries.said_in(thread=thread).filter(pk=made.pk)), role)
            return shown

        return self.act(act, status=201, sent={**given, "photos": [one.sha256 for one in photos]})


takes_pictures = method_decorator(takes_uploads(MOST_UPLOADED, knows_who_asks=True), name="dispatch")


@takes_pictures
class Messages(Writing):
    @operation(
        "list_messages",
        "What was written in a conversation, latest first",
        tag=TAG,
        answer=page_of(shapes.MessageRow),
        query=[CURSOR, LIMIT],
    )
    def get(self, request: Request, number: int) -> Response:
        thread, role = find_thread(self.user, number)
        said = queries.said_in(thread=thread)
        return Response(Pages("-at").take(said, request, lambda page: _messages(thread, page, role)))

    @writing("write_message", "Write in a conversation", shapes.Written, shapes.WrittenForm)
    def post(self, request: Request, number: int) -> Response:
        thread, role = find_thread(self.user, number)
        who = Actor(role, self.user.pk)
        return self.keep(
            role,
            shapes.WrittenForm,
            lambda given, photos, now: write_message(thread.pk, **given, photos=photos, now=now, actor=who),
        )


@takes_pictures
class OrderMessages(Writing):
    @writing("write_about_order", "Write to the other side of an order", shapes.Written, shapes.WrittenForm)
    def post(self, request: Request, reference: str) -> Response:
        order, role = find_order(self.user, reference)
        who = Actor(role, self.user.pk)
        return self.keep(
            role,
            shapes.WrittenForm,
            lambda given, photos, now: write_about_order(order.pk, **given, photos=photos, now=now, actor=who),
        )


@takes_pictures
class Questions(Writing):
    to_act = (Scope.BUY,)

    @writing("ask_shop", "Ask a shop before buying", shapes.Question, shapes.QuestionForm)
    def post(self, request: Request, slug: str) -> Response:
        shop = get_object_or_404(Shop, slug=slug)
        who = Actor(Role.BUYER, self.user.pk)

        def ask(given: dict[str, Any], photos: Sequence[Taken], now: datetime) -> Message:
            listing = given.get("listing")
            return ask_shop(shop.pk, words=given["words"], photos=photos, listing_id=listing, now=now, actor=who)

        return self.keep(Role.BUYER, shapes.QuestionForm, ask)


class ReadMark(Resource):
    to_act = (Scope.BUY, Scope.SELL)

    @operation(
        "mark_read",
        "Say that you have seen everything up to a message",
        tag=TAG,
        takes=shapes.SeenUpTo,
        answer=shapes.ThreadRow,
        method="post",
    )
    def post(self, request: Request, number: int) -> Response:
        thread, role = find_thread(self.user, number)
        self.need(SCOPES[role])
        asked = self.body(shapes.SeenUpTo)
        seen = Message.objects.filter(thread=thread, pk=asked["message"]).first()
        if seen is None:
            raise Invalid("message_unknown", _("There is no such message in this conversation."), field="message")

        def mark(now: datetime) -> Any:
            mark_read(thread.pk, up_to=seen.at, now=now, actor=Actor(role, self.user.pk))
            return _thread(self.user, thread.pk)

        return self.act(mark)


class MessagePhoto(Resource):
    @picture("read_message_photo", "A picture of one of your conversations, as WebP", tag=TAG, query=[Which])
    def get(self, request: Request, number: int) -> FileResponse:
        asked = self.query(Which)
        mine = Photo.objects.filter(of_either_side(self.user, order="message__thread__"))
        return claim_photos.opened(get_object_or_404(mine, pk=number), small=asked["small"])
