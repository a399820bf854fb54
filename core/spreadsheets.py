"""Cells that spreadsheets read: nothing that somebody typed becomes a formula."""

#: A cell that begins so is read as a formula by a spreadsheet: in an Asian locale with the signs in full width as well.
_FORMULA = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20", "\t", "\r", "\n")


def harmless(text: str) -> str:
    """The text as a cell that is only shown."""
    return f"'{text}" if text.startswith(_FORMULA) else text
