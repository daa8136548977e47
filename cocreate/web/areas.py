"""Which areas of pages there are: the blueprints that the application registers."""

from __future__ import annotations

from cocreate.web.accounts import views as accounts_pages
from cocreate.web.adoption import views as adoption_pages
from cocreate.web.agencies import views as agencies_pages
from cocreate.web.answer_templates import views as answer_template_pages
from cocreate.web.calendars import views as calendars_pages
from cocreate.web.calls import views as calls_pages
from cocreate.web.calls_admin import views as calls_admin_pages
from cocreate.web.clusters import views as clusters_pages
from cocreate.web.contributions import views as contributions_pages
from cocreate.web.handling import views as handling_pages
from cocreate.web.health import views as health_pages
from cocreate.web.help import views as help_pages
from cocreate.web.home import views as home_pages
from cocreate.web.insights import views as insights_pages
from cocreate.web.journeys import views as journeys_pages
from cocreate.web.media import views as media_pages
from cocreate.web.milestones import views as milestones_pages
from cocreate.web.moderation import views as moderation_pages
from cocreate.web.notices import views as notices_pages
from cocreate.web.offline import views as offline_pages
from cocreate.web.outcomes import views as outcomes_pages
from cocreate.web.polls import views as polls_pages
from cocreate.web.preferences import views as preferences_pages
from cocreate.web.questions import views as questions_pages
from cocreate.web.schemes import views as schemes_pages
from cocreate.web.screening import views as screening_pages
from cocreate.web.scrutiny import views as scrutiny_pages
from cocreate.web.search import views as search_pages
from cocreate.web.sheets import views as sheets_pages
from cocreate.web.traces import views as traces_pages

AREAS = [
    accounts_pages.bp,
    adoption_pages.bp,
    agencies_pages.bp,
    answer_template_pages.bp,
    calendars_pages.bp,
    calls_pages.bp,
    calls_admin_pages.bp,
    clusters_pages.bp,
    contributions_pages.bp,
    handling_pages.bp,
    health_pages.bp,
    help_pages.bp,
    home_pages.bp,
    insights_pages.bp,
    journeys_pages.bp,
    media_pages.bp,
    milestones_pages.bp,
    moderation_pages.bp,
    notices_pages.bp,
    offline_pages.bp,
    outcomes_pages.bp,
    polls_pages.bp,
    preferences_pages.bp,
    questions_pages.bp,
    schemes_pages.bp,
    scrutiny_pages.bp,
    screening_pages.bp,
    search_pages.bp,
    sheets_pages.bp,
    traces_pages.bp,
]
