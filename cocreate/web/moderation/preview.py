"""What the author will be told, ready to be filled in while the moderator writes."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup, escape

from cocreate.contributions.models import Contribution
from cocreate.core.i18n import _, use_language
from cocreate.moderation import community_rules
from cocreate.moderation.messages import to_author
from cocreate.moderation.models import Act
from cocreate.text.excerpt import excerpt

# Signs for private use, which no text of ours contains, hold the places until the message is made.
RULE, TEXT = "\ue0f1", "\ue0f2"


@dataclass(frozen=True)
class Preview:
    """The message for one act, with `<span data-slot>` where rule and text go."""

    act: Act
    subject: str
    paragraphs: list[Markup]


def name_of(contribution: Contribution) -> str:
    """The title of a contribution, or the beginning of a comment."""
    return contribution.title or excerpt(contribution.body, 30)


def language_of(contribution: Contribution) -> str:
    """The language in which the author is written to."""
    author = contribution.author
    return author.language.value if author is not None else contribution.revision.language


def previews(contribution: Contribution, rule_key: str, text: str) -> list[Preview]:
    """The messages in the author's language, filled with what has been chosen and typed so far."""
    code = language_of(contribution)
    rule = community_rules.find(rule_key)
    with use_language(code):
        slots = {
            RULE: _slot("rule", rule.title(code) if rule else _("the rule you choose")),
            TEXT: _slot("text", text or _("your words to the author")),
        }
        return [
            _preview(act, name_of(contribution), slots) for act in (Act.RETURN, Act.WITHHOLD, Act.PUBLISH)
        ]


def _preview(act: Act, name: str, slots: dict[str, Markup]) -> Preview:
    given = {} if act is Act.PUBLISH else {"rule_title": RULE, "text": TEXT}
    message = to_author(act, name, **given)
    return Preview(act, message.subject, [_filled(paragraph, slots) for paragraph in message.paragraphs])


def _filled(paragraph: str, slots: dict[str, Markup]) -> Markup:
    html = str(escape(paragraph))
    for sign, slot in slots.items():
        html = html.replace(sign, slot)
    return Markup(html)


def _slot(name: str, words: str) -> Markup:
    return Markup('<span data-slot="{}">{}</span>').format(name, words)
