"""Form fields for words, cleaned before they are measured: no controls, nothing that turns the direction of a line."""

from typing import Any

from django import forms

from core import words


class LineField(forms.CharField):
    """One line."""

    def to_python(self, value: Any) -> str:
        return words.one_line(super().to_python(value) or "")


class ParagraphsField(forms.CharField):
    """Several lines."""

    def to_python(self, value: Any) -> str:
        return words.several_lines(super().to_python(value) or "")
