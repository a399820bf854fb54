"""The demo's people. All have the same password, printed by `make demo`; none of them exists."""

from allauth.account.models import EmailAddress

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
)

#: Operators: every decision about money needs two.
OPERATORS = (("Chen Hui", "en"), ("Zhao Ming", "zh-hans"))


def make_person(name: str, local: str, language: str, *, operator: bool = False) -> User:
    """A person who can sign in as `local`@demo.example."""
    email = f"{local}@demo.example"
    user = User.objects.create_user(email, PASSWORD, name=name, language=language, is_staff=operator)
    EmailAddress.objects.create(user=user, email=email, primary=True, verified=True)
    return user
