"""Taking an order's locks in the one order of the design: payment, order, shipment (then SKU, hold, deadline)."""

from core.kept import Kept
from core.reading import Lookup, Question, Shape
from escrow.models import Hold
from escrow.payments.models import Payment
from marketplace.catalog.models import Shop
from marketplace.orders.models import Checkout, Order, Shipment

_ORDER, _HOLD, _SHOP, _CHECKOUT = Shape(Order, "o"), Shape(Hold, "h"), Shape(Shop, "s"), Shape(Checkout, "c")
_LOCK = Question("lock_order", "SELECT FROM orders_order WHERE id = $1 FOR UPDATE")
_READ = Lookup(
    "read_order_locked",
    [_ORDER, _HOLD, _SHOP, _CHECKOUT],
    [],
    "FROM orders_order o JOIN escrow_hold h ON h.id = o.hold_id JOIN catalog_shop s ON s.id = o.shop_id"
    " JOIN orders_checkout c ON c.id = o.checkout_id WHERE o.id = $1",
)
_LOCK_SHIPMENT = Kept("lock_shipment", lambda order: Shipment.objects.select_for_update().filter(order=order), int)
_LOCK_HOLD = Kept("lock_hold", lambda number: Hold.objects.select_for_update().filter(pk=number), int)


def lock_payment_of(order_id: int) -> Payment:
    """The payment of an order, locked: before the order, when its hold may end unpaid. Raises `Order.DoesNotExist`."""
    payment_id = Order.objects.values_list("checkout__payment_id", flat=True).get(pk=order_id)
    return Payment.objects.select_for_update().get(pk=payment_id)


def lock_order(order_id: int) -> Order:
    """The order, locked until the transaction ends, with its hold and shop as they stand now. Raises
    `Order.DoesNotExist`.
    """
    # Two statements: rows joined to the locked one would be those from before the wait for the lock.
    _LOCK.first(order_id)
    row = _READ.first(order_id)
    if row is None:
        raise Order.DoesNotExist(order_id)
    order: Order
    order, order.hold, order.shop, order.checkout = row
    return order


def lock_shipment(order: Order) -> Shipment | None:
    """The order's parcel, locked."""
    return _LOCK_SHIPMENT.first(order.pk)


def lock_hold(order: Order) -> Hold:
    """The order's hold, locked, for an act that changes its deadlines but not its money."""
    (hold,) = _LOCK_HOLD.all(order.hold_id)
    return hold


def quantities(order: Order) -> dict[int, int]:
    """How many pieces of each SKU the order holds."""
    wanted: dict[int, int] = {}
    for sku_id, quantity in order.lines.values_list("sku_id", "quantity"):
        wanted[sku_id] = wanted.get(sku_id, 0) + quantity
    return wanted
