"""Jobs that tell departments of their assignments, both sides of each step, and whoever is responsible of deadlines."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from cocreate.accounts import queries as accounts
from cocreate.accounts.models import Agency, Role, User
from cocreate.calls import queries as calls
from cocreate.calls.models import Call
from cocreate.core.jobs import enqueue
from cocreate.handling import queries as handling
from cocreate.handling.models import Act, Assignment
from cocreate.notices import queries
from cocreate.notices.models import NoticeKind
from cocreate.notices.service import Tidings, tell
from cocreate.notices.telling.about import BATCH, about, of_call

INBOX = "/desk/assignments"
BY_DEPARTMENT = {Act.ACCEPT, Act.SEND_BACK, Act.ASK, Act.HAND_IN}
TO_SUPERVISORS = {"soon", "over", "red", "waiting", "limit"}
TO_APPROVERS = {"red", "waiting", "limit"}


def assigned(call_id: int, agency_id: int, part: str, assignment_ids: list[int]) -> None:
    """Editors of the department hear once of all that was given to it in one go."""
    first = handling.by_ids(call_id, assignment_ids[:1])[0]
    data = _department(first.agency) | of_call(first.call) | {"part": part, "count": len(assignment_ids)}
    data |= {"day": first.due_on.isoformat(), "path": INBOX}
    one = Tidings(f"assigned:{first.id}", NoticeKind.ASSIGNED, call_id, None, data)
    _tell(accounts.nearest_holders(Role.EDITOR, first.agency.path), one)


def assignment_moved(call_id: int, assignment_id: int, step_id: int, act: str) -> None:
    """What the department did, whoever gave it hears; what was done to it, the department hears."""
    row = handling.by_ids(call_id, [assignment_id])[0]
    step = handling.step(call_id, step_id)
    data = about(row.contribution) | _department(row.agency) | {"act": act, "reason": step.reason}
    data |= {"day": step.until.isoformat() if step.until else "", "path": _path(row)}
    one = Tidings(f"step:{step_id}", NoticeKind.ASSIGNMENT_MOVED, call_id, row.contribution_id, data)
    if step.act not in BY_DEPARTMENT:
        people = accounts.nearest_holders(Role.EDITOR, row.agency.path)
    elif row.given_by_id is not None:
        people = list(accounts.users([row.given_by_id]).values())
    else:
        people = accounts.nearest_holders(Role.EDITOR, row.call.agency_path)
    _tell((one_ for one_ in people if one_.id != step.by_id), one)


def deadline_moved(call_id: int, step_id: int, act: str) -> None:
    """Approvers hear that an extension is asked for, editors what was decided; followers read the new day."""
    call, step = calls.get_by_id(call_id), handling.step(call_id, step_id)
    day = step.until.isoformat() if step.until else ""
    data = of_call(call) | {"act": act, "reason": step.reason, "day": day, "path": _deadline_path(call)}
    one = Tidings(f"step:{step_id}", NoticeKind.EXTENSION, call_id, None, data)
    role = Role.APPROVER if step.act is Act.ASK else Role.EDITOR
    people = [*accounts.nearest_holders(role, call.agency_path)]
    if step.act is Act.SUPERVISE:
        people += accounts.nearest_holders(Role.APPROVER, call.agency_path)
    _tell((one_ for one_ in people if one_.id != step.by_id), one)
    if step.act is Act.EXTEND:
        enqueue("cocreate.notices.telling.handling:extended", call_id=call_id, step_id=step_id)


def extended(call_id: int, step_id: int, beyond: int = 0) -> None:
    """Followers of a call read until when its answers are extended, one batch a job."""
    call, step = calls.get_by_id(call_id), handling.step(call_id, step_id)
    if step.until is None or not call.is_released:
        return
    people = queries.followers(call_id, after=beyond, limit=BATCH)
    data = of_call(call) | {"day": step.until.isoformat(), "reason": step.reason}
    one = Tidings(f"extended:{step_id}", NoticeKind.EXTENDED, call_id, None, data)
    tell({user_id: [one] for user_id in people})
    if len(people) == BATCH:
        enqueue(
            "cocreate.notices.telling.handling:extended", call_id=call_id, step_id=step_id, beyond=people[-1]
        )


def deadline_signalled(
    call_id: int, kind: str, agency_id: int, day: str, count: int, assignment_ids: list[int]
) -> None:
    """Whoever is responsible is warned; supervisors get the yellow and red cards."""
    call = calls.get_by_id(call_id)
    data: dict[str, Any] = of_call(call) | {"kind": kind, "day": day, "count": count}
    path = call.agency_path
    if assignment_ids:
        agency = handling.by_ids(call_id, assignment_ids[:1])[0].agency
        data |= _department(agency) | {"path": INBOX}
        # Named after the first of them: others that fall due on the same day later are news of their own.
        path, once = agency.path, f"due:{kind}:{call_id}:{assignment_ids[0]}:{day}"
    else:
        data["path"] = _deadline_path(call)
        once = f"due:{kind}:{call_id}:{day}"
    one = Tidings(once, NoticeKind.DEADLINE, call_id, None, data)
    people = accounts.nearest_holders(Role.EDITOR, path)
    if kind in TO_APPROVERS:
        people += accounts.nearest_holders(Role.APPROVER, path)
    if kind in TO_SUPERVISORS:
        people += accounts.holders(Role.SUPERVISOR, path)
    _tell(people, one)


def _tell(people: Iterable[User], one: Tidings) -> None:
    tell({user.id: [one] for user in people})


def _department(agency: Agency) -> dict[str, Any]:
    return {"department": agency.name, "department_en": agency.name_en}


def _path(row: Assignment) -> str:
    return f"{INBOX}/{row.contribution.number}/{row.agency.slug}"


def _deadline_path(call: Call) -> str:
    return f"/desk/calls/{call.slug}/deadline"
