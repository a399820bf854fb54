"""`make mutants` takes minutes to say that it changes nothing; this says it at once."""

import re
import tomllib
from fnmatch import fnmatch

from tests import tracked

SETTINGS = tomllib.loads(tracked.text("pyproject.toml"))["tool"]["mutmut"]


def test_there_is_something_to_change_for_every_pattern() -> None:
    below = [path for path in tracked.python() if path.startswith(tuple(f"{one}/" for one in SETTINGS["source_paths"]))]
    found = {pattern: [path for path in below if fnmatch(path, pattern)] for pattern in SETTINGS["only_mutate"]}
    assert [pattern for pattern, paths in found.items() if not paths] == []


def test_every_test_that_must_notice_is_there() -> None:
    named = SETTINGS["pytest_add_cli_args_test_selection"]
    assert [path for path in named if not (tracked.ROOT / path).exists()] == []


def test_every_line_that_is_left_alone_is_there() -> None:
    lines = [
        line
        for path in tracked.python(product_only=True)
        if any(fnmatch(path, pattern) for pattern in SETTINGS["only_mutate"])
        for line in tracked.text(path).splitlines()
    ]
    patterns = [re.compile(pattern) for pattern in SETTINGS["do_not_mutate_patterns"]]
    assert [one.pattern for one in patterns if not any(one.search(line) for line in lines)] == []
