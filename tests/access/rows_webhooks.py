"""The rows of webhooks: a shop's own, and nobody else's."""

from tests.access.row import Row

LIST = "in 200 >sellers:open 200 >sellers:open"
OWN = "in 404 404 200 404"
ONLY_POSTED = "in 405 404 405 404"


def _one(get: str, posted: str, **sent: str) -> Row:
    return Row(get, f"in 404 404 {posted} 404", about="endpoint", owner="seller", sent=sent)


ROWS_WEBHOOKS: dict[str, Row] = {
    "sellers:webhooks": Row(LIST, "in 405 404 405 404", owner="seller"),
    "sellers:webhook_new": Row(LIST, "in 422 404 422 404", owner="seller", sent={"url": "http://10.0.0.1/"}),
    "sellers:webhook": _one(OWN, ">sellers:webhook", kinds="order"),
    "sellers:webhook_secret": _one(OWN, "200"),
    "sellers:webhook_state": _one(ONLY_POSTED, ">sellers:webhook", to="paused"),
    "sellers:webhook_test": _one(ONLY_POSTED, ">sellers:webhook"),
    "sellers:webhook_removal": _one(OWN, ">sellers:webhooks"),
    "sellers:webhook_delivery": Row(OWN, ONLY_POSTED, about="sent", owner="seller"),
    "sellers:webhook_again": Row(ONLY_POSTED, "in 404 404 >sellers:webhook_delivery 404", about="sent", owner="seller"),
}
