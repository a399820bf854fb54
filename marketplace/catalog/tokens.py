"""How titles become tokens and questions become tokens: one reading for both, whatever the server's locale.

Latin words are stemmed by PostgreSQL. East Asian text has no spaces, so it is cut into overlapping pairs, 景迈古树 into
景迈 迈古 古树, and single characters for questions of one character. A pair stands at the position of its first
character, so a longer question is a phrase of pairs that overlap, and nothing is found across a gap.
"""

import re
import unicodedata
from dataclasses import dataclass

from django.contrib.postgres.search import CombinedSearchQuery, SearchQuery, SearchVector, SearchVectorField
from django.db.models import Value
from django.db.models.expressions import CombinedExpression
from django.db.models.functions import Cast

#: Han with its extensions, kana, hangul: written without spaces, or searched by parts of words.
_EAST_ASIAN = "\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U000323af"
_RUN = re.compile(f"[{_EAST_ASIAN}]+")
_WORD = re.compile(r"\w+")

#: More parts than this say nothing more about what is looked for.
MOST_PARTS = 12


@dataclass(frozen=True, slots=True)
class Parts:
    """A text cut into Latin `words` and East Asian `runs`, in their order."""

    words: tuple[str, ...]
    runs: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.words or self.runs)


def cut(text: str) -> Parts:
    """Cut `text`, in its compatibility form (NFKC: full-width Latin becomes Latin) and lower case."""
    plain = unicodedata.normalize("NFKC", text).lower()
    return Parts(
        tuple(_WORD.findall(_RUN.sub(" ", plain).replace("_", " "))),
        tuple(_RUN.findall(plain)),
    )


def has_han(text: str) -> bool:
    """Whether any of it is East Asian."""
    return _RUN.search(text) is not None


class Phrase(SearchQuery):
    """A question in the server's own notation, taken as it stands: no parser cuts it again."""

    template = "(%(expressions)s)::tsquery"


def vector(*texts: str) -> CombinedExpression:
    """The `tsvector` of `texts`, for `update(search=...)`."""
    parts = [cut(text) for text in texts]
    words = " ".join(word for part in parts for word in part.words)
    runs = [run for part in parts for run in part.runs]
    latin = SearchVector(Value(words), config="english") + SearchVector(Value(words), config="simple")
    east = Cast(Value(_lexemes(runs)), SearchVectorField())
    return CombinedExpression(latin, "||", east, output_field=SearchVectorField())


def _lexemes(runs: list[str]) -> str:
    positions: dict[str, list[int]] = {}
    at = 1
    for run in runs:
        for index, sign in enumerate(run):
            positions.setdefault(sign, []).append(at + index)
            if index + 1 < len(run):
                positions.setdefault(run[index : index + 2], []).append(at + index)
        at += len(run) + 1
    return " ".join(f"'{lexeme}':{','.join(map(str, places))}" for lexeme, places in positions.items())


def questions(text: str) -> list[SearchQuery | CombinedSearchQuery]:
    """What has to be found, every one of them, to answer `text`; nothing when there is no letter or figure in it."""
    parts = cut(text)
    words: list[SearchQuery | CombinedSearchQuery] = [
        SearchQuery(word, config="english", search_type="plain")
        | SearchQuery(word, config="simple", search_type="plain")
        for word in parts.words[:MOST_PARTS]
    ]
    return words + [Phrase(_phrase(run)) for run in parts.runs[:MOST_PARTS]]


def _phrase(run: str) -> str:
    pairs = [run[index : index + 2] for index in range(len(run) - 1)] or [run]
    return " <-> ".join(f"'{pair}'" for pair in pairs)
