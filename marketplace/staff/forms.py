"""What operators type."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.fields import LineField, ParagraphsField
from marketplace.chargebacks.actions.submit_evidence import LONGEST as LONGEST_STATEMENT
from marketplace.claims.statements import LONGEST
from marketplace.suspensions.imposing import LONGEST as LONGEST_SUSPENDING
from reviews.actions.delete_review import LONGEST as LONGEST_REASON


class ClockForm(forms.Form):
    """How far to move the demo's clock."""

    hours = forms.IntegerField(
        label=_("Hours ahead"),
        min_value=1,
        max_value=2400,
        initial=24,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )


class ReasonForm(forms.Form):
    """Why: read by the second operator, kept for good."""

    reason = ParagraphsField(label=_("Why"), max_length=500, min_length=5, widget=forms.Textarea(attrs={"rows": 3}))


class SuspensionForm(forms.Form):
    """Why somebody is suspended, stays so, or no longer: read by whom it concerns."""

    reason = ParagraphsField(
        label=_("Reason, read by whom it concerns"),
        max_length=LONGEST_SUSPENDING,
        widget=forms.Textarea(attrs={"rows": 5}),
    )


class DeclineForm(forms.Form):
    """Why a proposed ruling is put aside: read by whoever proposed it."""

    reasons = ParagraphsField(label=_("Why"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 3}))


class EvidenceForm(forms.Form):
    """What we say to a provider about a disputed charge."""

    statement = ParagraphsField(
        label=_("In our words, read by the provider"),
        help_text=_("Say why the charge was right: what was ordered, that it arrived, what was said."),
        max_length=LONGEST_STATEMENT,
        widget=forms.Textarea(attrs={"rows": 7}),
    )


class DeletionForm(forms.Form):
    """Why a review is taken away: everybody reads it in its place."""

    reason = LineField(label=_("The reason, as everybody reads it"), max_length=LONGEST_REASON)


class MatchForm(ReasonForm):
    """Which payment money from nobody we know belongs to."""

    payment = forms.CharField(label=_("Reference of the payment"), max_length=40)

    field_order = ("payment", "reason")
