"""What mutmut would change in the files that `[tool.mutmut]` of pyproject.toml names, one small change at a time."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import unified_diff
from functools import cache
from itertools import pairwise

import libcst as cst
from libcst.metadata import MetadataWrapper, PositionProvider
from mutmut.configuration import config
from mutmut.mutation.file_mutation import Mutation, MutationVisitor, deep_replace
from mutmut.mutation.mutators import mutation_operators
from mutmut.mutation.pragma_handling import get_ignored_lines

from tests.tracked import ROOT


@dataclass(frozen=True)
class Mutant:
    """One change. `function` is where it happens ("Standing.bear"), None among the module's own statements; `lines` are
    those of the changed statement, `code` the changed function's source or the whole module's.
    """

    name: str
    path: str
    function: str | None
    lines: range
    code: str
    difference: str

    @property
    def module(self) -> str:
        return self.path.removesuffix(".py").replace("/", ".")

    @property
    def key(self) -> str:
        """The change itself, wherever in the file it has moved."""
        return f"{self.path} {self.function} {self.difference}"


def files() -> list[str]:
    """The files to change, as paths below the root."""
    settings = config()
    found = (path.relative_to(ROOT) for source in settings.source_paths for path in (ROOT / source).rglob("*.py"))
    return sorted(str(path) for path in found if settings.should_mutate(path))


def mutants(path: str) -> Iterator[Mutant]:
    """Every change to one file that leaves another program behind."""
    source = (ROOT / path).read_text()
    wrapper = MetadataWrapper(cst.parse_module(source))
    visitor = MutationVisitor([*mutation_operators, *TABLES], get_ignored_lines(path, source, wrapper))
    module = wrapper.visit(visitor)
    surroundings = _Surroundings(module)
    known: set[str] = set()
    for number, mutation in enumerate(visitor.mutations):
        function, name = surroundings.function_of(mutation.original_node)
        if surroundings.is_about_words(mutation) or (
            function and isinstance(mutation.original_node, cst.Dict | cst.Set)
        ):
            continue
        before, text = (module, source) if function is None else _alone(function)
        after = deep_replace(before, mutation.original_node, mutation.mutated_node)
        assert isinstance(after, cst.Module)
        changed = after.code
        if changed == text or f"{name} {changed}" in known:
            continue
        known.add(f"{name} {changed}")
        lines = surroundings.lines_of(mutation.original_node)
        yield Mutant(f"{path}:{lines.start}:{number}", path, name, lines, changed, _difference(text, changed))


@cache
def _alone(function: cst.FunctionDef) -> tuple[cst.Module, str]:
    """A function as a module of its own, and its text."""
    module = cst.Module([function.with_changes(leading_lines=[], decorators=[])])
    return module, module.code


def _difference(before: str, after: str) -> str:
    lines = unified_diff(before.splitlines(), after.splitlines(), n=0, lineterm="")
    return "\n".join(line for line in lines if not line.startswith(("---", "+++", "@@")))


class _Surroundings:
    """Where each node of a module stands."""

    def __init__(self, module: cst.Module) -> None:
        self._positions = MetadataWrapper(module, unsafe_skip_copy=True).resolve(PositionProvider)
        self._statements: dict[cst.CSTNode, cst.CSTNode] = {}
        self._functions: dict[cst.CSTNode, tuple[cst.FunctionDef, str]] = {}
        self._words: set[cst.CSTNode] = set()
        self._walk(module, module, None, "")

    def _walk(
        self, node: cst.CSTNode, statement: cst.CSTNode, function: tuple[cst.FunctionDef, str] | None, prefix: str
    ) -> None:
        if isinstance(node, cst.SimpleStatementLine | cst.BaseCompoundStatement):
            statement = node
        if isinstance(node, cst.ClassDef):
            prefix = f"{prefix}{node.name.value}."
        if isinstance(node, cst.FunctionDef) and function is None:
            function = (node, prefix + node.name.value)
        if _are_words(node):
            self._words.update(_below(node))
        self._statements[node] = statement
        if function is not None:
            self._functions[node] = function
        for child in node.children:
            self._walk(child, statement, function, prefix)

    def function_of(self, node: cst.CSTNode) -> tuple[cst.FunctionDef | None, str | None]:
        """The outermost function around a node and its name, as the module knows it."""
        return self._functions.get(node, (None, None))

    def lines_of(self, node: cst.CSTNode) -> range:
        """The lines of the statement; of one with a body those before it, of a function all."""
        statement = self._statements[node]
        position = self._positions[statement]
        last = position.end.line
        if isinstance(statement, cst.If | cst.For | cst.While | cst.With | cst.Try):
            last = max(position.start.line, self._positions[statement.body].start.line - 1)
        return range(position.start.line, last + 1)

    def is_about_words(self, mutation: Mutation) -> bool:
        """Whether it changes what is translated for people, or takes it away: nobody is promised the words."""
        if mutation.original_node in self._words:
            return True
        kept = set(mutation.mutated_node.children) if isinstance(mutation.mutated_node, cst.Call) else set()
        if not isinstance(mutation.original_node, cst.Call):
            return False
        left_out = set(mutation.original_node.children) - kept
        return any(isinstance(node, cst.Arg) and _are_words(node.value) for node in left_out)


def _are_words(node: cst.CSTNode) -> bool:
    return isinstance(node, cst.Call) and isinstance(node.func, cst.Name) and node.func.value == "_"


def _below(node: cst.CSTNode) -> Iterator[cst.CSTNode]:
    yield node
    for child in node.children:
        yield from _below(child)


def _element_left_out(table: cst.Dict | cst.Set) -> Iterable[cst.CSTNode]:
    """`{a, b}` to `{a}` and `{b}`."""
    if len(table.elements) > 1:
        for one in table.elements:
            yield table.with_changes(elements=[other for other in table.elements if other is not one])


def _value_of_the_next(table: cst.Dict) -> Iterable[cst.CSTNode]:
    """`{a: x, b: y}` to `{a: y, b: y}`."""
    for one, following in pairwise(table.elements):
        yield table.with_changes(
            elements=[other.with_changes(value=following.value) if other is one else other for other in table.elements]
        )


#: mutmut looks into functions alone. Tables that stand by themselves are changed in these ways as well.
TABLES = ((cst.Dict, _element_left_out), (cst.Set, _element_left_out), (cst.Dict, _value_of_the_next))
