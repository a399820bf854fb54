"""One row of the access matrix."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Of:
    """Something of the scene that is posted: the last of what an address about it would hold."""

    about: str


@dataclass(frozen=True)
class Row:
    """What each role gets, in the order nobody, stranger, other party, owner, operator.

    `get` and `post` hold a word a role: a status; `in`, the way to signing in and back; `>name`, the way to another
    page. One word is everybody's; the second of two is that of all who have signed in.

    `about` says what the address points at, `owner` who owns that, `sent` what is posted. `public` pages may be kept by
    a browser; `proof` pages write down that their reader was told; `outside` is an address for machines, which have no
    token against forged forms but sign what they send. `program` is an address of the API: it is sent JSON; `forged`
    what a forged form gets there, as it names nobody.
    """

    get: str
    post: str
    about: str = ""
    owner: str = "buyer"
    sent: Mapping[str, object] = field(default_factory=dict)
    public: bool = False
    proof: bool = False
    outside: bool = False
    program: bool = False
    forged: str = "403"

    def expected(self, method: str) -> list[str]:
        """Five words, one a role."""
        words = {"get": self.get, "post": self.post, "forged": "400" if self.outside else self.forged}[method].split()
        if len(words) <= 2:
            words = [words[0], *words[-1:] * 4]
        return words
