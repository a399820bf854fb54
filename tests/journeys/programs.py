"""A program that does over real HTTP what its owner may do: it has a token and nothing else."""

import re
from itertools import count
from typing import Any
from urllib.parse import urljoin

import requests

from tests.journeys.person import PATIENCE, Person
from tests.make.users import PASSWORD

_keys = count(1)


class Program:
    """Speaks JSON to the site's API. Every answer is the body; one that is not `status` fails."""

    def __init__(self, site_url: str, token: str) -> None:
        self._site_url = site_url
        self._headers = {"Authorization": f"Bearer {token}", "Connection": "close", "Accept-Language": "en"}

    def get(self, place: str) -> Any:
        return self._told(requests.get(self._at(place), headers=self._headers, timeout=PATIENCE), 200)

    def post(self, place: str, sent: Any = None, *, status: int = 200, key: str = "") -> Any:
        """Under a key of its own."""
        answer = requests.post(self._at(place), json=sent or {}, headers=self._keyed(key), timeout=PATIENCE)
        return self._told(answer, status)

    def put(self, place: str, sent: Any) -> Any:
        return self._told(requests.put(self._at(place), json=sent, headers=self._headers, timeout=PATIENCE), 200)

    def upload(self, place: str, photo: bytes) -> Any:
        files = {"photo": ("photo.jpg", photo, "image/jpeg")}
        answer = requests.post(self._at(place), files=files, headers=self._keyed(""), timeout=PATIENCE)
        return self._told(answer, 201)

    def picture(self, place: str) -> bytes:
        answer = requests.get(self._at(place), headers=self._headers, timeout=PATIENCE)
        assert (answer.status_code, answer.headers["Content-Type"]) == (200, "image/webp"), answer.text
        return answer.content

    def do(self, body: Any, action: str, sent: Any = None) -> Any:
        """Do what an order or a claim offers, at the address it names."""
        offered = {row["action"]: row for row in body["available_actions"]}
        assert action in offered, f"{action} is not among {sorted(offered)}"
        return self.post(offered[action]["address"], sent)

    def _at(self, place: str) -> str:
        return urljoin(self._site_url, place)

    def _keyed(self, key: str) -> dict[str, str]:
        return {**self._headers, "Idempotency-Key": key or f"journey-{next(_keys)}"}

    def _told(self, answer: requests.Response, status: int) -> Any:
        assert answer.status_code == status, f"{answer.status_code} at {answer.url}: {answer.text[:600]}"
        return answer.json()


def program_of(person: Person, *scopes: str) -> Program:
    """Its owner makes the token on the page of their account, saying the password once more."""
    page = person.open("/account/tokens/")
    if page.path == "/accounts/reauthenticate/":
        page = page.form("reauthenticate").submit(password=PASSWORD)
    made = page.form("/account/tokens/$").submit(name="My program", scopes=list(scopes), days=30, status=None)
    found = re.search(r"danbao_[\w-]{43}", made.html)
    assert found is not None, made.words
    return Program(person.site_url, found[0])
