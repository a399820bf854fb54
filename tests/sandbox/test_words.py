import re

from escrow.sandbox.words import CHINESE, ENGLISH


def test_both_languages_say_the_same_things_with_the_same_blanks() -> None:
    blanks = re.compile(r"{\w+}")
    assert {name: blanks.findall(text) for name, text in ENGLISH.items()} == {
        name: blanks.findall(text) for name, text in CHINESE.items()
    }


def test_chinese_sentences_are_chinese() -> None:
    spoken = {name: text for name, text in CHINESE.items() if name not in {"html_lang", "other"}}
    assert {name for name, text in spoken.items() if not re.search(r"[\u4e00-\u9fff]", text)} == set()
    assert {name for name, text in spoken.items() if re.search("[,:;!?]", text)} == set()
