"""The site's processes as the journeys use them."""

import time

from celery import Celery
from django.db import connection

from marketplace.demo.site import Site, answers


def test_the_site_and_its_test_share_a_database(site: Site) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_database()")
        assert site.environment()["DATABASE_URL"].endswith(f"/{cursor.fetchone()[0]}")
        cursor.execute("SELECT DISTINCT usename FROM pg_stat_activity WHERE datname = current_database()")
        assert cursor.fetchall() == [("danbao_app",)]


def test_web_killed_with_9_answers_again(killed_site: Site) -> None:
    killed_site.kill("web")
    killed_site.start("web")
    killed_site.wait_ready()
    assert answers(f"{killed_site.url}/readyz")


def test_the_worker_finds_a_valkey_that_was_killed_and_came_back(killed_site: Site) -> None:
    killed_site.kill("valkey")
    assert answers(f"{killed_site.url}/readyz")
    killed_site.start("valkey")
    broker = killed_site.environment()["REDIS_URL"].replace("unix://", "redis+socket://", 1)
    limit = time.monotonic() + 60
    with Celery(broker=broker) as app:
        while not app.control.ping(timeout=1):
            killed_site.supervisor.check()
            assert time.monotonic() < limit
