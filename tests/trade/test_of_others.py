"""What is an operator's own is found by indexes, however much the site has sold."""

import pytest
from django.db.models import Model

from marketplace.claims.models import Claim
from marketplace.trade.of_others import OWN
from tests.trade.plans import read_through

#: A claim is asked for its own order: they are few that wait.
LOOKED_UP = [model for model in OWN if model is not Claim]


@pytest.mark.django_db
@pytest.mark.parametrize("model", LOOKED_UP, ids=lambda model: model.__name__)
def test_no_table_is_read_through_for_what_is_ones_own(model: type[Model]) -> None:
    statement = model._default_manager.exclude(OWN[model](1)).query.sql_with_params()
    assert read_through(*statement) <= {model._meta.db_table}
