from django.db import migrations

SHELVES = [
    ("tea", "Tea", "茶"),
    ("dried-goods", "Dried goods", "山货"),
    ("embroidery", "Embroidery", "绣品"),
    ("hats", "Hats", "帽子"),
    ("tools", "Tools", "五金"),
    ("cloth", "Cloth", "土布"),
    ("phone-cases", "Phone cases", "手机壳"),
    ("books", "Books", "旧书"),
    ("other", "Everything else", "其他"),
]


def put_up(apps, schema_editor):
    category = apps.get_model("catalog", "Category")
    category.objects.bulk_create(
        category(slug=slug, name_en=english, name_zh=chinese, position=position)
        for position, (slug, english, chinese) in enumerate(SHELVES)
    )


class Migration(migrations.Migration):
    dependencies = [("catalog", "0001_initial")]
    operations = [migrations.RunPython(put_up, migrations.RunPython.noop)]
