"""CHECKs of a table that is written all the time: the server reads them once a connection, not for every statement."""

from collections.abc import Mapping
from typing import Any

from django.core.checks import CheckMessage
from django.db import DEFAULT_DB_ALIAS
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import BaseConstraint, CheckConstraint, Model, Q
from django.db.models.expressions import Expression
from django.db.models.sql.query import Query

Condition = Q | Expression

# The row is called like its table, so that conditions name their columns as in any other statement. Not OR REPLACE: a
# function that is there already is what a CHECK stands on, and PostgreSQL would not look through the old rows again.
_CREATE = """\
CREATE FUNCTION {name}({table} {table}) RETURNS boolean LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
    IF {all} THEN
        RETURN true;
    END IF;
{refusals}    RETURN true;
END $$;
ALTER TABLE {table} ADD CONSTRAINT {name} CHECK ({name}({table}))"""
_REFUSAL = """\
    IF NOT ({condition}) THEN
        RAISE check_violation USING CONSTRAINT = '{one}', TABLE = '{bare}',
            MESSAGE = 'new row for relation {table} violates check constraint "{one}"';
    END IF;
"""
_REMOVE = "ALTER TABLE {table} DROP CONSTRAINT {name}; DROP FUNCTION {name}({table})"


class RowCheck(BaseConstraint):
    """What must hold of every row: `conditions`, name -> condition on the table's own columns. Unknown (NULL) passes.

    PostgreSQL keeps a CHECK as the text of its tree, and every statement that writes the table parses and plans that
    text anew; of a function of plpgsql it keeps the plan. So one CHECK hands the row to one function, both called
    `name`. A row is refused under the name of the condition that it breaks, as if each were a CHECK of its own.
    """

    def __init__(self, *, name: str, conditions: Mapping[str, Condition]) -> None:
        super().__init__(name=name)
        self.conditions = dict(conditions)

    def constraint_sql(self, model: type[Model] | None, schema_editor: BaseDatabaseSchemaEditor | None) -> str:
        """Nothing within CREATE TABLE: the function takes a row of the table, which must be there first."""
        if model is not None and schema_editor is not None:
            schema_editor.deferred_sql.append(self.create_sql(model, schema_editor))
        return ""

    def create_sql(self, model: type[Model] | None, schema_editor: BaseDatabaseSchemaEditor | None) -> Any:
        """The function, and the CHECK that calls it."""
        if model is None or schema_editor is None:
            return ""
        each = {one: _written(condition, model, schema_editor) for one, condition in self.conditions.items()}
        names = self._names(model, schema_editor)
        refusals = (_REFUSAL.format(one=one, condition=condition, **names) for one, condition in each.items())
        whole = " AND ".join(f"({condition})" for condition in each.values())
        return _CREATE.format(all=whole, refusals="".join(refusals), **names)

    def remove_sql(self, model: type[Model] | None, schema_editor: BaseDatabaseSchemaEditor | None) -> Any:
        """Both go."""
        if model is None or schema_editor is None:
            return ""
        return _REMOVE.format(**self._names(model, schema_editor))

    def _names(self, model: type[Model], schema_editor: BaseDatabaseSchemaEditor) -> dict[str, str]:
        bare = model._meta.db_table  # noqa: SLF001 - the public name
        return {"bare": bare, "table": schema_editor.quote_name(bare), "name": schema_editor.quote_name(self.name)}

    def validate(self, model: type[Model], instance: Model, exclude: Any = None, using: str = DEFAULT_DB_ALIAS) -> None:
        """Raises ValidationError for the first condition that `instance` breaks."""
        for name, condition in self.conditions.items():
            CheckConstraint(condition=condition, name=name).validate(model, instance, exclude, using)

    def _check(self, model: type[Model], connection: BaseDatabaseWrapper) -> list[CheckMessage]:
        """What `manage.py check` says of a condition: the database does not know which columns the function reads."""
        single = (CheckConstraint(condition=condition, name=name) for name, condition in self.conditions.items())
        return [message for one in single for message in one._check(model, connection)]  # type: ignore[attr-defined]  # noqa: SLF001 - the stubs lack it

    def deconstruct(self) -> tuple[str, Any, dict[str, Any]]:
        """As migrations write it down."""
        path, args, kwargs = super().deconstruct()
        return path, args, {**kwargs, "conditions": self.conditions}

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, RowCheck):
            return NotImplemented
        return (self.name, self.conditions) == (other.name, other.conditions)

    __hash__ = BaseConstraint.__hash__


def _written(condition: Condition, model: type[Model], schema_editor: BaseDatabaseSchemaEditor) -> str:
    query = Query(model)
    compiler = query.get_compiler(connection=schema_editor.connection)
    text, values = query.build_where(condition).as_sql(compiler, schema_editor.connection)
    return text % tuple(schema_editor.quote_value(value) for value in values)
