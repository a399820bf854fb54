"""What is NULL is no answer: a CHECK that comes to NULL lets a row pass."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('catalog', '0008_sku_sound'),
        ('coupons', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='coupon',
            name='coupon_amount_or_percent',
        ),
        migrations.RemoveConstraint(
            model_name='coupon',
            name='coupon_of_a_shop_or_a_budget',
        ),
        migrations.AddConstraint(
            model_name='coupon',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('amount__gt', 0), ('amount__isnull', False), ('at_most', None), ('percent', None)), models.Q(('amount', None), ('percent__gte', 1), ('percent__isnull', False), ('percent__lte', 100), models.Q(('at_most', None), ('at_most__gt', 0), _connector='OR')), _connector='OR'), name='coupon_amount_or_percent'),
        ),
        migrations.AddConstraint(
            model_name='coupon',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('agreed_at__isnull', False), ('shop__isnull', False)), models.Q(('budget__gt', 0), ('budget__isnull', False), ('shop', None), models.Q(('reason', ''), _negated=True)), _connector='OR'), name='coupon_of_a_shop_or_a_budget'),
        ),
    ]
