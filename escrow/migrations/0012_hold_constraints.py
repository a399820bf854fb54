"""What may not be of a hold, said once: five constraints went that others imply, or that are one with another."""

from django.db import migrations, models
from django.db.models import Case, F, Q, When

NEVERMORE = (
    "hold_amount_positive",
    "hold_remaining_within",
    "hold_parts_within",
    "hold_remaining_is_the_rest",
    "hold_keeps_only_while_held",
)


class Migration(migrations.Migration):
    dependencies = [("escrow", "0011_commit_move")]
    operations = [
        migrations.AddConstraint(
            model_name="hold",
            constraint=models.CheckConstraint(
                condition=Case(
                    When(
                        state="held",
                        then=Q(
                            remaining__gt=0,
                            remaining=F("amount") - F("goods_back") - F("other_back") - F("tax_back"),
                        ),
                    ),
                    default=Q(remaining=0),
                    output_field=models.BooleanField(),
                ),
                name="hold_keeps_the_rest_while_held",
            ),
        ),
        *(migrations.RemoveConstraint(model_name="hold", name=name) for name in NEVERMORE),
    ]
