"""`number__among=numbers`: one of them, as `in`, in a statement that is the same however many they are."""

from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Field, ForeignKey, Lookup, QuerySet


@ForeignKey.register_lookup
@Field.register_lookup
class Among(Lookup):
    """`numbers` is a list, or `numbers_of` rows."""

    lookup_name = "among"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        column, params = self.process_lhs(compiler, connection)
        numbers, more = self.process_rhs(compiler, connection)
        return f"{column} = ANY({numbers})", [*params, *more]


def numbers_of(rows: QuerySet[Any], name: str = "pk") -> ArraySubquery:
    """The column `name` of `rows`, read before anything else is: by it, rows are found with an index. Beside an OR,
    `in` reads the whole table. For few rows: each that is found is compared with all of them.
    """
    return ArraySubquery(rows.order_by().values(name))
