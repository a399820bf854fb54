"""Two workers at once, and one that is killed or comes too late: each is sent once, or once more under its id."""

import threading
from datetime import datetime, timedelta

from django.db import connection

from marketplace.webhooks import outcomes
from marketplace.webhooks import post as posting
from marketplace.webhooks.delivering import LEASE, lease, work_off_deliveries
from marketplace.webhooks.models import Delivery, Endpoint
from tests import make
from tests.conftest import CommittedDatabase
from tests.escrow.at_once import at_once
from tests.killing import killed_at
from tests.webhooks.conftest import Clock, at
from tests.webhooks.receiver import Receiver, status


def test_a_failure_that_comes_after_its_lease_counts_no_more(
    listening: Endpoint, receiver: Receiver, now: datetime
) -> None:
    make.delivery(listening, now=now)
    (late,) = lease(now, 16)
    (again,) = lease(now + LEASE, 16)
    outcomes.record(late, posting.Answer(status=500), now=now + LEASE)
    again_row = Delivery.objects.get()
    assert (again_row.due_at, again_row.attempts, again_row.status) == (again.due_at, 2, None)
    outcomes.record(late, posting.Answer(status=200), now=now + LEASE)
    assert Delivery.objects.get().state == "delivered"


def test_no_transaction_is_open_while_a_webhook_is_sent(
    committed_db: CommittedDatabase, receiver: Receiver, now: datetime, at_now: Clock
) -> None:
    make.delivery(make.endpoint(url=receiver.url, now=now), now=now)
    seen: list[int] = []

    def look(handler: object) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                " AND pid <> pg_backend_pid() AND xact_start IS NOT NULL AND state <> 'active'"
                " AND backend_type = 'client backend'"
            )
            seen.append(cursor.fetchone()[0])
        connection.close()
        status(204)(handler)  # type: ignore[arg-type]  # a handler

    receiver.manners = [look]
    assert (work_off_deliveries(at_now), seen) == (1, [0])


def test_two_workers_at_once_send_each_once(
    committed_db: CommittedDatabase, receiver: Receiver, another: Receiver, now: datetime, at_now: Clock
) -> None:
    for url in (receiver.url, another.url):
        listening = make.endpoint(url=url, now=now)
        for _ in range(4):
            make.delivery(listening, now=now)
    assert at_once([lambda: work_off_deliveries(at_now)] * 3) == ["done"] * 3
    sent = [heard.headers["webhook-id"] for heard in (*receiver.all(), *another.all())]
    assert (len(sent), len(set(sent))) == (8, 8)
    assert Delivery.objects.filter(delivered_at=None).count() == 0


def test_two_that_lease_at_once_take_nothing_twice(committed_db: CommittedDatabase, now: datetime) -> None:
    for number in range(6):
        make.delivery(make.endpoint(url=f"https://hooks{number}.example.org/", now=now), now=now)
    taken: list[int] = []
    at_once([lambda: taken.extend(one.pk for one in lease(now, 16))] * 4)
    assert (len(taken), len(set(taken))) == (6, 6)


def test_while_one_worker_sends_another_goes_back_to_other_work(
    committed_db: CommittedDatabase, receiver: Receiver, now: datetime, at_now: Clock
) -> None:
    make.delivery(make.endpoint(url=receiver.url, now=now), now=now)
    came: list[int] = []

    def work() -> None:
        came.append(work_off_deliveries(at_now))
        connection.close()

    def come(handler: object) -> None:
        other = threading.Thread(target=work)
        other.start()
        other.join(20)
        status(204)(handler)  # type: ignore[arg-type]  # a handler

    receiver.manners = [come]
    assert (work_off_deliveries(at_now), came) == (1, [0])


def test_killed_between_sending_and_writing_it_down_it_is_sent_again_under_the_same_id(
    committed_db: CommittedDatabase, receiver: Receiver, now: datetime, at_now: Clock
) -> None:
    delivery = make.delivery(make.endpoint(url=receiver.url, now=now), now=now)
    killed_at("webhook.sent", lambda: work_off_deliveries(at_now))
    delivery.refresh_from_db()
    assert (delivery.state, delivery.attempts, delivery.due_at) == ("waiting", 1, now + LEASE)
    assert work_off_deliveries(at(now + LEASE - timedelta(seconds=1))) == 0
    assert work_off_deliveries(at(now + LEASE)) == 1
    assert [heard.headers["webhook-id"] for heard in receiver.all()] == [delivery.event] * 2
    delivery.refresh_from_db()
    assert (delivery.state, delivery.attempts) == ("delivered", 2)
