"""The pages about webhooks."""

from tests.axe.page import Page

NEW = {"url": "http://127.0.0.1:9000/danbao", "kinds": ["order"]}

PAGES: dict[str, Page] = {
    "webhooks": Page("sellers:webhooks", "seller"),
    "no webhooks": Page("sellers:webhooks", "stranger"),
    "new webhook": Page("sellers:webhook_new", "seller"),
    "new webhook refused": Page("sellers:webhook_new", "seller", sent={"url": "https://10.0.0.1/"}, status=422),
    "new webhook added": Page("sellers:webhook_new", "stranger", sent=NEW),
    "webhook": Page("sellers:webhook", "seller", "busy endpoint"),
    "webhook refused": Page("sellers:webhook", "seller", "busy endpoint", sent={"description": "x" * 61}, status=422),
    "webhook failing": Page("sellers:webhook", "seller", "failing endpoint"),
    "webhook paused": Page("sellers:webhook", "seller", "paused endpoint"),
    "webhook stopped": Page("sellers:webhook", "seller", "stopped endpoint"),
    "new secret": Page("sellers:webhook_secret", "seller", "busy endpoint"),
    "new secret made": Page("sellers:webhook_secret", "seller", "busy endpoint", sent={}),
    "removing a webhook": Page("sellers:webhook_removal", "seller", "busy endpoint"),
    "delivery taken": Page("sellers:webhook_delivery", "seller", "taken"),
    "delivery refused": Page("sellers:webhook_delivery", "seller", "refused delivery"),
    "delivery waiting": Page("sellers:webhook_delivery", "seller", "waiting"),
    "delivery given up": Page("sellers:webhook_delivery", "seller", "given up"),
}
