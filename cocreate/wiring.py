"""The whole house on one page: who acts on what, and who may do what."""

from __future__ import annotations

from collections.abc import Sequence

from cocreate.accounts import policy as of_accounts
from cocreate.accounts.events import SignedIn
from cocreate.ballots import policy as of_ballots
from cocreate.ballots.events import VoteCast, VoteReweighed
from cocreate.calendars import policy as of_calendars
from cocreate.calendars.events import CalendarChanged
from cocreate.calls import policy as of_calls
from cocreate.calls import queries as call_queries
from cocreate.calls.events import CallReleased, CallRevised, StageMoved
from cocreate.clusters import counting as cluster_counting
from cocreate.clusters import policy as of_clusters
from cocreate.clusters import service as clusters
from cocreate.clusters.events import ClustersChanged
from cocreate.contributions import drafts
from cocreate.contributions import policy as of_contributions
from cocreate.contributions import queries as contribution_queries
from cocreate.contributions import service as contributions
from cocreate.contributions.events import (
    ContributionMoved,
    ContributionRevised,
    ContributionsArrived,
    ContributionSubmitted,
    ListingChanged,
    ListingOpened,
    ValiditiesAssessed,
    ValidityAssessed,
)
from cocreate.contributions.models import State
from cocreate.core import events, freshness, policy
from cocreate.core.events import Event, Handler
from cocreate.core.jobs import enqueue, later
from cocreate.core.policy import Rule, anyone
from cocreate.exchange import policy as of_exchange
from cocreate.exchange.events import ParticularsEntered
from cocreate.handling import policy as of_handling
from cocreate.handling import service as handling
from cocreate.handling.events import Assigned, AssignmentMoved, DeadlineMoved
from cocreate.insights import policy as of_insights
from cocreate.insights.events import ScorecardOpened
from cocreate.journeys import policy as of_journeys
from cocreate.media import policy as of_media
from cocreate.milestones import policy as of_milestones
from cocreate.milestones import promises
from cocreate.milestones.events import (
    MilestoneSet,
    PromiseConfirmed,
    PromiseDue,
    PromiseReplied,
    WordsReviewed,
)
from cocreate.moderation import policy as of_moderation
from cocreate.moderation import service as moderation
from cocreate.moderation.events import CaseOpened, DecisionMade
from cocreate.notices import policy as of_notices
from cocreate.notices.telling.clusters import tell_later as tell_of_clusters
from cocreate.outcomes import figures as answer_figures
from cocreate.outcomes import policy as of_outcomes
from cocreate.outcomes import waiting
from cocreate.outcomes.events import (
    AnswerPrepared,
    AnswersPrepared,
    BulkActUndone,
    DeadlineSignalled,
    OutcomeApproved,
    OutcomePublished,
    OutcomeSentBack,
    OutcomeSubmitted,
    OutcomeWritten,
    RepliesImported,
    ReviewsDue,
)
from cocreate.outcomes.question_events import (
    AnswerReopened,
    AnswerRevised,
    ComplaintDecided,
    ComplaintMade,
    ErratumReported,
    ErratumSettled,
    FollowUpAnswered,
    FollowUpAsked,
    ReopeningClosed,
    RevisionProposed,
    RevisionRuled,
)
from cocreate.polls import policy as of_polls
from cocreate.polls.events import PollChanged, PollSetUp, SheetCast
from cocreate.provenance import carrying as traces_carried
from cocreate.provenance import policy as of_provenance
from cocreate.provenance import service as provenance
from cocreate.provenance.events import TraceDecided, TraceMade, TraceMended, TracesCarried, TracesProposed
from cocreate.screening import policy as of_screening
from cocreate.scrutiny import policy as of_scrutiny
from cocreate.scrutiny import service as scrutiny
from cocreate.scrutiny.events import AsideDecided, AsideProposed
from cocreate.search import service as search


def list_at_close(fact: StageMoved) -> None:
    """What was kept back until the close is shown when the stage moves."""
    contributions.list_at_close(fact.call_id)


def claim_drafts(fact: SignedIn) -> None:
    """A guest's drafts follow the person who signs in with that browser."""
    if fact.guest_key is not None:
        drafts.claim(fact.user_id, fact.guest_key)


def close_assignments(fact: OutcomePublished) -> None:
    """What departments still have in hand is closed with the result."""
    handling.close_all(fact.call_id)


def open_cases(fact: ContributionsArrived) -> None:
    """What an import brought for review waits in the queue like anything else."""
    if fact.state == State.IN_REVIEW:
        arrived = contribution_queries.by_ids(fact.call_id, fact.contribution_ids).values()
        moderation.open_cases(call_queries.get_by_id(fact.call_id), arrived)


def index_arrived(fact: ContributionsArrived) -> None:
    """What an import brought and the public sees can be found at once."""
    arrived = contribution_queries.by_ids(fact.call_id, fact.contribution_ids).values()
    search.put(fact.call_id, [search.Text(row.id, row.title, row.body) for row in arrived if row.is_listed])


def carry_traces(fact: OutcomeWritten) -> None:
    """The traces of an outcome's text go with it to its new version."""
    traces_carried.carry(fact.call_id, fact.document_id, fact.version)


