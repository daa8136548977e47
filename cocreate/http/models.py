"""What the web keeps between two requests beside the session."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from cocreate.core.clock import now
from cocreate.core.db import BigId, Model
from cocreate.core.ids import new_id


class KeptForm(Model):
    """A form that was sent after its session had ended: its fields wait until the person has signed in again."""

    id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False, default=new_id)
    key: Mapped[str] = mapped_column(sa.String(40), unique=True)
    path: Mapped[str] = mapped_column(sa.Text)
    fields: Mapped[list] = mapped_column(default=list)
    kept_at: Mapped[datetime] = mapped_column(default=now)
