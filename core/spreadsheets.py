"""Cells that spreadsheets read: nothing that somebody typed becomes a formula."""

#: A cell that begins so is read as a formula by a spreadsheet.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def harmless(text: str) -> str:
    """The text as a cell that is only shown."""
    return f"'{text}" if text.startswith(_FORMULA) else text
