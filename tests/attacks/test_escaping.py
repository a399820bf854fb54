"""Words full of markup, template signs and formulas: every page shows them as they were typed, and nothing runs."""

import csv
import html
import io
import re
from datetime import datetime

from django.core import mail
from django.db.models import Model

from core import clock
from core.actor import Actor, Role
from core.models import Deadline, OutboxMessage
from escrow.payments.actions.request_payout import request_payout
from escrow.payments.models import Capture, Decision, Payout, PayoutAccount, ProviderEvent, Refund
from marketplace.catalog.models import Listing, Photo, Shop, Sku
from marketplace.notifications.email import work_off_email
from marketplace.notifications.models import Notification
from marketplace.notifications.notify import notify
from marketplace.orders.actions.confirm_receipt import confirm_receipt
from marketplace.orders.models import Address, Order, OrderLine, Shipment, ShipmentEvent
from marketplace.users.models import User
from tests import make
from tests.access import asking
from tests.access.rows import ROWS
from tests.access.scene import Scene

#: Where people's and machines' words are kept.
KEPT: dict[type[Model], tuple[str, ...]] = {
    User: ("name",),
    Shop: ("name", "second_name", "about", "region"),
    Listing: ("title", "second_title", "description"),
    Sku: ("name",),
    Photo: ("alt",),
    Address: ("recipient", "phone", "region", "street"),
    Order: ("recipient", "phone", "region", "street", "note", "closed_reason"),
    OrderLine: ("title", "second_title", "variant"),
    Shipment: ("carrier", "number"),
    ShipmentEvent: ("text",),
    PayoutAccount: ("bank", "holder"),
    Payout: ("problem",),
    Refund: ("problem",),
    Decision: ("reason",),
    Capture: ("reference", "claimed_reference"),
    Deadline: ("error",),
    OutboxMessage: ("error",),
    ProviderEvent: ("error",),
    Notification: ("email_error",),
}
#: Kept, and shown on no page of the matrix.
UNSEEN = {"Photo.alt", "Payout.problem", "Notification.email_error"}
#: What would run if a page believed it.
ALIVE = re.compile(r"""<script>x|<i onx|["'] onx=""")
FORMULA = re.compile(r"[=+@\t\r]|-(?![0-9.]+$)")


def _evil(number: int, room: int) -> str:
    """At most `room` characters that bear their number and begin as a formula does."""
    if room < 60:
        return f"={number}=\"'><i onx={{{{7*7}}}}"[:room]
    return f"={number}=<script>x</script>{{{{7*7}}}}{{% now 'Y' %}}\" onx=\"x' onx='"


def _spoil(scene: Scene) -> dict[str, str]:
    """Write such words wherever words are kept; answers what stands where."""
    # Their names and references are unique.
    one: dict[type[Model], dict[str, object]] = {
        Shop: {"slug": scene.args["shop"][0]},
        Capture: {"pk": scene.args["suspense"][0]},
        Shipment: {"order__reference": scene.args["delivered"][0]},
    }
    written: dict[str, str] = {}
    for model, names in KEPT.items():
        rooms = {name: getattr(model._meta.get_field(name), "max_length", None) for name in names}
        words = {name: _evil(100 + len(written) + at, room or 200) for at, (name, room) in enumerate(rooms.items())}
        assert model._default_manager.filter(**one.get(model, {})).update(**words) > 0
        written |= {f"{model.__name__}.{name}": text for name, text in words.items()}
    return written


def _more(scene: Scene, now: datetime) -> None:
    """What the world lacks: money on its way to the shop's bank, a kept address, and news of all that happened."""
    shop = Shop.objects.get(slug=scene.args["shop"][0])
    sku = make.sku(make.listing(shop, title="Tea that was sold", now=now))
    order = make.delivered_order(sku=sku, now=now)
    confirm_receipt(order.pk, now=now, actor=make.buyer_of(order))
    seller = Actor(Role.SELLER, shop.owner_id)
    request_payout(book_id=shop.book_id, amount=1_000, currency="CNY", now=now, actor=seller)
    for message in OutboxMessage.objects.filter(dead_at=None):
        notify(message, now)


def test_words_are_shown_as_they_were_typed_and_nothing_in_them_runs(scene: Scene) -> None:
    _more(scene, clock.now())
    written = _spoil(scene)
    alive, shown = [], set()
    for name, row in ROWS.items():
        for person in ("nobody", "buyer", "seller", "operator"):
            with asking.undone():
                place = asking.address(name, row, scene)
                # The address of goods bears their name: the old one leads to the new.
                answer = scene.browser(person).get(place, follow=name == "storefront:listing")
                page = b"".join(answer).decode(errors="replace")
            is_page = answer.get("Content-Type", "text/html").startswith("text/html")
            alive += [(name, person)] if answer.status_code >= 500 or (is_page and ALIVE.search(page)) else []
            read = html.unescape(page)
            shown |= {what for what, words in written.items() if words in read}
    assert alive == []
    assert set(written) - shown == UNSEEN


def test_letters_say_words_as_they_were_typed(scene: Scene) -> None:
    now = clock.now()
    _more(scene, now)
    written = _spoil(scene)
    mail.outbox.clear()
    work_off_email(now)
    texts = [f"{letter.subject}\n{letter.body}" for letter in mail.outbox]
    assert [letter.subject for letter in mail.outbox if len(letter.subject.splitlines()) != 1] == []
    assert [text for text in texts if "&lt;" in text or "&quot;" in text] == []
    assert any(written["Shop.name"] in text for text in texts)
    pages = [str(page) for letter in mail.outbox for page, _kind in getattr(letter, "alternatives", [])]
    assert [page for page in pages if ALIVE.search(page)] == []


def test_no_cell_of_a_statement_is_a_formula(scene: Scene) -> None:
    _more(scene, clock.now())
    written = _spoil(scene)
    text = b"".join(scene.browser("seller").get("/sell/money/statement.csv")).decode("utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(text)) for cell in row]
    assert [cell for cell in cells if FORMULA.match(cell)] == []
    assert any(written["PayoutAccount.bank"] in cell for cell in cells)
