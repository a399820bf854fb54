"""What we show a provider: all that is known, kept as it was sent, once, within its time."""

from datetime import datetime, timedelta

import pytest

from core.actor import Actor, Role
from core.errors import DomainError
from core.models import AuditRecord, Deadline
from escrow.payments import gateways
from escrow.payments.models import Chargeback
from escrow.payments.providers.protocol import EvidenceRefused, GatewayError
from marketplace.chargebacks.actions.miss_evidence import miss_evidence
from marketplace.chargebacks.actions.send_evidence import work_off_evidence
from marketplace.chargebacks.actions.submit_evidence import submit_evidence
from marketplace.chargebacks.models import Evidence
from marketplace.claims.actions.add_photo import add_photo
from tests import make

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
WORDS = "It was delivered."


class Deaf:
    """A provider whose answer to evidence is `answer`."""

    def __init__(self, answer: Exception | None) -> None:
        self.answer, self.heard = answer, 0

    def send_evidence(self, _chargeback: Chargeback, _evidence: object) -> None:
        self.heard += 1
        if self.answer is not None:
            raise self.answer


def _written(chargeback: Chargeback, now: datetime) -> Evidence:
    return submit_evidence(chargeback.pk, statement=WORDS, now=now, actor=make.desk())


def _acts(chargeback: Chargeback) -> list[str]:
    rows = AuditRecord.objects.filter(subject_type="chargeback", subject_id=chargeback.pk).order_by("pk")
    return list(rows.values_list("action", flat=True))


def test_it_holds_the_order_the_tracking_the_talk_the_claims_and_the_photos_by_digest(now: datetime) -> None:
    order = make.delivered_order(now=now)
    photo = add_photo(order.pk, make.picture(), now=now, actor=make.buyer_of(order))
    make.letter(order, "Is it dry?", now=now)
    claim = make.claim(order, now=now)
    claim.statements.get().photos.add(photo)
    document = _written(make.chargeback(order, now=now), now).document
    (shown,) = document["orders"]
    assert (document["statement"], document["amount"], shown["reference"]) == (WORDS, 12_800, order.reference)
    assert [line["amount"] for line in shown["lines"]] == [11_800]
    assert (shown["tracking"]["number"], shown["tracking"]["delivered_at"]) == (order.shipment.number, now.isoformat())
    assert [said["words"] for said in shown["conversation"]] == ["Is it dry?"]
    assert [said["photos"] for said in shown["claims"][0]["said"]] == [[photo.sha256]]
    assert {"placed", "paid", "shipped", "delivered", "disputed"} <= {row["act"] for row in shown["record"]}


@pytest.mark.parametrize(
    ("answer", "refused", "act"),
    [
        (None, "", "evidence_sent"),
        (EvidenceRefused("too late"), "too late", "evidence_refused"),
        (EvidenceRefused("too late\0\ud83d"), "too late", "evidence_refused"),
        (EvidenceRefused("\0"), "refused", "evidence_refused"),
        (GatewayError("no answer"), "", "submit_evidence"),
    ],
)
def test_it_is_sent_until_there_is_an_answer(
    now: datetime, monkeypatch: pytest.MonkeyPatch, answer: Exception | None, refused: str, act: str
) -> None:
    disputed = make.chargeback(make.delivered_order(now=now), now=now)
    _written(disputed, now)
    provider = Deaf(answer)
    monkeypatch.setattr(gateways, "get", lambda _name: provider)
    for minutes in (0, 0, 1):
        work_off_evidence(now + timedelta(minutes=minutes))
    found, sent = Evidence.objects.get(), answer is None
    assert (found.sent_at is not None, found.refused, _acts(disputed)[-1]) == (sent, refused, act)
    assert provider.heard == (1 if sent or refused else 2)
    open_clock = Deadline.objects.filter(subject_type="chargeback", done_at=None)
    assert open_clock.exists() is not sent


def test_what_waits_for_a_provider_that_is_not_set_up_stops_nothing(
    now: datetime, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    stranded, disputed = (make.chargeback(make.delivered_order(now=now), now=now) for _number in range(2))
    for one in (stranded, disputed):
        _written(one, now)
    Chargeback.objects.filter(pk=stranded.pk).update(gateway="gone")
    provider = Deaf(None)
    monkeypatch.setattr(gateways, "get", lambda _name: provider)
    assert (work_off_evidence(now), provider.heard) == (1, 1)
    assert Evidence.objects.get(chargeback=stranded).asked_at is None
    assert "evidence waits for a provider that is not set up" in caplog.text


def test_neither_side_of_an_order_writes_it(now: datetime) -> None:
    order = make.delivered_order(now=now)
    disputed = make.chargeback(order, now=now)
    for own in (order.buyer_id, order.shop.owner_id):
        with pytest.raises(DomainError) as refusal:
            submit_evidence(disputed.pk, statement=WORDS, now=now, actor=Actor(Role.OPERATOR, own))
        assert (refusal.value.code, Evidence.objects.count()) == ("own_order", 0)


def test_it_is_written_once_while_it_is_open_and_in_time(now: datetime) -> None:
    disputed, decided = (make.chargeback(make.delivered_order(now=now), now=now) for _number in range(2))
    make.won(decided, now=now)
    _written(disputed, now)
    codes = []
    for one, at in ((disputed, now), (decided, now)):
        with pytest.raises(DomainError) as refusal:
            _written(one, at)
        codes.append(refusal.value.code)
    late = make.chargeback(make.delivered_order(now=now), now=now)
    with pytest.raises(DomainError) as refusal:
        submit_evidence(late.pk, statement=WORDS, now=now + 7 * DAY, actor=Actor(Role.OPERATOR, make.operator().pk))
    assert [*codes, refusal.value.code] == ["evidence_known", "chargeback_decided", "evidence_late"]
    for words in ("", " ", "x" * 2001):
        with pytest.raises(DomainError):
            submit_evidence(late.pk, statement=words, now=now, actor=make.desk())


def test_time_passes_once_and_is_written_down(now: datetime) -> None:
    disputed = make.chargeback(make.delivered_order(now=now), now=now)
    assert not miss_evidence(disputed.pk, now=now + 6 * DAY)
    assert [miss_evidence(disputed.pk, now=now + 7 * DAY) for _time in range(2)] == [True, False]
    assert _acts(disputed)[-1] == "evidence_missed"
