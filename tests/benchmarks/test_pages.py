"""How `make pages` judges: what is over its budget is named, and nothing is passed over in silence."""

import pytest
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from benchmarks.pages import counting
from benchmarks.pages.__main__ import close
from benchmarks.pages.budgets import KB, Kind, Row, What, judge, markdown, passed, table, worst
from benchmarks.pages.places import PLACES
from benchmarks.pages.visit import Traffic, first_view

LIGHT: dict[What, float] = {
    What.HTML: 5 * KB,
    What.CSS: 9 * KB,
    What.JS: 0,
    What.FIRST_VIEW: 60 * KB,
    What.REQUESTS: 12,
    What.REPEAT_VIEW: 5 * KB,
    What.QUERIES: 9,
    What.FIRST_PAINT: 1.2,
    What.USABLE: 1.4,
    What.LCP: 0.6,
    What.CLS: 0.0,
}

#: The budgets as they were set, each at the last amount that is still allowed and the first that is not.
EDGES = [
    (Kind.PLAIN, What.HTML, 14 * KB, 14 * KB + 1),
    (Kind.PLAIN, What.CSS, 15 * KB, 15 * KB + 1),
    (Kind.PLAIN, What.JS, 25 * KB, 25 * KB + 1),
    (Kind.PLAIN, What.REPEAT_VIEW, 30 * KB, 30 * KB + 1),
    (Kind.PLAIN, What.QUERIES, 15, 16),
    (Kind.PLAIN, What.FIRST_PAINT, 2.5, 2.501),
    (Kind.PLAIN, What.USABLE, 5.0, 5.001),
    (Kind.PLAIN, What.LCP, 1.5, 1.501),
    (Kind.PLAIN, What.CLS, 0.05, 0.051),
    (Kind.LIST, What.FIRST_VIEW, 150 * KB, 150 * KB + 1),
    (Kind.LIST, What.REQUESTS, 20, 21),
    (Kind.PRODUCT, What.FIRST_VIEW, 170 * KB, 170 * KB + 1),
    (Kind.CHECKOUT, What.FIRST_VIEW, 70 * KB, 70 * KB + 1),
]


@pytest.mark.parametrize(("kind", "what", "allowed", "too_much"), EDGES)
def test_a_page_over_its_budget_is_named(kind: Kind, what: What, allowed: float, too_much: float) -> None:
    kept = judge("the page", kind, LIGHT | {what: allowed})
    broken = judge("the page", kind, LIGHT | {what: too_much})
    assert [row for row in kept if not row.is_kept] == []
    assert [(row.page, row.what) for row in broken if not row.is_kept] == [("the page", what)]
    assert [sentence.split(" is ")[0] for sentence in passed(broken)] == [f"the page: {what}"]
    assert [line[-2:] for line in table(broken).splitlines() if f"  {what} " in line] == ["NO"]
    assert markdown(broken).count("**") == 2


def test_the_run_fails_when_one_page_of_many_passes_a_budget(capsys: pytest.CaptureFixture[str]) -> None:
    kept, broken = judge("home", Kind.LIST, LIGHT), judge("checkout", Kind.CHECKOUT, LIGHT | {What.QUERIES: 16})
    assert (close(kept), close(kept + broken), close([])) == (0, 1, 1)
    assert capsys.readouterr().out.splitlines() == [
        "Every page keeps its budgets.",
        "checkout: queries is 16, at most 15.",
        "Nothing was measured.",
    ]


def test_what_was_not_measured_is_not_passed_over() -> None:
    with pytest.raises(KeyError):
        judge("the page", Kind.PLAIN, {what: amount for what, amount in LIGHT.items() if what is not What.LCP})


def test_a_page_without_a_budget_for_it_is_reported_all_the_same() -> None:
    rows = judge("the page", Kind.PLAIN, LIGHT | {What.FIRST_VIEW: 900 * KB})
    assert Row("the page", What.FIRST_VIEW, 900 * KB, None) in rows
    assert passed(rows) == []


def test_of_several_ways_to_look_the_worst_counts() -> None:
    assert worst([{What.HTML: 3, What.LCP: 0.5}, {What.HTML: 2, What.LCP: 0.9}]) == {What.HTML: 3, What.LCP: 0.9}


def test_an_answer_says_how_many_queries_it_took(db: None, rf: RequestFactory) -> None:
    def view(_request: HttpRequest) -> HttpResponse:
        with connection.cursor() as cursor:
            for _time in range(3):
                cursor.execute("SELECT 1")
        return HttpResponse()

    assert counting.middleware(view)(rf.get("/")).headers["X-Queries"] == "3"


def test_a_site_that_does_not_count_is_refused() -> None:
    with pytest.raises(LookupError):
        first_view(Traffic())


def test_traffic_is_what_came_over_the_line() -> None:
    traffic = Traffic()
    page = {"url": "http://here/", "headers": {"x-queries": "7"}}
    traffic.answered({"requestId": "1", "type": "Document", "response": page})
    traffic.answered({"requestId": "2", "type": "Image", "response": {"url": "http://here/a.webp", "headers": {}}})
    traffic.answered({"requestId": "3", "type": "Image", "response": {"url": "data:image/png,", "headers": {}}})
    for number, length in (("1", 4000), ("2", 6000), ("3", 50)):
        traffic.ended({"requestId": number, "encodedDataLength": length})
    # Kept by the browser: an answer without a byte on the line.
    traffic.answered({"requestId": "4", "type": "Stylesheet", "response": {"url": "http://here/s.css", "headers": {}}})
    traffic.ended({"requestId": "4", "encodedDataLength": 0})
    found = first_view(traffic)
    assert (found[What.HTML], found[What.CSS], found[What.JS]) == (4000, 0, 0)
    assert (found[What.FIRST_VIEW], found[What.REQUESTS], found[What.QUERIES]) == (10_000, 2, 7)


def test_every_place_has_a_name_of_its_own() -> None:
    names = [place.name for place in PLACES]
    assert len(names) == len(set(names)) == 25
