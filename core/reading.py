"""Reading by statements of our own, where the ORM would cost more than what is done with the answer.

What many acts ask is planned once a connection; a row, read or new, is the model's own object without its `__init__`,
which takes as long as deciding a move. Rows that are looked up one by one come as JSON: the driver makes an object of
every column's name for each answer, which takes longer than reading all of their values does.
"""

import re
from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any, Generic, TypeVar
from weakref import WeakKeyDictionary

import orjson
from django.db import DEFAULT_DB_ALIAS
from django.db.models import (
    BooleanField,
    CharField,
    DateTimeField,
    Field,
    FileField,
    ForeignKey,
    GeneratedField,
    IntegerField,
    JSONField,
    Model,
    TextField,
)
from django.db.models.base import ModelState

from core.sending import connected, send_over

M = TypeVar("M", bound=Model)
Row = tuple[Any, ...]

#: What is asked under each name: under one name, a connection would answer the second as the first.
_asked_as: dict[str, str] = {}
#: What each connection has planned, by the name of the question.
_prepared: WeakKeyDictionary[Any, set[str]] = WeakKeyDictionary()


#: What JSON says as Django keeps it, moments apart, which are read.
_SAYABLE = (IntegerField, CharField, TextField, BooleanField, ForeignKey, FileField, JSONField, DateTimeField)


class Shape(Generic[M]):
    """Columns of a model's table under an alias, all of them or those named, and how a row of them becomes an object.

    What is not named is read when somebody asks for it, as with the ORM's `only`.
    """

    def __init__(self, model: type[M], alias: str, *names: str) -> None:
        fields = model._meta.concrete_fields  # noqa: SLF001 - the public name
        self._model = model
        self.names = names or tuple(field.attname for field in fields)
        self._fields = [field for field in fields if field.attname in self.names]
        self._json = self._of(JSONField)
        self._moments = self._of(DateTimeField)
        columns = {field.attname: field.column for field in fields}
        self.columns = ", ".join(f"{alias}.{columns[name]}" for name in self.names)
        self.width = len(self.names)

    def build(self, values: Sequence[Any]) -> M:
        """An object from its columns, as the database stores it."""
        row = self._made(values)
        found = row.__dict__
        for name in self._json:
            found[name] = orjson.loads(found[name])
        return row

    def of_json(self, values: Sequence[Any]) -> M:
        """An object from its columns, as the database says them in JSON; what is JSON itself is read already."""
        row = self._made(values)
        found = row.__dict__
        for name in self._moments:
            if found[name] is not None:
                found[name] = datetime.fromisoformat(found[name])
        return row

    def _made(self, values: Sequence[Any]) -> M:
        row = self._model.__new__(self._model)
        state = ModelState()
        state.adding = False
        state.db = DEFAULT_DB_ALIAS
        found = row.__dict__
        found["_state"] = state
        found.update(zip(self.names, values, strict=True))
        return row

    def require_sayable(self) -> None:
        """Raises TypeError for a column that JSON does not say as Django keeps it (sums in decimals, spans, bytes), and
        when none of the first column would not mean that there is no row.
        """
        if self.names[0] != self._model._meta.pk.attname:  # noqa: SLF001 - the public name
            message = f"What is looked up of {self._model.__name__} begins with its primary key."
            raise TypeError(message)
        for field in self._fields:
            kind = _kind(field)
            reads_itself = hasattr(kind, "from_db_value") and not isinstance(kind, JSONField)
            if reads_itself or not isinstance(kind, _SAYABLE):
                message = f"{field} cannot be looked up."
                raise TypeError(message)

    def _of(self, kind: "type[Field[Any, Any]]") -> tuple[str, ...]:
        return tuple(field.attname for field in self._fields if isinstance(_kind(field), kind))


def _kind(field: "Field[Any, Any]") -> "Field[Any, Any] | None":
    """The field whose values a column has: of one that the database reckons, that of the outcome."""
    return field.output_field if isinstance(field, GeneratedField) else field


def fresh(model: type[M], **values: Any) -> M:
    """A new object, not stored yet, with these values and the model's defaults."""
    row = model.__new__(model)
    found = row.__dict__
    found.update(_defaults(model), _state=ModelState())
    relations = _relations(model)
    for name, value in values.items():
        if name in relations:
            relate(row, name, value)
        else:
            found[name] = value
    return row


