"""What is promised to people: durations in seconds, rates in parts per 10,000. Defaults of `docs/states.md`."""

MINUTE = 60
HOUR = 60 * MINUTE
DAY = 24 * HOUR

# Deadline 1: pay.
PAY_WINDOW = 24 * HOUR
# A bank needs a day or two, more over a weekend, and the statement has to be read by two.
PAY_WINDOW_BANK_TRANSFER = 7 * DAY
MAX_UNPAID_CHECKOUTS = 5
# Of one SKU, what all unpaid orders of one buyer may keep from others: so many pieces, or this share (numerator,
# denominator) of what the shop has, whichever is more.
MAX_UNPAID_PIECES = 20
UNPAID_SHARE = (1, 4)

# Deadlines 2 and 3: ship. The grace counts from the promise.
SHIP_PROMISE = 72 * HOUR
SHIP_GRACE = 7 * DAY

# Deadline 4: the inspection window; tracked from the delivered event, untracked from shipping.
INSPECTION_TRACKED = 7 * DAY
INSPECTION_UNTRACKED = 30 * DAY
INSPECTION_RESUMED_AT_LEAST = 48 * HOUR
PARCEL_HANDED_OVER_AGAIN = 7 * DAY

# Deadline 4a: extensions. The buyer's is given once; the seller chooses one of these, any number of times.
BUYER_EXTENSION = 3 * DAY
SELLER_EXTENSIONS = (3 * DAY, 5 * DAY, 7 * DAY, 10 * DAY)

# Deadlines 5 to 9: a claim. At most so many offers a side, and pictures a side of one order.
MAX_OFFERS = 2
MAX_ORDER_PHOTOS = 60
# So much may one person write: messages in an hour, shops asked for the first time in a day, reports in a day.
MESSAGES_AN_HOUR = 30
SHOPS_ASKED_A_DAY = 10
REPORTS_A_DAY = 20
# Who has been told of a message and does not read it is told of another one only so much later.
MESSAGE_TOLD_AGAIN_AFTER = 1 * DAY
CLAIM_ANSWER_UNSHIPPED = 2 * DAY
CLAIM_ANSWER_SHIPPED = 5 * DAY
OFFER_ANSWER = 2 * DAY
RETURN_SHIPPING = 7 * DAY
RETURN_INSPECTION = 10 * DAY
AFTER_REFUSAL = 7 * DAY
EVIDENCE_WINDOW = 3 * DAY

# Deadlines 10 to 13: rulings, appeals, afterwards.
RULING_PROMISE = 7 * DAY
RULING_AT_MOST = 30 * DAY
APPEAL_WINDOW = 7 * DAY
APPEAL_RULING_PROMISE = 7 * DAY
APPEAL_RULING_AT_MOST = 14 * DAY
# A ruling that divides more than this (minor units) needs a second operator.
RULING_FOUR_EYES_ABOVE = 500_000
# After the release a buyer may still ask for so long.
AFTER_SALE_WINDOW = 15 * DAY
REVIEW_WINDOW = 15 * DAY
# An appeal against a suspension is decided within this time; later it stands as overdue at the desk.
SUSPENSION_APPEAL_PROMISE = 7 * DAY
# A shop's stars are weighted: so many reviews of so many hundredths of a star are added to those it has.
REVIEW_PRIOR_MEAN = 350
REVIEW_PRIOR_WEIGHT = 10

# Deadlines 14 and 15: payout details, and the provider's cap on holding.
PAYOUT_DETAILS_CHANGE = 24 * HOUR
CUSTODY_MARGIN = 7 * DAY

# Silence counts only after notice: this share of the window (numerator, denominator), at most so many seconds.
NOTICE_SHARE = (1, 4)
NOTICE_AT_MOST = 48 * HOUR
NOTICE_QUEUE_AFTER = 3 * DAY

# Reminders before a deadline bites: seconds left. Deadline 4 has one more when a third of its window is left.
REMINDERS_PAY = (6 * HOUR,)
REMINDERS_PAY_BANK_TRANSFER = (3 * DAY,)
REMINDERS_SHIP = (1 * DAY,)
REMINDERS_INSPECTION = (3 * DAY, 1 * DAY)
REMINDER_CLAIM = 1 * DAY
# Once, so long after the end of the money, whoever has not reviewed is asked whether they would.
REMINDER_REVIEW = 5 * DAY
REMINDER_INSPECTION_SHARE = (1, 3)

# Money: the platform's fee in parts per 10,000 of what is released; the smallest payout in minor units.
FEE_RATE = 250
MIN_PAYOUT = 100
# A payout of more than this (minor units) is sent only when two operators agree.
PAYOUT_FOUR_EYES_ABOVE = 5_000_000
# At this hour of the shop's day what it earned is paid out by itself, if it wants that.
PAYOUT_HOUR = 6

# What a shop must leave with the host before its goods stand on the shelves (minor units); 0 asks for nothing.
SHOP_DEPOSIT = 0

# Coupons: so many of a shop may go on at a time; a promotion with a larger budget (minor units) needs a second
# operator.
MAX_COUPONS = 50
PROMOTION_FOUR_EYES_ABOVE = 100_000

# A visitor's basket is forgotten when nothing in it has changed for so long.
VISITORS_BASKET_KEPT = 30 * DAY

# Webhooks: seconds until the next try after each failure, three days in all; failing so long, an endpoint is stopped;
# so long both secrets sign after one was replaced; so long the log is kept; so many endpoints a shop may have.
WEBHOOK_RETRIES = (5, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR, 10 * HOUR, 14 * HOUR, 20 * HOUR, 24 * HOUR)
WEBHOOK_FAILING_AT_MOST = 5 * DAY
WEBHOOK_SECRET_OVERLAP = DAY
WEBHOOK_LOG_KEPT = 30 * DAY
MAX_WEBHOOKS = 5
