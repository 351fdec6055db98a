import django.db.models.deletion
import django.db.models.manager
import modelcluster.fields
from django.db import migrations, models

import cms.clinics.models.clinic


def move_to_texts(apps, schema_editor):
    """The one title and biography that a person had become the text in the clinic's main language."""
    practitioners = apps.get_model("clinics", "Practitioner").everywhere.exclude(title="", bio="")
    apps.get_model("clinics", "PractitionerText").everywhere.bulk_create(
        apps.get_model("clinics", "PractitionerText")(
            practitioner=person,
            language_code=person.clinic.main_language,
            title=person.title,
            bio=person.bio,
        )
        for person in practitioners.select_related("clinic")
    )


def move_back(apps, schema_editor):
    """Keep the text in the main language."""
    texts = apps.get_model("clinics", "PractitionerText").everywhere.filter(
        language_code=models.F("practitioner__clinic__main_language")
    )
    for text in texts.select_related("practitioner"):
        text.practitioner.title, text.practitioner.bio = text.title, text.bio
        text.practitioner.save(update_fields=["title", "bio"])


class Migration(migrations.Migration):
    dependencies = [
        ("clinics", "0002_cliniclogentry"),
    ]

    operations = [
        migrations.CreateModel(
            name="PractitionerText",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "language_code",
                    models.CharField(
                        choices=cms.clinics.models.clinic.language_choices,
                        max_length=12,
                        verbose_name="language",
                    ),
                ),
                (
                    "title",
                    models.CharField(
                        blank=True,
                        help_text="For example: acupuncturist.",
                        max_length=120,
                        verbose_name="title",
                    ),
                ),
                ("bio", models.TextField(blank=True, verbose_name="biography")),
                (
                    "practitioner",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="texts",
                        to="clinics.practitioner",
                    ),
                ),
            ],
            options={
                "verbose_name": "text about a practitioner",
                "verbose_name_plural": "texts about practitioners",
                "ordering": ("pk",),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("practitioner", "language_code"),
                        name="practitioner_text_once",
                        violation_error_message="There is a text in this language already.",
                    )
                ],
            },
            managers=[
                ("everywhere", django.db.models.manager.Manager()),
            ],
        ),
        migrations.RunPython(move_to_texts, move_back),
        migrations.RemoveField(model_name="practitioner", name="title"),
        migrations.RemoveField(model_name="practitioner", name="bio"),
    ]
