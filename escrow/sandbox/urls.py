"""The sandbox's site map."""

from django.urls import path

from escrow.sandbox import api, bank, cashier, courier, pages

urlpatterns = [
    path("", courier.home, name="home"),
    path("healthz", api.healthz),
    path("sandbox.css", pages.stylesheet, name="stylesheet"),
    path("cashier/", cashier.show, name="cashier"),
    path("cashier/<str:reference>/<str:act>/", cashier.press, name="cashier-act"),
    path("courier/", courier.desk, name="courier"),
    path("courier/parcels/", api.parcel_list),
    path("courier/parcels/<str:carrier>/<str:number>/", api.parcel),
    path("courier/parcels/<str:carrier>/<str:number>/<str:event>/", courier.press, name="courier-event"),
    path("bank/", bank.desk, name="bank"),
    path("bank/charges/<str:charge>/<str:act>/", bank.press, name="bank-act"),
    path("api/charges/", api.charge_list),
    path("api/refunds/", api.refund_list),
    path("api/refunds/<str:reference>/", api.refund),
    path("api/payouts/", api.payout_list),
    path("api/payouts/<str:reference>/", api.payout),
    path("api/chargebacks/<str:code>/", api.chargeback),
    path("api/chargebacks/<str:code>/evidence/", api.evidence),
    path("api/report/", api.report),
    path("control/", api.switches),
    path("control/reset/", api.reset),
]

handler404 = "escrow.sandbox.pages.not_found"
