"""What could not be told after all tries: listed for the operator, and tried again on request."""

from __future__ import annotations

from typing import Any

from cocreate.core import jobs
from cocreate.core.actor import Actor
from cocreate.core.errors import NotFound
from cocreate.core.i18n import _l
from cocreate.core.jobs import Job
from cocreate.core.policy import require

OURS = "cocreate.notices."


def failed(actor: Actor) -> list[dict[str, Any]]:
    """The jobs of this room that gave up, oldest first: id, job, what it was about (ids only), tries, error."""
    require(actor, "notice.operate")
    return [_shown(job) for job in jobs.failed(OURS)]


def _shown(job: Job) -> dict[str, Any]:
    return {
        "id": str(job.id),
        "job": job.does.removeprefix(OURS),
        "about": job.arguments,
        "tries": job.tries,
        "error": job.error,
    }


def retry(actor: Actor, job_id: int | None = None) -> int:
    """Try one of them again, or all; returns how many. NotFound when there is no such one."""
    require(actor, "notice.operate")
    count = jobs.retry(OURS, job_id)
    if job_id is not None and not count:
        raise NotFound(_l("There is no failed message with this number."))
    return count
