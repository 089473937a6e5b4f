"""Adults say so once; accounts are made by invitation."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="user",
            name="adult_at",
            field=models.DateTimeField(default=None, null=True),
        ),
        migrations.CreateModel(
            name="Invitation",
            fields=[
                (
                    "digest",
                    models.CharField(
                        editable=False, max_length=64, primary_key=True, serialize=False
                    ),
                ),
                ("email", models.EmailField(default=None, max_length=254, null=True)),
                ("until", models.DateTimeField()),
            ],
        ),
    ]
