"""What world is wanted, and where its chance comes from."""

from dataclasses import dataclass

from marketplace.simulation.chance import Chance


@dataclass(frozen=True, slots=True)
class Wanted:
    """A world by its seed and size. `faults` are names of faults.py; `only` keeps the stories (purchases) with these
    numbers and leaves out the rest: what remains is drawn as before.
    """

    seed: str = "7"
    days: int = 60
    buyers: int = 200
    shops: int = 20
    orders: int = 1000
    faults: frozenset[str] = frozenset()
    only: frozenset[int] | None = None

    def chance(self, *about: object) -> Chance:
        """The chance of one thing: what is drawn elsewhere, or left out, does not change it."""
        return Chance("/".join(map(str, (self.seed, *about))))

    def command(self) -> str:
        """How this very world is lived again."""
        words = [f"manage.py simulate --seed {self.seed} --days {self.days} --buyers {self.buyers}"]
        words.append(f"--shops {self.shops} --orders {self.orders}")
        if self.faults:
            words.append(f"--faults {','.join(sorted(self.faults))}")
        if self.only is not None:
            words.append(f"--only {','.join(map(str, sorted(self.only)))}")
        return " ".join(words)
