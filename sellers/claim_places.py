"""Where a shop does what it may do about a claim."""

#: Verb of the claims' table -> the address it is done at.
CLAIM_PLACES = {
    "agree": "claim_agreement",
    "refuse": "claim_refusal",
    "offer": "claim_offers",
    "accept_offer": "claim_offer_agreement",
    "refuse_offer": "claim_offer_refusal",
    "waive_return": "claim_waiver",
    "accept_goods": "claim_goods_acceptance",
    "contest_goods": "claim_goods_contest",
    "add_evidence": "claim_evidence",
    "accept_ruling": "claim_acceptance",
    "appeal": "claim_appeal",
}
