"""Every address x everybody x GET and POST: what they get, what they may read, and what it changes."""

from typing import Any

import pytest
from django.db.models import F

from marketplace.catalog.models import Category, Shop
from marketplace.users.models import User
from tests.access import asking, routes
from tests.access.row import Row
from tests.access.rows import ROWS
from tests.access.scene import ROLES, Scene

every_address = pytest.mark.parametrize(("name", "row"), ROWS.items(), ids=list(ROWS))

#: Looking at recovery codes is kept in mind by django-allauth, in the row that holds the codes.
SEEN = {"mfa_view_recovery_codes", "mfa_download_recovery_codes"}


def test_every_address_has_its_row_and_every_row_its_address() -> None:
    assert sorted(ROWS) == sorted(routes.names())


def test_a_change_is_seen_and_what_was_written_back_or_rolled_back_is_none(scene: Scene) -> None:
    with asking.watched() as changed:
        Shop.objects.update(about="Otherwise.")
        Category.objects.update(position=F("position"))
        with asking.undone():
            User.objects.update(name="Otherwise")
    assert changed == {Shop._meta.db_table}


@every_address
def test_a_get_gives_each_role_what_the_row_says_changes_nothing_and_tells_no_stranger_a_secret(
    name: str, row: Row, scene: Scene
) -> None:
    place = asking.address(name, row, scene)
    may_change = asking.SESSIONS | (asking.PROOF if row.proof else set()) | _codes(name)
    given, changes, told, kept = [], {}, {}, []
    for role, browser in asking.browsers(row, scene):
        with asking.watched() as changed:
            answer = browser.get(place)
            page = b"".join(answer).decode(errors="replace")
        given.append(asking.outcome(answer, place))
        changes[role] = changed - may_change
        told[role] = _secrets(page, place, scene) if role in {"nobody", "stranger"} else []
        kept += [role] if given[-1] == "200" and _may_be_kept(answer) and not row.public else []
    assert given == row.expected("get")
    assert changes == {role: set() for role in ROLES}
    assert told == {role: [] for role in ROLES}
    assert kept == []


def _secrets(page: str, place: str, scene: Scene) -> list[str]:
    return [word for word in scene.secrets if word in page and word not in place]


def _may_be_kept(answer: Any) -> bool:
    """Whether a browser or anybody on the way may keep the page."""
    return "no-store" not in answer.headers.get("Cache-Control", "")


@every_address
def test_a_post_gives_each_role_what_the_row_says_and_a_refused_one_changes_nothing(
    name: str, row: Row, scene: Scene
) -> None:
    place = asking.address(name, row, scene)
    given, changes = [], {}
    for role, browser in asking.browsers(row, scene):
        with asking.watched() as changed:
            given.append(asking.outcome(asking.post(browser, place, row, scene), place))
        if given[-1] in {"in", "400", "401", "403", "404", "405", "422"}:
            changes[role] = changed - asking.SESSIONS - _codes(name)
    assert given == row.expected("post")
    assert changes == {role: set() for role in changes}


@every_address
def test_a_forged_form_is_refused_before_anything_is_looked_at(name: str, row: Row, scene: Scene) -> None:
    place = asking.address(name, row, scene)
    given = []
    for _role, browser in asking.browsers(row, scene):
        browser.handler.enforce_csrf_checks = True
        with asking.watched() as changed:
            given.append(asking.outcome(asking.post(browser, place, row, scene), place))
        assert changed - asking.SESSIONS == set()
    assert given == row.expected("forged")


def _codes(name: str) -> set[str]:
    return {"mfa_authenticator"} if name in SEEN else set()
