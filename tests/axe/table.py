"""Every page that axe looks at, by its name, and the addresses that are no pages."""

from tests.access.rows_api import ROWS_API
from tests.axe.page import Page
from tests.axe.rows import accounts, bank, buyers, operators, sellers, visitors, webhooks

TABLES = (visitors.PAGES, accounts.PAGES, buyers.PAGES, sellers.PAGES, operators.PAGES, bank.PAGES, webhooks.PAGES)
PAGES: dict[str, Page] = {name: page for table in TABLES for name, page in table.items()}

#: Addresses that answer a GET with something nobody reads in a browser, and what that is.
NO_PAGES: dict[str, str] = {
    **dict.fromkeys((name for name, row in ROWS_API.items() if row.program and "200" in row.expected("get")), "JSON"),
    "api:schema": "JSON",
    "livez": "a word for machines",
    "readyz": "a word for machines",
    "mfa_download_recovery_codes": "a text file",
    "buyers:data": "a file of JSON",
    "sellers:statement_csv": "a spreadsheet",
    "sellers:numbers_csv": "a spreadsheet",
    "staff:overview_csv": "a spreadsheet",
    "staff:transfers_csv": "a spreadsheet",
    "storefront:books_csv": "a spreadsheet",
    "staff:photo": "a picture",
    "storefront:media": "a picture",
    "storefront:review_photo": "a picture",
    "buyers:photo": "a picture",
    "buyers:message_photo": "a picture",
    "sellers:message_photo": "a picture",
    "staff:message_photo": "a picture",
    "sellers:claim_photo": "a picture",
}
