"""How an act runs: one transaction, once more when something it read changed meanwhile, two failpoints."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial, wraps
from typing import ParamSpec, TypeVar

from django.db import transaction

from core import failpoints
from core.twice import twice

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Points:
    """An act's two failpoints."""

    before: str
    after: str


def points(name: str, *, of: str) -> Points:
    """Register the failpoints of the act `name` of the app `of`; what writes by one statement reaches them itself."""
    return Points(*(failpoints.register(f"{of}.{name}.{where}", name) for where in ("before_commit", "after_commit")))


def act(name: str, *, of: str) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """Make a function the act `name` of the app `of`.

    It takes its locks in the order of the design and makes its calls inside one transaction. When a guard of the books
    says that something changed since it was read, or the database broke a deadlock, the whole of it runs once more;
    inside somebody else's transaction it does not, for there the locks before it would be kept.
    """
    at = points(name, of=of)

    def decorate(function: Callable[P, T]) -> Callable[P, T]:
        def once(*args: P.args, **kwargs: P.kwargs) -> T:
            with transaction.atomic():
                answer = function(*args, **kwargs)
                failpoints.reach(at.before)
            failpoints.reach(at.after)
            return answer

        @wraps(function)
        def run(*args: P.args, **kwargs: P.kwargs) -> T:
            return twice(partial(once, *args, **kwargs))

        return run

    return decorate
