"""The ways by which contributions reach an agency, in words."""

from __future__ import annotations

from cocreate.contributions.models import Channel
from cocreate.core.i18n import Sentence, _l

CHANNEL_NAMES: dict[Channel, Sentence] = {
    Channel.WEB: _l("Website"),
    Channel.HALL: _l("Service hall"),
    Channel.HOTLINE: _l("Hotline"),
    Channel.MEETING: _l("Meeting"),
    Channel.MAIL: _l("Letter"),
    Channel.IMPORT: _l("Taken over from elsewhere"),
}
