from django.db import migrations

SHELVES = [
    ("bamboo", "Bamboo ware", "竹器"),
    ("pottery", "Pottery", "陶瓷"),
    ("toys", "Toys", "玩具"),
    ("paper", "Paper and kites", "纸艺风筝"),
]


def put_up(apps, schema_editor):
    """Before what is everything else."""
    category = apps.get_model("catalog", "Category")
    rest = category.objects.get(slug="other")
    category.objects.bulk_create(
        category(slug=slug, name_en=english, name_zh=chinese, position=rest.position + place)
        for place, (slug, english, chinese) in enumerate(SHELVES)
    )
    rest.position += len(SHELVES)
    rest.save()


class Migration(migrations.Migration):
    dependencies = [("catalog", "0003_change_stock")]
    operations = [migrations.RunPython(put_up, migrations.RunPython.noop)]
