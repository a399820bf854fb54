"""The rows of coupons and deposits: a shop's own, and the platform's promotions, which are the operators' alone."""

from tests.access.row import Row

LIST = "in 200 >sellers:open 200 >sellers:open"
DESK = "404 404 404 404"

ROWS_COUPONS: dict[str, Row] = {
    "sellers:coupons": Row(LIST, "in 405 404 405 404", owner="seller"),
    "sellers:coupon_new": Row(LIST, "in 422 404 422 404", owner="seller", sent={"code": "A"}),
    "sellers:coupon_state": Row(
        "in 405 404 405 404", "in 404 404 >sellers:coupons 404", about="coupon", owner="seller", sent={"to": "paused"}
    ),
    "sellers:deposit": Row(LIST, "in 422 404 422 404", owner="seller", sent={"amount": "0"}),
    "sellers:deposit_cashier": Row(
        "in >sellers:deposit >sellers:open >sellers:deposit >sellers:open", "in 405 404 405 404", owner="seller"
    ),
    "sellers:deposit_question": Row(
        "in 405 >sellers:open 405 >sellers:open", "in >sellers:deposit 404 >sellers:deposit 404", owner="seller"
    ),
    "sellers:closing": Row(LIST, "in >sellers:money 404 422 404", owner="seller"),
    "staff:promotions": Row(f"{DESK} 200", "405"),
    "staff:promotion_new": Row(f"{DESK} 200", f"{DESK} 422", sent={"code": "A"}),
    "staff:promotion_act": Row("405", f"{DESK} >staff:promotions", about="promotion"),
}
