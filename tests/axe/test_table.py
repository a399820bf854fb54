"""No page is left out."""

from tests.access.rows import ROWS
from tests.axe.table import NO_PAGES, PAGES, TABLES


def _answering(method: str, *words: str) -> set[str]:
    return {name for name, row in ROWS.items() if not row.outside and set(words) & set(row.expected(method))}


def test_every_address_that_can_be_read_is_looked_at_or_is_no_page() -> None:
    looked_at = {page.of for page in PAGES.values() if page.sent is None}
    assert sorted(_answering("get", "200") - looked_at - NO_PAGES.keys()) == []
    assert sorted(NO_PAGES.keys() - _answering("get", "200")) == []
    assert sorted(NO_PAGES.keys() & looked_at) == []


def test_every_form_is_looked_at_when_it_comes_back_with_errors() -> None:
    posted = {page.of for page in PAGES.values() if page.sent is not None}
    assert sorted(_answering("post", "422") - posted) == []


def test_no_two_rows_have_the_same_name() -> None:
    assert sum(len(table) for table in TABLES) == len(PAGES)
