"""The demo's people. All have the same password, printed by `make demo`; none of them exists."""

from dataclasses import dataclass
from functools import cache

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password

from core.actor import Actor, Role
from marketplace.orders.destination import Destination
from marketplace.users.models import User

PASSWORD = "danbao-demo"  # noqa: S105 it is printed on the screen

#: Buyers: name, language, telephone, region, street.
BUYERS = (
    ("Lin Yue", "en", "138 0571 2046", "Hangzhou, Zhejiang", "27 Qingchun Road, building 4, door 602"),
    ("林小满", "zh-hans", "139 0871 3358", "云南省昆明市五华区", "翠湖北路 12 号 3 幢 201"),
    ("Guo Feng", "zh-hans", "136 2039 4471", "广东省广州市越秀区", "中山六路 88 号"),
    ("Ma Lan", "zh-hans", "137 8008 1120", "四川省成都市青羊区", "宽窄巷子 5 号"),
    ("K. Osei", "en", "021 5566 7810", "Shanghai, Xuhui", "Wukang Road 113, second floor"),
    ("Sun Qi", "zh-hans", "135 8812 0093", "浙江省杭州市西湖区", "龙井路 1 号"),
    ("何婉清", "zh-hans", "133 9501 7724", "江苏省南京市秦淮区", "夫子庙贡院街 19 号"),
    ("Daniel Roth", "en", "010 8532 6610", "Beijing, Chaoyang", "Liangmaqiao Road 42, entrance B, 1103"),
    ("赵铁军", "zh-hans", "150 2417 3306", "辽宁省沈阳市和平区", "南市场八经街 7 号 1-4-2"),
    ("Amina Yusuf", "en", "020 3820 1195", "Guangzhou, Yuexiu", "Xiaobei Road 25, room 806"),
    ("苏明月", "zh-hans", "159 0592 6648", "福建省厦门市思明区", "曾厝垵西里 31 号"),
    ("Petra Novak", "en", "028 6677 4302", "Chengdu, Wuhou", "Yulin South Street 8"),
)

#: Operators: every decision about money needs two, and an appeal somebody who has not ruled before.
OPERATORS = (("Chen Hui", "en"), ("Zhao Ming", "zh-hans"), ("Wu Qing", "zh-hans"))


@dataclass(frozen=True, slots=True)
class Buyer:
    """A buyer and where their parcels go."""

    user: User
    home: Destination

    @property
    def reads_chinese(self) -> bool:
        return self.user.language.startswith("zh")


@dataclass(frozen=True, slots=True)
class Cast:
    """Everybody who acts in the demo's ninety days, but for the shops' keepers."""

    buyers: tuple[Buyer, ...]
    operators: tuple[User, ...]

    def operator(self, number: int) -> Actor:
        return Actor(Role.OPERATOR, self.operators[number].pk)


def gather_cast() -> Cast:
    """All of them, made now; the first of each signs in as `buyer` and `operator`, the others with a number."""
    buyers = []
    for number, (name, language, phone, region, street) in enumerate(BUYERS):
        user = make_person(name, _numbered("buyer", number), language)
        buyers.append(Buyer(user, Destination(name, phone, region, street)))
    operators = [
        make_person(name, _numbered("operator", number), language, operator=True)
        for number, (name, language) in enumerate(OPERATORS)
    ]
    return Cast(tuple(buyers), tuple(operators))


def make_person(name: str, local: str, language: str, *, operator: bool = False) -> User:
    """A person who can sign in as `local`@demo.example."""
    email = f"{local}@demo.example"
    user = User.objects.create_user(email, name=name, language=language, is_staff=operator)
    User.objects.filter(pk=user.pk).update(password=_hashed())
    EmailAddress.objects.create(user=user, email=email, primary=True, verified=True)
    return user


def keeper_address(number: int) -> str:
    """What stands before the @ of the keeper of shop `number`."""
    return _numbered("seller", number)


def _numbered(word: str, number: int) -> str:
    return f"{word}{number + 1}" if number else word


@cache
def _hashed() -> str:
    """Hashing takes a third of a second on purpose: they all have the one."""
    return make_password(PASSWORD)
