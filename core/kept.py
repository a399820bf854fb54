"""A query of the ORM that is put together once, and planned once a connection.

Django writes a query's statement anew each time it is asked. For an order with all that its page needs, eight tables
and six conditions, that takes several times as long as reading it. What changes in nothing but its values is kept.
"""

from collections.abc import Callable, Iterator
from functools import cached_property
from types import SimpleNamespace
from typing import Any, Generic, TypeVar

from django.db import DEFAULT_DB_ALIAS
from django.db.models import Model, QuerySet
from django.db.models.query import ModelIterable
from django.db.models.sql.compiler import SQLCompiler

from core import among  # noqa: F401 - the lookup that takes a list
from core.reading import Question, Row

M = TypeVar("M", bound=Model)
_BEYOND = 2**63

#: What stands in the statement where a value will be: of each kind so many, and none that anybody compares with.
_PLACES: dict[type, Callable[[int], Any]] = {
    int: lambda number: 7_305_118_246_000_000_000 + number,
    str: lambda number: f"\u241a place {number}",
    list: lambda number: [7_305_118_246_100_000_000 + number],
}


class Kept(Generic[M]):
    """What `build` answers for its values, each an int, a str or (for `among`) a list of ints, as `kinds` say in order.

    `build` is called once and may do nothing with a value but hand it to a filter. `name` is that of the prepared
    statement. A queryset that prefetches, defers or names columns cannot be kept.
    """

    def __init__(self, name: str, build: Callable[..., QuerySet[M]], *kinds: type) -> None:
        self._name = name
        self._build = build
        self._kinds = kinds

    def all(self, *values: Any) -> list[M]:
        """The objects, as the ORM would have made them. One query; none for a number that no row can have."""
        if any(isinstance(value, int) and not -_BEYOND <= value < _BEYOND for value in values):
            return []
        compiler, question, params = self._statement
        rows = question.all(*(values[param] if isinstance(param, _Place) else param for param in params))
        return list(_objects(compiler, rows))

    def first(self, *values: Any) -> M | None:
        """The first of them."""
        return next(iter(self.all(*values)), None)

    @cached_property
    def _statement(self) -> "tuple[SQLCompiler, Question, list[Any]]":
        places = [_PLACES[kind](number) for number, kind in enumerate(self._kinds)]
        compiler = self._build(*places).query.get_compiler(DEFAULT_DB_ALIAS)
        statement, given = compiler.as_sql()
        params = [_Place(places.index(param)) if param in places else param for param in given]
        numbered = statement.replace("%%", "%").split("%s")
        text = "".join(f"{part}${number}" for number, part in enumerate(numbered[:-1], 1)) + numbered[-1]
        return compiler, Question(self._name, text), params


class _Place(int):
    """Which of the values comes here."""


def _objects(compiler: SQLCompiler, rows: list[Row]) -> Iterator[Any]:
    """What Django makes of the rows of a statement that `compiler` has written."""
    answered = SimpleNamespace(
        select=compiler.select,
        klass_info=compiler.klass_info,
        annotation_col_map=compiler.annotation_col_map,
        execute_sql=lambda **_how: [rows],
        results_iter=compiler.results_iter,
    )
    query = SimpleNamespace(get_compiler=lambda **_where: answered)
    asked = SimpleNamespace(db=DEFAULT_DB_ALIAS, query=query, _known_related_objects={})
    return iter(ModelIterable(asked))  # type: ignore[arg-type]  # a query that was answered
