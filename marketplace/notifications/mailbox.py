"""The demo's letter box: what the file-based mail backend wrote into `EMAIL_DIR`, for an operator to read."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from pathlib import Path

from django.conf import settings

#: What Django's file-based backend writes after each letter.
BETWEEN = re.compile(rb"^-{79}\n", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter. `sent_at` is real time, as the mail says; `text` its plain words."""

    sent_at: datetime
    to: str
    subject: str
    text: str


def letters(limit: int = 100, folder: str = "") -> list[Letter]:
    """The letters in the folder (the site's unless one is named), latest first; none when no folder is set. `limit`
    bounds the files that are opened.
    """
    folder = folder or settings.EMAIL_DIR
    if not folder or not Path(folder).is_dir():
        return []
    files = sorted(Path(folder).glob("*.log"), reverse=True)[:limit]
    found = [letter for file in files for letter in _in_file(file)]
    return sorted(found, key=lambda letter: letter.sent_at, reverse=True)[:limit]


def _in_file(file: Path) -> Iterator[Letter]:
    for part in BETWEEN.split(file.read_bytes()):
        if part.strip():
            message = message_from_bytes(part.lstrip(), policy=policy.default)
            yield Letter(
                sent_at=_moment(str(message["Date"])),
                to=str(message["To"]),
                subject=str(message["Subject"]),
                text=_text(message),
            )


def _moment(date: str) -> datetime:
    """A letter's date; one without a zone ("-0000", as Django writes it) is UTC."""
    moment = parsedate_to_datetime(date)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _text(message: EmailMessage) -> str:
    body = message.get_body(("plain",))
    return str(body.get_content()).strip() if body else ""
