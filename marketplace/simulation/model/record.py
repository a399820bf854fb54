"""An accepted act, as the site's audit tells it, and the rules that say what follows from each."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from marketplace.simulation.model.model import Model


@dataclass(frozen=True, slots=True)
class Record:
    """Who did what to what. `data` names ids; sums in it are not believed. `also` is what it belongs to: the `charge`
    of a capture, the `order` of a claim, the `payment` and its `reference` of an order, the provider's code (`dispute`)
    of a chargeback.
    """

    subject: str
    id: int
    book: int
    action: str
    role: str
    data: Mapping[str, Any]
    at: datetime
    also: Mapping[str, Any] = field(default_factory=dict)

    @property
    def cause(self) -> tuple[str, int]:
        """Why something is frozen, or waits."""
        return self.data["cause"], self.data["cause_id"]

    @property
    def name(self) -> str:
        return f"{self.subject}.{self.action}"


Rule = Callable[["Model", Record], None]

#: What the model does when it hears of an act, by "subject.action".
RULES: dict[str, Rule] = {}


def rule(*names: str) -> Callable[[Rule], Rule]:
    """Make a function the rule of the acts `names`."""

    def decorate(function: Rule) -> Rule:
        for name in names:
            if RULES.setdefault(name, function) is not function:
                raise ValueError(f"{name} has two rules")
        return function

    return decorate


def nothing_moves(*names: str) -> None:
    """Acts that move no money and decide nothing of the model's."""
    rule(*names)(lambda _model, _record: None)
