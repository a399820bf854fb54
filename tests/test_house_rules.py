"""The rules of the house that no other tool checks."""

import re
import subprocess
import tomllib
from pathlib import PurePosixPath

from tests import tracked

LONGEST_FILE = 300
VAGUE_NAMES = {"utils", "util", "helpers", "helper", "common", "service", "services", "manager", "managers"}
ASKS_THE_TIME = re.compile(r"timezone\.now\b|\bauto_now|datetime\.now\(|datetime\.utcnow\(|date\.today\(|\bNow\(\)")
CLOCKS = {"core/clock.py", "escrow/sandbox/clock.py"}
INLINE = re.compile(
    r"""\sstyle\s*=\s*["']|<style\b|<script(?![^>]*\ssrc=)|\son[a-z]+\s*=\s*["']|javascript:|hx-on|hx-vals=["']js""",
    re.IGNORECASE,
)
# In two halves, so that this file passes its own rule.
MACHINES = re.compile(
    r"(?<![\w.])/(?:wo" + r"rk|ro" + r"ot|ho" + r"me)/\w|(?:pypi\.o" + r"rg|pythonho" + r"sted|npmj" + r"s\.)"
    r"|--(?:extra-)?index-u" + r"rl[ =]|\.\./sha" + r"red"
)
DOCUMENTS = re.compile(r"^(?:docs/.*|README|CONTRIBUTING|CHANGELOG|SECURITY)\.?(?:md)?$")
IN_BACKTICKS = re.compile(r"`([^`\n]+)`")
PATH = re.compile(r"^(?:[\w.-]+/)+(?:[\w.-]+)?$|^[\w-]+\.(?:py|md|toml|yml|sql|css|in)$|^(?:Makefile|Dockerfile)$")
MAKE = re.compile(r"(?:`|^\s*(?:\$ )?)make ([a-z][a-z-]*)", re.MULTILINE)


def test_no_python_file_is_longer_than_300_lines() -> None:
    lengths = {path: len(tracked.text(path).splitlines()) for path in tracked.python()}
    assert {path: length for path, length in lengths.items() if length > LONGEST_FILE} == {}


def test_the_init_files_of_apps_are_empty() -> None:
    inits = [path.replace("/apps.py", "/__init__.py") for path in tracked.python() if path.endswith("/apps.py")]
    assert {path: tracked.text(path) for path in inits if tracked.text(path)} == {}


def test_only_the_clock_asks_what_time_it_is() -> None:
    asking = [path for path in tracked.python(product_only=True) if ASKS_THE_TIME.search(tracked.text(path))]
    assert [path for path in asking if path not in CLOCKS] == []


def test_no_module_has_a_name_that_says_nothing() -> None:
    names = {path: {PurePosixPath(path).stem, *PurePosixPath(path).parts[:-1]} for path in tracked.python()}
    assert {path: words & VAGUE_NAMES for path, words in names.items() if words & VAGUE_NAMES} == {}


def test_templates_hold_no_inline_style_or_script() -> None:
    found = {path: INLINE.findall(tracked.text(path)) for path in tracked.templates() if path.endswith(".html")}
    assert {path: inline for path, inline in found.items() if inline} == {}


def test_a_page_carries_the_script_when_it_uses_it_and_only_then() -> None:
    pages = [
        path for path in tracked.templates() if path.startswith("templates/") and "{% extends" in tracked.text(path)
    ]
    using = {path for path in pages if _somewhere_in(path, " hx-")}
    assert using == {path for path in pages if _somewhere_in(path, "htmx.min.js")}
    assert len(using) > 0


def test_no_file_names_a_machine_or_a_registry() -> None:
    found = {path: MACHINES.findall(tracked.text(path)) for path in tracked.files()}
    assert {path: names for path, names in found.items() if names} == {}


def test_every_path_named_in_the_papers_exists() -> None:
    named = {(document, words) for document in _documents() for words in IN_BACKTICKS.findall(tracked.text(document))}
    paths = {(document, words) for document, words in named if PATH.match(words) and _is_ours(words)}
    missing = {(document, words) for document, words in paths if not _exists(words, document)}
    assert {(document, words) for document, words in missing if not _is_ignored(words)} == set()


def _somewhere_in(template: str, words: str) -> bool:
    """Whether a template, or one that it includes or extends, holds `words`."""
    if template not in tracked.files():  # allauth's own
        return False
    text = tracked.text(template)
    parts = re.findall(r'{% (?:include|extends) "([^"]+)"', text)
    return words in text or any(_somewhere_in(f"templates/{part}", words) for part in parts)


def test_every_make_command_named_in_the_papers_exists() -> None:
    named = {(document, name) for document in _documents() for name in MAKE.findall(tracked.text(document))}
    assert {(document, name) for document, name in named if name not in _targets()} == set()


def test_every_make_target_has_a_sentence_of_help() -> None:
    rules = re.findall(r"^([a-z][a-z-]*):(.*)$", tracked.text("Makefile"), re.MULTILINE)
    rules = [(name, rest) for name, rest in rules if not rest.startswith("=")]
    assert [name for name, rest in rules if not re.search(r"## [A-Z].*\.$", rest)] == []
    assert {name for name, _rest in rules} == _targets()


def test_every_package_of_ours_is_known_to_the_linters() -> None:
    packages = {
        path.split("/", 1)[0] for path in tracked.files() if path.count("/") == 1 and path.endswith("__init__.py")
    }
    settings = tomllib.loads(tracked.text("pyproject.toml"))
    assert set(settings["tool"]["mypy"]["packages"]) == packages
    layers = re.search(r"root_packages =\n((?: +\w+\n)+)", tracked.text(".importlinter"))
    assert layers is not None
    assert set(layers[1].split()) == packages - {"tests", "benchmarks"}


def test_nothing_is_left_for_later() -> None:
    later = re.compile(r"\b(?:TO" + r"DO|FIX" + r"ME|XX" + r"X)\b|NotImplemented" + r"Error|pytest\.mark\.xfail")
    assert [path for path in tracked.python() if later.search(tracked.text(path))] == []


def _documents() -> list[str]:
    return [path for path in tracked.files() if DOCUMENTS.match(path) and path.endswith(".md")]


def _targets() -> set[str]:
    phony = re.search(r"^\.PHONY: (.*)$", tracked.text("Makefile"), re.MULTILINE)
    assert phony is not None
    return set(phony[1].split())


def _is_ours(words: str) -> bool:
    """A path below one of our folders, or the name of a file of ours; `text/html` is neither."""
    first = words.split("/", 1)[0]
    return (
        "/" not in words
        or first in {path.split("/", 1)[0] for path in tracked.files()}
        or words.endswith((".py", ".md"))
    )


def _exists(words: str, document: str) -> bool:
    """From the root, from beside the document, or as the end of a path."""
    beside = (tracked.ROOT / document).parent / words
    ends = any(
        f"/{path}".endswith(f"/{words}") or f"/{path}".find(f"/{words.rstrip('/')}/") >= 0 for path in tracked.files()
    )
    return (tracked.ROOT / words).exists() or beside.exists() or ends


def _is_ignored(words: str) -> bool:
    """Whether git ignores it: what a run leaves behind may be named without being there."""
    return subprocess.run(["git", "check-ignore", "-q", words], cwd=tracked.ROOT, check=False).returncode == 0
