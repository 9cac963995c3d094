"""Facts and invented cases, written once and shown in many lessons."""

from datetime import date

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.blocks import SnippetChooserBlock

CASES = _("Facts and cases")
INVENTED = "An invented source, for this preview"


class FactBlock(SnippetChooserBlock):
    def __init__(self, **kwargs):
        super().__init__("courses.Fact", **kwargs)

    def get_preview_value(self):
        return self.model_class(
            text="Most people with a radical opinion never use violence.",
            source_title=INVENTED,
            source_date=date(2024, 5, 1),
            review_by=date(2030, 1, 1),
        )

    class Meta:
        icon = "info-circle"
        label = _("Fact")
        description = _("A statement with its source and date.")
        template = "courses/blocks/fact.html"
        group = CASES


class VignetteBlock(SnippetChooserBlock):
    def __init__(self, **kwargs):
        super().__init__("courses.Vignette", **kwargs)

    def get_preview_value(self):
        return self.model_class(
            title="The quiet desk",
            story="<p>Robin stopped having lunch with the others.</p>",
            see="<p>A change in what somebody does.</p>",
            explanations="<p>A diet, a quarrel, a loss.</p>",
            job="<p>Ask how Robin is.</p>",
            consult="<p>Your team leader.</p>",
            trap="<p>To decide what it means before asking.</p>",
        )

    class Meta:
        icon = "user"
        label = _("Invented case")
        description = _("A case that is told and then opened step by step.")
        template = "courses/blocks/vignette.html"
        group = CASES


class SymbolBlock(SnippetChooserBlock):
    def __init__(self, **kwargs):
        super().__init__("courses.Symbol", **kwargs)

    def get_preview_value(self):
        return self.model_class(
            name="A number on a cap",
            written="123",
            form="mixed",
            period="since 2010",
            region="Online",
            meaning="A small group uses it to know each other.",
            innocent=[("meaning", "A house number, a bus line, a lucky number.")],
            source_title=INVENTED,
            source_date=date(2024, 5, 1),
            review_by=date(2030, 1, 1),
        )

    class Meta:
        icon = "tag"
        label = _("Symbol")
        description = _("A sign or code, with its innocent meanings beside it.")
        template = "courses/blocks/symbol.html"
        group = CASES


class TestimonyBlock(SnippetChooserBlock):
    def __init__(self, **kwargs):
        super().__init__("media.Testimony", **kwargs)

    def get_preview_value(self):
        return self.model_class(
            title="How I came to ask",
            named_as="A youth worker, twenty years in the job",
            words="<p>I asked one question too late. I tell it so that you ask.</p>",
        )

    class Meta:
        icon = "group"
        label = _("Testimony")
        description = _("Somebody's own words, shown as long as they agree.")
        template = "courses/blocks/testimony.html"
        group = CASES
