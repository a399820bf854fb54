"""The last days of the demo, one purchase of every kind there is. Days are counted back from now."""

from core.actor import Role
from marketplace.demo.fill.stories import Plan

#: Days ago, buyer, goods (how their title begins), plan.
SHOWN: tuple[tuple[float, int, str, Plan], ...] = (
    # Not paid yet; and closed because nobody paid.
    (0.1, 0, "Jingmai old-tree", Plan(pay=None)),
    (0.5, 2, "Phone case, indigo", Plan(pay=None)),
    (6, 0, "Bamboo field hat", Plan(pay=None)),
    # Paid, to ship; being packed; past the promise; refunded because it was never shipped.
    (0.3, 0, "Peony hoop", Plan(note="It is a present: please leave the price out.")),
    (0.8, 3, "Sun-dried white tea", Plan()),
    (0.6, 1, "Loose leaf black tea", Plan(pack=0.2, note="请分两袋装，谢谢。")),
    (4.5, 4, "Folded-steel kitchen cleaver", Plan()),
    (14, 5, "Carpenter's plane", Plan()),
    (3.2, 8, "Jingmai old-tree", Plan()),
    # On its way; delivered and counting down; extended.
    (2, 0, "Dried flower mushrooms", Plan(ship=1)),
    (3, 2, "Jingmai old-tree", Plan(ship=1)),
    (5, 0, "Green tea before the rains", Plan(ship=1, arrive=3)),
    (8, 1, "Knitted winter hat", Plan(ship=1, arrive=5)),
    (9, 3, "Embroidered purse", Plan(ship=1, arrive=3, extend=5)),
    (6.5, 9, "Purple-clay teapot", Plan(ship=1, arrive=4)),
    # Confirmed; released by silence.
    (12, 0, "Thread-bound poems", Plan(ship=1, arrive=4, confirm=5)),
    (20, 0, "Phone case, bamboo green", Plan(ship=1, arrive=4)),
    (5.1, 5, "White lidded bowl", Plan(ship=1, arrive=4, confirm=5)),
    # Cancelled by the buyer, by the shop; a parcel that came back, one that was lost.
    (0.4, 3, "Brushes, inkstone", Plan(cancel=0.3)),
    (7, 0, "Wood ear", Plan(cancel=0.3)),
    (5.5, 4, "Phone case, terracotta", Plan(cancel=0.3, reject_refund=True)),
    (9, 1, "Forged scissors", Plan(cancel=1, cancel_by=Role.SELLER)),
    (6, 4, "Straw sun hat", Plan(ship=1, arrive=4, parcel="returned")),
    (16, 0, "Three old novels", Plan(ship=1, arrive=3, parcel="lost")),
    # Paid too little: it comes back by itself, and the order stays unpaid until it closes.
    (4, 2, "Hand-drawn map", Plan(amount=100)),
)
