"""What a side says about the other, and what a shop answers."""

from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.actor import Role
from marketplace.trade.fields import PhotosField
from reviews.actions.answer_review import LONGEST as LONGEST_ANSWER
from reviews.actions.write_review import LONGEST

#: Best first; nothing is chosen beforehand.
STARS: dict[int, Promise] = {
    5: _("5 of 5, very good"),
    4: _("4 of 5, good"),
    3: _("3 of 5, fair"),
    2: _("2 of 5, poor"),
    1: _("1 of 5, bad"),
}
_CHOOSE = _("Choose one to five stars.")
_SEEN: dict[Role, Promise] = {
    Role.BUYER: _("Sealed with your review. Once it opens everybody sees them, and nobody can change them."),
    Role.SELLER: _("Sealed with your review. Once it opens the buyer sees them, and nobody can change them."),
}
_ASKED: dict[Role, tuple[Promise, Promise]] = {
    Role.BUYER: (_("How was it?"), _("What others should know: the goods, the packing, how the shop dealt with you.")),
    Role.SELLER: (_("How was the buyer?"), _("How they paid, wrote and dealt with you.")),
}


class ReviewForm(forms.Form):
    """Stars without a default, words and photos if one likes."""

    stars = forms.TypedChoiceField(
        coerce=int,
        choices=list(STARS.items()),
        widget=forms.RadioSelect,
        error_messages={"required": _CHOOSE, "invalid_choice": _CHOOSE},
    )
    words = forms.CharField(
        label=_("In your own words"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 5}), required=False
    )
    photos = PhotosField(label=_("Photos"), required=False)

    def __init__(self, data: Any = None, files: Any = None, *, by: Role) -> None:
        super().__init__(data, files)
        asked, words = _ASKED[by]
        self.fields["stars"].label, self.fields["words"].help_text = str(asked), str(words)
        self.fields["photos"].help_text = str(_SEEN[by])


class AnswerForm(forms.Form):
    """One answer."""

    answer = forms.CharField(
        label=_("Your answer"),
        max_length=LONGEST_ANSWER,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Everybody reads it below the review. You answer once, and it is not changed afterwards."),
    )
