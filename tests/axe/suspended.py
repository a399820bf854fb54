"""Who is suspended in the world: people and shops in every shape in which a page looks different."""

from datetime import datetime, timedelta

from core.actor import Actor, Role
from marketplace.suspensions.models import Suspension
from marketplace.users.models import User
from tests import make

DAY = timedelta(days=1)


def suspended(operator: User, now: datetime) -> tuple[dict[str, list[object]], dict[str, User]]:
    """Make them; answers what addresses want, and those who look at pages of their own."""
    then = now - 3 * DAY
    banned, barred, heard = make.user("Sun Banned"), make.user("Qian Barred"), make.user("Zhou Heard")
    shop = make.listing(make.shop(banned, name="Labels & More", second_name="标签坊", now=then), now=then).shop
    of_person = make.suspended_person(banned, now=then)
    of_shop = Suspension.objects.get(subject_type="shop", person=banned)
    make.appealed_suspension(of_shop, now=now - DAY)
    make.kept_suspension(make.appealed_suspension(make.suspended_person(barred, now=then), now=then), now=now)
    make.basket(barred, now=now)
    again = make.suspended_shop(make.shop(heard, now=then), now=then)
    make.lifted_suspension(make.kept_suspension(make.appealed_suspension(again, now=then), now=then), now=now)
    make.appealed_suspension(now=now - 9 * DAY)
    mine = make.suspended_shop(by=Actor(Role.OPERATOR, operator.pk), now=then)
    args: dict[str, list[object]] = {
        "banned": [banned.pk],
        "barred": [barred.pk],
        "banned shop": [shop.pk],
        "banned shop's page": [shop.slug],
        "suspension of a person": [of_person.pk],
        "suspension of a shop": [of_shop.pk],
        "heard shop": [again.subject_id],
        "shop suspended by the reader": [mine.subject_id],
        "the reader": [operator.pk],
    }
    return args, {"banned": banned, "barred": barred, "heard": heard}
