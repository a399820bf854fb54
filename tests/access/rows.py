"""The access matrix: one row for every address. A new one without a row fails; so does a row without its address."""

from tests.access.row import Row
from tests.access.rows_api import ROWS_API
from tests.access.rows_coupons import ROWS_COUPONS
from tests.access.rows_desk import ROWS_DESK
from tests.access.rows_webhooks import ROWS_WEBHOOKS

#: Signing in again leads to where one's work is: stranger and other party have shops.
WORK = "200 >sellers:desk >sellers:desk >storefront:home >staff:desk"
CODE = WORK.replace("200", ">account_login")

ROWS: dict[str, Row] = {
    "livez": Row("200", "405", public=True),
    "readyz": Row("200", "405", public=True),
    "account_login": Row(WORK, WORK),
    "account_logout": Row(">storefront:home 200", ">storefront:home"),
    "account_inactive": Row("200", "405"),
    "account_signup": Row(WORK, WORK),
    "account_reauthenticate": Row("in 200", "in 200"),
    "account_email": Row("in 200", "in >account_email"),
    "account_email_verification_sent": Row("200", "405"),
    "account_change_password": Row("in 200", "in 200"),
    "account_set_password": Row("in >account_change_password", "in >account_change_password"),
    "account_reset_password": Row("200", "200"),
    "account_confirm_login_code": Row(CODE, CODE),
    "account_confirm_email": Row("200", "404", about="key"),
    "account_reset_password_from_key_done": Row("200", "405"),
    "account_reset_password_from_key": Row("200", "200", about="reset"),
    "account_reset_password_done": Row("200", "405"),
    "users:sessions": Row("in 405", "in >users:account"),
    "mfa_index": Row("in 200", "in 405"),
    "mfa_authenticate": Row(CODE, CODE),
    "mfa_reauthenticate": Row(
        "in >account_reauthenticate >account_reauthenticate >account_reauthenticate 200",
        "in >account_reauthenticate >account_reauthenticate >account_reauthenticate 200",
    ),
    "mfa_activate_totp": Row(
        ">account_login 200 200 200 >mfa_deactivate_totp", ">account_login 200 200 200 >mfa_deactivate_totp"
    ),
    "mfa_deactivate_totp": Row("in 404 404 404 200", "in 404 404 404 >mfa_index"),
    "mfa_view_recovery_codes": Row("in 404 404 404 200", "in 405"),
    "mfa_generate_recovery_codes": Row(">account_login 200", ">account_login 200 200 200 >mfa_view_recovery_codes"),
    "mfa_download_recovery_codes": Row("in 404 404 404 200", "in 404 404 404 405"),
    "kit": Row("200", "405", public=True),
    "courier": Row("405", "400", outside=True),
    "payments:receive": Row("405", "400", about="gateway", outside=True),
    "notifications:notices": Row("in 200", "405", proof=True),
    "sellers:desk": Row("in 200 >sellers:open 200 >sellers:open", "in 405 404 405 404", owner="seller"),
    "sellers:open": Row(
        ">account_signup >sellers:desk 200 >sellers:desk 200",
        ">account_signup >sellers:desk 422 >sellers:desk 422",
        owner="seller",
        sent={"name": ""},
    ),
    "sellers:shop": Row(
        "in 200 >sellers:open 200 >sellers:open", "in 422 404 422 404", owner="seller", sent={"name": "X"}
    ),
    "sellers:listings": Row("in 200 >sellers:open 200 >sellers:open", "in 405 404 405 404", owner="seller"),
    "sellers:listing_new": Row(
        "in 200 >sellers:open 200 >sellers:open", "in 422 404 422 404", owner="seller", sent={"title": "X"}
    ),
    "sellers:listing_edit": Row(
        "in 404 404 200 404", "in 404 404 422 404", about="listing", owner="seller", sent={"title": "X"}
    ),
    "sellers:photo": Row(
        "in 405 404 405 404",
        "in 404 404 >sellers:listing_edit 404",
        about="photo",
        owner="seller",
        sent={"do": "remove"},
    ),
    "sellers:listing_state": Row(
        "in 405 404 405 404",
        "in 404 404 >sellers:listing_edit 404",
        about="listing",
        owner="seller",
        sent={"to": "hidden"},
    ),
    "sellers:orders": Row("in 200 >sellers:open 200 >sellers:open", "in 405 404 405 404", owner="seller"),
    "sellers:pack_many": Row(
        "in 405 >sellers:open 405 >sellers:open", "in >sellers:orders 404 >sellers:orders 404", owner="seller"
    ),
    "sellers:order": Row("in 404 404 200 404", "in 405 404 405 404", about="paid", owner="seller", proof=True),
    "sellers:packing": Row("in 405 404 405 404", "in 404 404 >sellers:order 404", about="paid", owner="seller"),
    "sellers:shipment": Row(
        "in 404 404 200 404",
        "in 404 404 >sellers:order 404",
        about="paid",
        owner="seller",
        sent={"carrier": "SF Express", "number": "SF1234567890"},
    ),
    "sellers:extension": Row(
        "in 404 404 200 404",
        "in 404 404 >sellers:order 404",
        about="delivered",
        owner="seller",
        sent={"seconds": "259200"},
    ),
    "sellers:cancellation": Row(
        "in 404 404 200 404",
        "in 404 404 >sellers:order 404",
        about="paid",
        owner="seller",
        sent={"reason": "None left"},
    ),
    "sellers:review": Row(
        "in 404 404 200 404", "in 404 404 >sellers:review 404", about="ended", owner="seller", sent={"stars": "4"}
    ),
    "sellers:messages": Row("in 200 >sellers:open 200 >sellers:open", "in 405 404 405 404", owner="seller"),
    "sellers:thread": Row(
        "in 404 404 200 404",
        "in 404 404 >sellers:thread 404",
        about="talk",
        owner="seller",
        sent={"words": "Yes."},
        proof=True,
    ),
    "sellers:message_photo": Row("in 404 404 200 404", "in 405 404 405 404", about="drawn", owner="seller"),
    "sellers:order_messages": Row(
        "in 404 404 200 404",
        "in 404 404 >sellers:thread 404",
        about="paid",
        owner="seller",
        sent={"words": "Yes."},
    ),
    "sellers:reviews": Row("in 200 >sellers:open 200 >sellers:open", "in 405 404 405 404", owner="seller"),
    "sellers:review_answer": Row(
        "in 404 404 200 404",
        "in 404 404 >sellers:reviews 404",
        about="opinion",
        owner="seller",
        sent={"answer": "Thanks."},
    ),
    "sellers:claims": Row("in 200 >sellers:open 200 >sellers:open", "in 405 404 405 404", owner="seller"),
    "sellers:claim": Row("in 404 404 200 404", "in 405 404 405 404", about="asked", owner="seller", proof=True),
    "sellers:return_address": Row(
        "in 200 >sellers:open 200 >sellers:open", "in 422 404 422 404", owner="seller", sent={"recipient": "X"}
    ),
    "sellers:claim_photo": Row("in 404 404 200 404", "in 405 404 405 404", about="proof", owner="seller"),
    "sellers:claim_agreement": Row(
        "in 404 404 200 404", "in 404 404 >sellers:claim 404", about="asked", owner="seller"
    ),
    "sellers:claim_refusal": Row(
        "in 404 404 200 404", "in 404 404 >sellers:claim 404", about="asked", owner="seller", sent={"words": "No."}
    ),
    "sellers:claim_offers": Row(
        "in 404 404 200 404",
        "in 404 404 >sellers:claim 404",
        about="asked",
        owner="seller",
        sent={"goods": "25", "wish": "refund"},
    ),
    "sellers:claim_offer_agreement": Row(
        "in 404 404 200 404", "in 404 404 >sellers:claim 404", about="countered", owner="seller"
    ),
    "sellers:claim_offer_refusal": Row(
        "in 404 404 200 404", "in 404 404 >sellers:claim 404", about="countered", owner="seller"
    ),
    "sellers:claim_waiver": Row(
        "in 404 404 200 404", "in 404 404 >sellers:claim 404", about="to_send_back", owner="seller"
    ),
    "sellers:claim_goods_acceptance": Row(
        "in 404 404 200 404", "in 404 404 >sellers:claim 404", about="inspecting", owner="seller"
    ),
    "sellers:claim_goods_contest": Row(
        "in 404 404 200 404",
        "in 404 404 >sellers:claim 404",
        about="inspecting",
        owner="seller",
        sent={"words": "Empty."},
    ),
    "sellers:claim_evidence": Row(
        "in 404 404 200 404", "in 404 404 >sellers:claim 404", about="evidence", owner="seller", sent={"words": "Look."}
    ),
    "sellers:claim_acceptance": Row(
        "in 404 404 200 404", "in 404 404 >sellers:claim 404", about="ruled", owner="seller"
    ),
    "sellers:claim_appeal": Row(
        "in 404 404 200 404", "in 404 404 >sellers:claim 404", about="ruled", owner="seller", sent={"words": "Unheard."}
    ),
    "sellers:numbers": Row("in 200 >sellers:open 200 >sellers:open", "in 405 404 405 404", owner="seller"),
    "sellers:numbers_csv": Row("in 200 >sellers:open 200 >sellers:open", "in 405 404 405 404", owner="seller"),
    "sellers:money": Row("in 200 >sellers:open 200 >sellers:open", "in 405 404 405 404", owner="seller"),
    "sellers:statement_csv": Row("in 200 >sellers:open 200 >sellers:open", "in 405 404 405 404", owner="seller"),
    "sellers:statement": Row("in 200 >sellers:open 200 >sellers:open", "in 405 404 405 404", owner="seller"),
    "sellers:one_payout": Row("in 404 404 200 404", "in 405 404 405 404", about="payout", owner="mover"),
    "sellers:payout": Row(
        "in 405 >sellers:open 405 >sellers:open", "in 422 404 422 404", owner="seller", sent={"amount": "99999999"}
    ),
    "sellers:payout_account": Row(
        "in 200 >sellers:open 200 >sellers:open",
        "in >sellers:money 404 >sellers:payout_account 404",
        owner="seller",
        sent={"bank": "ICBC", "holder": "X", "number": "622200001111"},
    ),
    "sellers:payout_schedule": Row(
        "in 200 >sellers:open 200 >sellers:open", "in 422 404 422 404", owner="seller", sent={"rhythm": "hourly"}
    ),
    "sellers:details_undo": Row("200", ">sellers:details_undo", about="undo key"),
    "buyers:basket": Row("200", ">buyers:basket"),
    "buyers:basket_line": Row("405", ">buyers:basket", about="sku", sent={"quantity": "1"}),
    "buyers:checkout": Row(
        "in >buyers:basket >buyers:basket 200 >buyers:basket", "in >buyers:basket >buyers:basket 422 >buyers:basket"
    ),
    "buyers:paying": Row("in 404 404 200 404", "in 405", about="payment"),
    "buyers:cashier": Row("in 404 404 >/cashier/ 404", "in 405", about="payment"),
    "buyers:question": Row("in 405", "in 404 404 >buyers:paying 404", about="payment"),
    "buyers:orders": Row("in 200", "in 405"),
    "buyers:order": Row("in 404 404 200 404", "in 405", about="delivered", proof=True),
    "buyers:record": Row("in 404 404 200 404", "in 405", about="delivered"),
    "buyers:order_address": Row(
        "in 404 404 200 404",
        "in 404 404 >buyers:order 404",
        about="paid",
        sent={"recipient": "X", "phone": "1", "region": "R", "street": "S"},
    ),
    "buyers:receipt": Row("in 404 404 200 404", "in 404 404 >buyers:order 404", about="delivered"),
    "buyers:extension": Row("in 404 404 200 404", "in 404 404 >buyers:order 404", about="delivered"),
    "buyers:cancellation": Row("in 404 404 200 404", "in 404 404 >buyers:order 404", about="paid"),
    "buyers:refund_account": Row(
        "in 404 404 200 404",
        "in 404 404 >buyers:order 404",
        about="rejected",
        sent={"bank": "ICBC", "holder": "Ouyang", "number": "622200001111"},
    ),
    "buyers:messages": Row("in 200", "in 405"),
    "buyers:thread": Row(
        "in 404 404 200 404", "in 404 404 >buyers:thread 404", about="talk", sent={"words": "Yes."}, proof=True
    ),
    "buyers:message_photo": Row("in 404 404 200 404", "in 405", about="drawn"),
    "buyers:order_messages": Row(
        "in 404 404 200 404", "in 404 404 >buyers:thread 404", about="paid", sent={"words": "Yes."}
    ),
    "buyers:ask_shop": Row("in 200", "in 422", about="shop", sent={"words": ""}),
    "buyers:review": Row("in 404 404 200 404", "in 404 404 >buyers:review 404", about="ended", sent={"stars": "4"}),
    "buyers:claim_open": Row("in 404 404 200 404", "in 404 404 422 404", about="delivered", sent={"reason": "damaged"}),
    "buyers:claim": Row("in 404 404 200 404", "in 405", about="asked", proof=True),
    "buyers:claim_agreement": Row("in 404 404 200 404", "in 404 404 >buyers:claim 404", about="offered"),
    "buyers:claim_refusal": Row("in 404 404 200 404", "in 404 404 >buyers:claim 404", about="offered"),
    "buyers:claim_offers": Row(
        "in 404 404 200 404", "in 404 404 >buyers:claim 404", about="offered", sent={"goods": "25", "wish": "refund"}
    ),
    "buyers:claim_change": Row(
        "in 404 404 200 404", "in 404 404 422 404", about="refused", sent={"wish": "refund", "words": "Then less."}
    ),
    "buyers:claim_withdrawal": Row("in 404 404 200 404", "in 404 404 >buyers:claim 404", about="asked"),
    "buyers:claim_ruling_request": Row("in 404 404 200 404", "in 404 404 >buyers:claim 404", about="refused"),
    "buyers:claim_return": Row(
        "in 404 404 200 404",
        "in 404 404 >buyers:claim 404",
        about="to_send_back",
        sent={"carrier": "ZTO", "number": "BACK-2"},
    ),
    "buyers:claim_evidence": Row(
        "in 404 404 200 404", "in 404 404 >buyers:claim 404", about="evidence", sent={"words": "Look."}
    ),
    "buyers:claim_acceptance": Row("in 404 404 200 404", "in 404 404 >buyers:claim 404", about="ruled"),
    "buyers:claim_appeal": Row(
        "in 404 404 200 404", "in 404 404 >buyers:claim 404", about="ruled", sent={"words": "Unheard."}
    ),
    "buyers:photo": Row("in 404 404 200 404", "in 405", about="proof"),
    "buyers:suspensions": Row("in 200", "in 405"),
    "buyers:suspension_appeal": Row("in 405", "in 404 404 422 404", about="own suspension", sent={"words": "Why?"}),
    "buyers:data": Row("in 200", "in 405"),
    "buyers:closing": Row("in 200", "in 422"),
    "buyers:addresses": Row("in 200", "in 422", sent={"recipient": "X"}),
    "buyers:address_removal": Row("in 405", "in 404 404 >buyers:addresses 404", about="address"),
    "storefront:home": Row("200", "405", public=True),
    "storefront:search": Row("200", "405", public=True),
    "storefront:category": Row("200", "405", about="shelf", public=True),
    "storefront:listing": Row("200", "405", about="goods", public=True),
    "storefront:listing_reviews": Row("200", "405", about="goods", public=True),
    "storefront:shop_reviews": Row("200", "405", about="shop", public=True),
    "storefront:shop": Row("200", "405", about="shop", public=True),
    "storefront:protection": Row("200", "405", public=True),
    "storefront:books": Row("200", "405", public=True),
    "storefront:books_csv": Row("200", "405", public=True),
    "storefront:report": Row("in 200", "in >storefront:home", about="to report", sent={"ground": "fraud"}),
    "storefront:reviews": Row("200", "405", public=True),
    "storefront:review_photo": Row("200", "405", about="shown in public", public=True),
    "storefront:rulings": Row("200", "405", public=True),
    "storefront:media": Row("200", "405", about="picture", public=True),
    "users:account": Row("in 200", "in 422"),
    "set_language": Row(">storefront:home", ">storefront:home"),
    "tokens:tokens": Row("in 200", "in 422", sent={"name": ""}),
    "tokens:revocation": Row("in 405", "in 404 404 >tokens:tokens 404", about="token"),
    **ROWS_DESK,
    **ROWS_API,
    **ROWS_COUPONS,
    **ROWS_WEBHOOKS,
}