def close_traces(fact: OutcomeSubmitted) -> None:
    """What lies with the approvers is not changed, its traces neither."""
    provenance.close(fact.call_id)


def reopen_traces(fact: OutcomeSentBack) -> None:
    """What came back from the approvers can be changed again."""
    provenance.reopen(fact.call_id)


def gather_promises(fact: OutcomePublished) -> None:
    """What was planned is asked about at its review date; many promises are written down in the background."""
    enqueue("cocreate.milestones.promises:gather", call_id=fact.call_id)


def renew_promise(fact: AnswerRevised) -> None:
    """What the new answer plans, or no longer plans, is asked about at its own review date."""
    promises.renew(fact.call_id, fact.contribution_id)


WHEN: dict[type[Event], Sequence[Handler]] = {
    SignedIn: [claim_drafts],
    CalendarChanged: [handling.count_anew],
    CallReleased: [search.index_call],
    CallRevised: [search.index_call],
    StageMoved: [
        list_at_close,
        clusters.call_closed,
        later("cocreate.notices.telling.calls:stage_moved"),
        later("cocreate.notices.telling.agencies:stage_moved"),
    ],
    ContributionSubmitted: [
        waiting.arrived,
        moderation.open_case,
        later("cocreate.notices.telling.contributions:received"),
        later("cocreate.notices.telling.agencies:contribution_received"),
    ],
    ContributionRevised: [moderation.open_case],
    ContributionMoved: [
        moderation.close_case,
        answer_figures.contribution_changed,
        cluster_counting.contribution_moved,
    ],
    ContributionsArrived: [waiting.arrived, open_cases, index_arrived],
    ListingChanged: [search.index_contribution, later("cocreate.notices.telling.contributions:commented")],
    ListingOpened: [search.open_listing],
    ValidityAssessed: [answer_figures.contribution_changed],
    ValiditiesAssessed: [answer_figures.contributions_assessed],
    VoteCast: [cluster_counting.vote_cast, scrutiny.note_support],
    VoteReweighed: [cluster_counting.vote_cast],
    ClustersChanged: [tell_of_clusters],
    CaseOpened: [],
    DecisionMade: [later("cocreate.notices.telling.contributions:decided")],
    AnswerPrepared: [],
    AnswersPrepared: [],
    BulkActUndone: [],
    RepliesImported: [],
    OutcomeWritten: [carry_traces, later("cocreate.provenance.proposing:propose_newest")],
    OutcomeSubmitted: [close_traces],
    OutcomeApproved: [],
    OutcomeSentBack: [reopen_traces],
    OutcomePublished: [
        close_assignments,
        gather_promises,
        later("cocreate.notices.telling.outcomes:outcome_published"),
        later("cocreate.notices.telling.agencies:outcome_published"),
    ],
    ReviewsDue: [later("cocreate.notices.telling.outcomes:reviews_due")],
    Assigned: [later("cocreate.notices.telling.handling:assigned")],
    AssignmentMoved: [later("cocreate.notices.telling.handling:assignment_moved")],
    DeadlineMoved: [later("cocreate.notices.telling.handling:deadline_moved")],
    DeadlineSignalled: [later("cocreate.notices.telling.handling:deadline_signalled")],
    TraceMade: [],
    TraceDecided: [],
    TraceMended: [],
    TracesProposed: [],
    TracesCarried: [],
    FollowUpAsked: [],
    FollowUpAnswered: [later("cocreate.notices.telling.aftercare:follow_up_answered")],
    ComplaintMade: [],
    ComplaintDecided: [later("cocreate.notices.telling.aftercare:complaint_decided")],
    AnswerReopened: [],
    ReopeningClosed: [],
    RevisionProposed: [],
    RevisionRuled: [],
    AnswerRevised: [renew_promise, later("cocreate.notices.telling.aftercare:answered_anew")],
    ErratumReported: [],
    ErratumSettled: [later("cocreate.notices.telling.aftercare:erratum_settled")],
    ScorecardOpened: [],
    ParticularsEntered: [],
    MilestoneSet: [],
    PromiseDue: [later("cocreate.notices.telling.aftercare:promise_due")],
    PromiseConfirmed: [],
    PromiseReplied: [],
    SheetCast: [scrutiny.note_sheet],
    AsideProposed: [],
    AsideDecided: [],
    PollSetUp: [],
    PollChanged: [],
    WordsReviewed: [later("cocreate.notices.telling.aftercare:words_reviewed")],
}

POLICY: dict[str, Rule] = {
    "site.read": anyone,
    **of_accounts.POLICY,
    **of_calendars.POLICY,
    **of_screening.POLICY,
    **of_calls.POLICY,
    **of_contributions.POLICY,
    **of_ballots.POLICY,
    **of_clusters.POLICY,
    **of_media.POLICY,
    **of_provenance.POLICY,
    **of_moderation.POLICY,
    **of_handling.POLICY,
    **of_outcomes.POLICY,
    **of_milestones.POLICY,
    **of_polls.POLICY,
    **of_scrutiny.POLICY,
    **of_notices.POLICY,
    **of_exchange.POLICY,
    **of_insights.POLICY,
    **of_journeys.POLICY,
}


def wire() -> None:
    """Put both tables in force."""
    events.install(WHEN, always=[freshness.mark])
    policy.install(POLICY)