def relate(row: Model, name: str, other: Model) -> None:
    """Let `row` know the object that `name` refers to, by its primary key; never None.

    Assigning does that, too, and asks the routers each time.
    """
    column, known_as, back = _relations(type(row))[name]
    row._state.db = DEFAULT_DB_ALIAS  # noqa: SLF001
    row._state.fields_cache[known_as] = other  # noqa: SLF001
    row.__dict__[column] = other.pk
    if back is not None:
        other._state.fields_cache[back] = row  # noqa: SLF001


@cache
def _relations(model: type[Model]) -> dict[str, tuple[str, str, str | None]]:
    """Of each relation by its name: its column's attribute, and under what name either end knows the other, if it does.

    The fields themselves look this up anew for every object.
    """
    return {
        field.name: (
            field.attname,
            field.cache_name,
            None if field.remote_field.multiple else field.remote_field.cache_name,
        )
        for field in model._meta.concrete_fields  # noqa: SLF001
        if isinstance(field, ForeignKey)
    }


@cache
def _defaults(model: type[Model]) -> dict[str, Any]:
    """What every new object begins with; what is made anew for each (a list, a dict) must be given."""
    return {
        field.attname: field.get_default()
        for field in model._meta.concrete_fields  # noqa: SLF001
        if not field.generated and not (field.has_default() and callable(field.default))
    }


def stored(*rows: Model) -> None:
    """Mark objects as what they are now that a function of the database has written their rows."""
    for row in rows:
        row._state.adding = False  # noqa: SLF001
        row._state.db = DEFAULT_DB_ALIAS  # noqa: SLF001


class Question:
    """A statement with parameters $1, $2 ..., planned once a connection: planning a join costs more than reading it.

    Raises ValueError for a name under which something else is asked already.
    """

    def __init__(self, name: str, statement: str) -> None:
        if _asked_as.setdefault(name, statement) != statement:
            message = f"Another question is called {name}."
            raise ValueError(message)
        self._name = name
        self._prepare = f"PREPARE {name} AS {statement}"
        places = max((int(number) for number in re.findall(r"\$(\d+)", statement)), default=0)
        self._execute = f"EXECUTE {name}({', '.join(['%s'] * places)})" if places else f"EXECUTE {name}"

    def first(self, *values: Any) -> Row | None:
        """The first row of the answer."""
        with self._asked(values) as cursor:
            row: Row | None = cursor.fetchone()
        return row

    def all(self, *values: Any) -> list[Row]:
        """All rows of the answer."""
        with self._asked(values) as cursor:
            rows: list[Row] = cursor.fetchall()
        return rows

    def run(self, *values: Any) -> int:
        """How many rows a statement wrote that answers none."""
        with self._asked(values) as cursor:
            count: int = cursor.rowcount
        return count

    def _asked(self, values: Sequence[Any]) -> Any:
        here = connected()
        known = _prepared.setdefault(here.connection, set())
        if self._name not in known:
            with here.wrap_database_errors, here.connection.cursor() as raw:
                raw.execute(self._prepare)
            known.add(self._name)
        return send_over(here, self._execute, values)


#: How many arguments PostgreSQL gives a function.
_MOST = 100


class Lookup:
    """What stands side by side: objects of shapes, and then values named by SQL: numbers (sums as bigint), text, truth
    or JSON, and no moments. `rest` begins with FROM.

    Raises ValueError as `Question` does and for more than a hundred columns and values, TypeError for a column that
    JSON does not say as Django keeps it, or a shape that does not begin with its primary key.
    """

    def __init__(self, name: str, shapes: Sequence[Shape[Any]], values: Sequence[str], rest: str) -> None:
        for shape in shapes:
            shape.require_sayable()
        if sum(shape.width for shape in shapes) + len(values) > _MOST:
            message = f"{name} looks up more than {_MOST} columns."
            raise ValueError(message)
        said = ", ".join([*(shape.columns for shape in shapes), *values])
        self._shapes = shapes
        self._question = Question(name, f"SELECT json_build_array({said})::text {rest}")

    def first(self, *values: Any) -> list[Any] | None:
        """The objects and values of the first row; what nothing was joined to is None."""
        row = self._question.first(*values)
        return None if row is None else self._read(row)

    def all(self, *values: Any) -> list[list[Any]]:
        """Those of every row."""
        return [self._read(row) for row in self._question.all(*values)]

    def _read(self, row: Row) -> list[Any]:
        said = orjson.loads(row[0])
        found, start = [], 0
        for shape in self._shapes:
            end = start + shape.width
            found.append(None if said[start] is None else shape.of_json(said[start:end]))
            start = end
        return [*found, *said[start:]]
