"""Every string a person reads exists in Simplified Chinese, whole and agreed on."""

import ast
import re
from collections.abc import Iterator

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from django.utils.translation.template import templatize

from tests import tracked

CATALOG = "locale/zh_Hans/LC_MESSAGES/django.po"
PLAIN = {"_", "gettext", "gettext_lazy", "gettext_noop"}
WITH_CONTEXT = {"pgettext", "pgettext_lazy"}
PLURAL = {"ngettext", "ngettext_lazy"}
Text = str | tuple[str, ...] | list[str] | None
LITERAL = r"""u?('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
IN_TEMPLATE = re.compile(rf"\b(_|gettext|ngettext|pgettext)\(\s*{LITERAL}(?:\s*,\s*{LITERAL})?")


def test_every_string_of_pages_and_code_is_in_the_catalogue() -> None:
    known = {(message.context, _singular(message.id)) for message in _catalog() if message.id}
    missing = {(path, *found) for path, found in _strings() if found not in known}
    assert not known or missing == set()


def test_every_entry_is_translated_and_none_is_a_guess() -> None:
    entries = [message for message in _catalog() if message.id]
    assert [message.id for message in entries if message.fuzzy or not all(_texts(message.string))] == []


def test_translations_use_the_same_placeholders() -> None:
    placeholder = re.compile(r"%\(\w+\)[sd]|\{\w+\}|%[sd]")
    wrong = []
    for message in _catalog():
        if message.id:
            wanted = set(placeholder.findall(" ".join(_texts(message.id))))
            if any(set(placeholder.findall(text)) - wanted for text in _texts(message.string)):
                wrong.append(message.id)
    assert wrong == []


def test_a_provider_has_the_one_name_of_the_glossary() -> None:
    others = ("支付渠道", "支付服务商", "支付提供商", "支付供应商")
    told = [text for message in _catalog() if message.id for text in _texts(message.string)]
    assert [text for text in told if any(other in text for other in others)] == []


def test_what_a_promotion_takes_off_has_the_one_name_of_the_glossary() -> None:
    """Who reads "discount" of the platform's own, in any words, reads 平台优惠."""
    of_the_platform = re.compile(r"^Discount$|[Oo]ur own discount|discount that we pay")
    told = [(m.id, text) for m in _catalog() if of_the_platform.search(_singular(m.id)) for text in _texts(m.string)]
    assert len(told) > len({"Discount", "Our own discount"})
    assert [both for both in told if "平台优惠" not in both[1]] == []


def test_no_space_stands_beside_the_name_of_the_site() -> None:
    name = r"(?:%\(\w*site\w*\)s|担保)"
    spaced = re.compile(rf"\S {name}|{name} \S")
    assert [text for m in _catalog() if m.id for text in _texts(m.string) if spaced.search(text)] == []


def _catalog() -> Catalog:
    if not (tracked.ROOT / CATALOG).exists():
        return Catalog()
    with (tracked.ROOT / CATALOG).open("rb") as file:
        return read_po(file, locale="zh_Hans")


def _singular(identity: Text) -> str:
    return _texts(identity)[0]


def _texts(string: Text) -> list[str]:
    return [string] if isinstance(string, str) else list(string or [])


def _strings() -> Iterator[tuple[str, tuple[str | None, str]]]:
    """(path, (context, text)) of each translatable string outside the sandbox, which speaks for itself."""
    for path in tracked.templates():
        if not path.startswith("escrow/sandbox"):
            for found in _of_template(tracked.text(path)):
                yield path, found
    for path in tracked.python(product_only=True):
        if not path.startswith("escrow/sandbox"):
            for found in _of_python(tracked.text(path)):
                yield path, found


def _of_template(source: str) -> Iterator[tuple[str | None, str]]:
    for name, first, second in IN_TEMPLATE.findall(templatize(source)):
        if name == "pgettext":
            yield ast.literal_eval(first), ast.literal_eval(second)
        else:
            yield None, ast.literal_eval(first)


def _of_python(source: str) -> Iterator[tuple[str | None, str]]:
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        texts = [part.value for part in node.args if isinstance(part, ast.Constant) and isinstance(part.value, str)]
        if texts and name in PLAIN | PLURAL:
            yield None, texts[0]
        elif len(texts) > 1 and name in WITH_CONTEXT:
            yield texts[0], texts[1]
