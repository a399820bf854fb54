"""What is sent to shops' programs, as OpenAPI 3.1 describes it: from the sender's side."""

from drf_spectacular.utils import OpenApiResponse, OpenApiWebhook, extend_schema

from marketplace.api.serializers.webhooks import Event

SENT = OpenApiWebhook(
    name="event",
    decorator=extend_schema(
        summary="Something happened in your shop",
        description="Signed by the scheme of standardwebhooks.com: webhook-id, webhook-timestamp, webhook-signature. "
        "Sent at least once, in no promised order. Anything but a 2xx within ten seconds is tried again, for three "
        "days; 410 ends it.",
        tags=["Webhooks"],
        request=Event,
        responses={"2XX": OpenApiResponse(description="Taken.")},
    ),
)
