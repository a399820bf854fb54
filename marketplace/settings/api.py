"""The API: who may ask how often, and how DRF and its schema behave."""

from typing import Any

# Requests within a minute: of who has signed in (by token or session), and of an address that has not.
API_LIMIT_SIGNED_IN = 600
API_LIMIT_ADDRESS = 120
# A token lives at most so many days.
TOKEN_MOST_DAYS = 365

REST_FRAMEWORK: dict[str, Any] = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "marketplace.api.authentication.TokenAuthentication",
        "marketplace.api.authentication.SessionAuthentication",
    ],
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "marketplace.api.media.OnlyJson",
    # OPTIONS would tell of our classes; the schema tells all there is.
    "DEFAULT_METADATA_CLASS": None,
    "DEFAULT_PARSER_CLASSES": ["marketplace.api.media.Parser"],
    "DEFAULT_PERMISSION_CLASSES": [],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_SCHEMA_CLASS": "marketplace.api.schema.Schema",
    "EXCEPTION_HANDLER": "marketplace.api.refusals.answer",
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
SPECTACULAR_SETTINGS: dict[str, Any] = {
    "OAS_VERSION": "3.1.0",
    "TITLE": "Danbao",
    "VERSION": "1",
    "DESCRIPTION": (
        "Whatever a person can do on the pages, a program can do here: the same acts, the same words, the same "
        "refusals. Amounts are whole minor units with a currency. Every POST bears an `Idempotency-Key`. Refusals are "
        "problem details (RFC 9457), told apart by `code`. What is not yours is not found."
    ),
    "TAGS": [
        {"name": "Goods", "description": "What is for sale. Everybody may read it; no token is needed."},
        {"name": "Buying", "description": "The basket, and placing it: one order for each shop, one payment for all."},
        {"name": "Orders", "description": "For both sides of each: where the money is, and what either may do now."},
        {
            "name": "Claims",
            "description": "When something is wrong: ask, answer, offer, send back, accept, appeal.",
        },
        {
            "name": "Conversations",
            "description": "What buyer and shop write to one another, about an order and before.",
        },
        {"name": "Reviews", "description": "What buyers wrote about a shop, and its answers."},
        {"name": "Reports", "description": "Say that something is not right, and read what the desk did about it."},
        {
            "name": "In public",
            "description": "What is held, how we rule, and how a shop has done. Everybody may read it.",
        },
        {"name": "Your shop", "description": "What your shop says, its goods, their pictures and their stock."},
        {"name": "Coupons", "description": "Codes that take something off the goods of your shop."},
        {"name": "Your money", "description": "What your shop has earned, and having it paid out."},
        {
            "name": "Your account",
            "description": "Your name, addresses, notices and tokens; suspensions; what is kept of you, and leaving.",
        },
        {"name": "Webhooks", "description": "Your own programs are told what happens in your shop, by signed events."},
        {
            "name": "The desk",
            "description": "For operators: claims that wait for a ruling, reports, promotions. Others find nothing.",
        },
        {
            "name": "The desk: people",
            "description": "For operators: people and shops, suspensions and appeals, deleting a review.",
        },
        {
            "name": "The desk: time",
            "description": "For operators: promised times, notices, what was not delivered, and how the site goes.",
        },
        {
            "name": "The desk: money",
            "description": "For operators: what two decide about money, what went astray, bank, books, disputes.",
        },
    ],
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "SERVE_INCLUDE_SCHEMA": False,
    "ENUM_NAME_OVERRIDES": {
        "OrderStatus": "marketplace.trade.status.Status",
        "ClaimState": "marketplace.claims.states.ClaimState",
        "CouponState": "marketplace.coupons.models.CouponState",
        "EndpointState": ["on", "paused", "stopped"],
        "DeliveryState": "marketplace.webhooks.models.State",
        "PhotoState": "marketplace.catalog.models.PhotoState",
        "ArrivalState": "escrow.bank.states.ArrivalState",
        "TransferState": "escrow.bank.states.TransferState",
        "ChargebackState": "escrow.payments.states.ChargebackState",
        "DecisionKind": "escrow.payments.actions.decide.KINDS",
        "WayOut": ["refund", "payout"],
        "Side": ["buyer", "seller"],
        "WhoActs": ["buyer", "seller", "operator"],
    },
    "WEBHOOKS": ["marketplace.api.events.SENT"],
    "COMPONENT_SPLIT_REQUEST": True,
    "SORT_OPERATIONS": False,
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "marketplace.api.schema.say_all",
    ],
}
