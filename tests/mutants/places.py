"""How a mutant comes to be what runs: a function is given other code, a module is read from another source."""

import importlib
import importlib.abc
import importlib.machinery
import sys
from collections.abc import Sequence
from operator import attrgetter
from types import CodeType, FunctionType, ModuleType

from tests.mutants.changes import Mutant


def put_in_place(mutant: Mutant) -> None:
    """Change a function that is imported already, for everybody who has it."""
    module = importlib.import_module(mutant.module)
    assert mutant.function is not None
    function = attrgetter(mutant.function)(module)
    namespace = dict(vars(module))
    exec(compile(mutant.code, mutant.path, "exec"), namespace)  # noqa: S102 - our own source, changed
    changed = namespace[mutant.function.rpartition(".")[2]]
    assert isinstance(function, FunctionType)
    function.__code__ = changed.__code__
    function.__defaults__ = changed.__defaults__
    function.__kwdefaults__ = changed.__kwdefaults__


def read_from(mutant: Mutant) -> None:
    """Let this process, which has not imported the module yet, read it from the mutant's source."""
    assert mutant.module not in sys.modules
    sys.meta_path.insert(0, _Finder(mutant))


class _Finder(importlib.abc.MetaPathFinder):
    def __init__(self, mutant: Mutant) -> None:
        self._mutant = mutant

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        if fullname != self._mutant.module:
            return None
        spec = importlib.machinery.PathFinder.find_spec(fullname, path)
        assert spec is not None
        spec.loader = _Loader(self._mutant.code, fullname, str(spec.origin))
        return spec


class _Loader(importlib.machinery.SourceFileLoader):
    def __init__(self, code: str, fullname: str, path: str) -> None:
        super().__init__(fullname, path)
        self._code = code

    def get_code(self, fullname: str) -> CodeType:
        return compile(self._code, self.path, "exec")
