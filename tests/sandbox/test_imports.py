import ast
import sys
from pathlib import Path

from tests.sandbox.running import ROOT

SOURCES = sorted((ROOT / "escrow" / "sandbox").rglob("*.py"))


def imported(path: Path) -> set[str]:
    """The modules a file imports, as written."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, path
            found.add(node.module or "")
    return found


def test_the_sandbox_imports_itself_django_and_the_standard_library_only() -> None:
    names = {name for path in SOURCES for name in imported(path)}
    own = {name for name in names if name == "escrow.sandbox" or name.startswith("escrow.sandbox.")}
    roots = {name.partition(".")[0] for name in names - own}
    assert len(SOURCES) > 20
    assert roots - set(sys.stdlib_module_names) == {"django"}
