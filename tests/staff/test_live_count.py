"""With script the sums follow what is typed, before any reason is written."""

from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, Route

from core import clock
from tests import make

SITE = "https://danbao.test"


@pytest.mark.django_db
def test_the_sums_follow_what_is_typed(
    browser: Browser, db: None, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: now)
    claim, client = make.claim_to_rule(now=now), Client()
    client.force_login(make.operator())
    page_at, preview_at = reverse("staff:claim", args=[claim.pk]), reverse("staff:ruling_preview", args=[claim.pk])
    answers = {page_at: client.get(page_at)}
    form = {"way": "lines", f"line_{claim.order.lines.get().pk}": "12.34", "line_sending": "0"}
    answers[preview_at] = client.post(preview_at, form, headers={"HX-Request": "true"})
    answers["/static/htmx.min.js"] = client.get("/static/htmx.min.js")
    bodies = {path: b"".join(answer) for path, answer in answers.items()}
    posted: list[str] = []

    def fulfil(route: Route) -> None:
        path = route.request.url.removeprefix(SITE)
        if route.request.method == "POST":
            posted.append(route.request.post_data or "")
        if path in bodies:
            route.fulfill(body=bodies[path], headers=dict(answers[path].headers))
        else:
            route.abort()

    page = browser.new_page()
    page.route("**/*", fulfil)
    page.goto(SITE + page_at)
    assert "Rule: ¥40.00 back, ¥86.05 to the shop" in page.inner_text("#sums")
    page.locator("input[name^=line_]").first.fill("12.34")
    page.get_by_text("Rule: ¥12.34 back").wait_for()
    assert "¥12.34 goes back to Lin Yue" in page.inner_text("#said")
    assert [f"line_{claim.order.lines.get().pk}=12.34" in body for body in posted] == [True] * len(posted)
    assert len(posted) > 0
    page.close()
