"""The rooms of the operators' desk, on one screen."""

from django.urls import path

from marketplace.staff.views import (
    books,
    claims,
    decisions,
    desk,
    letters,
    mail,
    one_claim,
    overview,
    photos,
    reviews,
    rulings,
    seconds,
    timers,
    unanswered,
)

app_name = "staff"

urlpatterns = [
    path("", desk.desk, name="desk"),
    path("orders/", desk.find, name="find"),
    path("orders/<str:reference>/", books.order, name="order"),
    path("claims/", claims.queue, name="claims"),
    path("claims/<int:claim_id>/", one_claim.claim, name="claim"),
    path("claims/<int:claim_id>/preview/", rulings.preview, name="ruling_preview"),
    path("claims/<int:claim_id>/ruling/", rulings.ruling, name="ruling"),
    path("rulings/<int:ruling_id>/agreement/", seconds.agreement, name="ruling_agreement"),
    path("rulings/<int:ruling_id>/refusal/", seconds.refusal, name="ruling_refusal"),
    path("photos/<int:photo_id>/", photos.photo, name="photo"),
    path("overview/", overview.page, name="overview"),
    path("overview/overview.csv", overview.as_csv, name="overview_csv"),
    path("reviews/<int:review_id>/deletion/", reviews.deletion, name="review_deletion"),
    path("books/", books.books, name="books"),
    path("deadlines/", timers.listing, name="deadlines"),
    path("deadlines/<int:deadline_id>/due/", timers.make_due, name="make_due"),
    path("clock/", timers.move_clock, name="clock"),
    path("notices/", timers.without_notice, name="without_notice"),
    path("notices/<int:deadline_id>/told/", timers.told, name="told"),
    path("letters/", letters.listing, name="letters"),
    path("letters/<int:message_id>/delivery/", letters.send_again, name="send_again"),
    path("events/<int:event_id>/handling/", letters.work_again, name="work_again"),
    path("refunds/", decisions.refunds, name="refunds"),
    path("refunds/<int:refund_id>/", decisions.refund, name="refund"),
    path("unanswered/", unanswered.unanswered, name="unanswered"),
    path("suspense/", decisions.suspense, name="suspense"),
    path("suspense/<int:capture_id>/", decisions.suspense_one, name="suspense_one"),
    path("decisions/", decisions.listing, name="decisions"),
    path("decisions/<int:decision_id>/approval/", decisions.approve, name="approve"),
    path("decisions/<int:decision_id>/refusal/", decisions.decline, name="decline"),
    path("capital/<str:kind>/", decisions.propose_capital, name="capital"),
    path("mail/", mail.mailbox, name="mail"),
]
