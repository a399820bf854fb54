"""Pictures by the API: sent by the two sides of an order, kept clean, read by nobody else."""

from io import BytesIO
from typing import Any

import pytest
from PIL import Image
from pytest_django.fixtures import Settings

from core import clock
from marketplace.claims.models import Claim, Photo
from marketplace.orders.models import Order
from marketplace.users.models import User
from tests import make
from tests.api.programs import Program, code, program_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def order(person: User, sku: Any) -> Order:
    return make.delivered_order(buyer=person, sku=sku, now=clock.now())


def _send(program: Program, order: Order, file: Any, **named: str) -> tuple[int, Any]:
    return program.upload(f"/api/v1/orders/{order.reference}/photos/", {"photo": file}, **named)


def test_a_picture_is_sent_named_in_what_one_says_and_seen_by_both_sides(
    buyer: Program, seller: Program, order: Order
) -> None:
    status, photo = _send(buyer, order, make.picture())
    kept = Photo.objects.get()
    assert (status, photo["id"], photo["sha256"], photo["address"]) == (
        201,
        kept.pk,
        kept.sha256,
        f"/api/v1/photos/{kept.pk}/",
    )
    assert (buyer.picture(photo["address"]).format, seller.get(photo["address"])[0]) == ("WEBP", 404)
    line = order.lines.get()
    asked = {
        "reason": "damaged",
        "lines": [{"line": line.pk, "amount": 100}],
        "photos": [photo["id"]],
    }
    claim = buyer.post(f"/api/v1/orders/{order.reference}/claims/", asked)[1]
    assert claim["said"][0]["photos"] == [photo]
    for program in (buyer, seller):
        large, small = program.picture(photo["address"]), program.picture(f"{photo['address']}?small=true")
        assert (large.size, small.size, large.format) == ((kept.width, kept.height), (240, 180), "WEBP")
        assert "no-store" in program.last["Cache-Control"]


def test_nobody_else_reads_or_sends_one(stranger: Program, nobody: Program, order: Order, buyer: Program) -> None:
    place = _send(buyer, order, make.picture())[1]["address"]
    assert (code(stranger.get(place)), nobody.get(place)[0]) == ((404, "not_found"), 401)
    assert (_send(stranger, order, make.picture())[0], _send(nobody, order, make.picture())[0]) == (404, 401)
    assert Photo.objects.count() == 1


def test_a_side_shows_its_own_pictures_alone(buyer: Program, seller: Program, order: Order) -> None:
    claim = make.claim(order, make.asked_of(order, 4000), now=clock.now())
    photo = _send(buyer, order, make.picture())[1]["id"]
    answer = seller.post(f"/api/v1/claims/{claim.pk}/refusal/", {"words": "No.", "photos": [photo]})
    assert code(answer) == (400, "photos_unknown")
    assert make.reread(claim).state == "asked"


def test_the_same_key_means_the_same_bytes(buyer: Program, order: Order) -> None:
    first = _send(buyer, order, make.picture(), key="k")
    assert (_send(buyer, order, make.picture(), key="k"), buyer.last["Idempotency-Replayed"]) == (first, "true")
    assert code(_send(buyer, order, make.picture(801), key="k")) == (422, "idempotency_mismatch")
    assert Photo.objects.count() == 1


def _named(content: bytes, name: str) -> BytesIO:
    file = BytesIO(content)
    file.name = name
    return file


@pytest.mark.parametrize(
    ("content", "wanted"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "photo_unreadable"),
        (b"<html><script>alert(1)</script>", "photo_unreadable"),
        (b"\xff\xd8\xff\xe0 but no more", "photo_unreadable"),
        (b"", "invalid"),
    ],
)
def test_what_is_no_picture_is_refused_whatever_it_is_called(
    content: bytes, wanted: str, buyer: Program, order: Order
) -> None:
    answer = _send(buyer, order, _named(content, "tea.jpg"))
    assert (code(answer), answer[1]["errors"][0]["field"].startswith("photo")) == ((400, wanted), True)
    assert Photo.objects.count() == 0


def test_a_picture_of_too_many_pixels_is_refused_before_it_is_decoded(buyer: Program, order: Order) -> None:
    bomb = BytesIO()
    Image.new("1", (6000, 5000)).save(bomb, "PNG")
    assert code(_send(buyer, order, _named(bomb.getvalue(), "tea.png"))) == (400, "photo_too_large")


def test_a_telephones_picture_is_taken_from_a_token_and_no_more_than_that(buyer: Program, order: Order) -> None:
    heavy = make.picture().read() + bytes(5_000_000)
    assert _send(buyer, order, _named(heavy, "tea.jpg"))[0] == 201
    assert code(_send(buyer, order, _named(bytes(12_700_000), "tea.jpg"))) == (413, "too_large")
    assert code(_send(Program(), order, _named(heavy, "tea.jpg"))) == (401, "not_authenticated")


def test_what_is_no_form_is_refused(buyer: Program, order: Order) -> None:
    place = f"/api/v1/orders/{order.reference}/photos/"
    named = {**buyer.headers, "Idempotency-Key": "k"}
    for body, kind, wanted in (
        (b"{}", "application/json", (415, "unsupported_media_type")),
        (b"x", "multipart/form-data", (400, "parse_error")),
        (b"--b\r\nbroken", "multipart/form-data; boundary=b", (400, "invalid")),
        (b"--b\r\nContent-Disposition: form-data; name=photo\r\n\r\nno file\r\n--b--", FORM, (400, "invalid")),
        (_many(b'name="f"; filename="x"', 101), FORM, (413, "too_large")),
        (_many(b'name="f"', 1001), FORM, (413, "too_large")),
    ):
        answer = buyer.client.post(place, body, content_type=kind, headers=named)
        assert (answer.status_code, answer.json()["code"]) == wanted


FORM = "multipart/form-data; boundary=b"


def _many(part: bytes, count: int) -> bytes:
    return (b"--b\r\nContent-Disposition: form-data; " + part + b"\r\n\r\nx\r\n") * count + b"--b--"


def test_a_side_sends_so_many_and_no_more(buyer: Program, order: Order, settings: Settings) -> None:
    settings.MAX_ORDER_PHOTOS = 1
    assert _send(buyer, order, make.picture())[0] == 201
    assert code(_send(buyer, order, make.picture())) == (409, "photos_too_many")


def test_a_picture_whose_file_is_gone_is_not_found(buyer: Program, order: Order) -> None:
    photo = _send(buyer, order, make.picture())[1]
    kept = Photo.objects.get()
    kept.file.storage.delete(str(kept.file.name))
    assert code(buyer.get(photo["address"])) == (404, "not_found")
    assert buyer.picture(f"{photo['address']}?small=true").size == (240, 180)


def test_a_token_that_only_reads_sends_none(order: Order) -> None:
    assert code(_send(program_of(order.buyer, ["read"]), order, make.picture())) == (403, "scope_missing")
    assert Claim.objects.count() == 0
