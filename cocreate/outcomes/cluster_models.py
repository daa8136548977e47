"""Which bulk acts were answers to a cluster as a whole."""

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from cocreate.core.db import BigId, Model


class ClusterAnswer(Model):
    """A bulk act of answering that was meant for a cluster; what it did and how it is undone stands with the act."""

    call_id: Mapped[int] = mapped_column(BigId, primary_key=True)
    cluster_id: Mapped[int] = mapped_column(BigId, primary_key=True)
    act_id: Mapped[int] = mapped_column(BigId, primary_key=True)

    __table_args__ = (sa.ForeignKeyConstraint(["call_id", "cluster_id"], ["cluster.call_id", "cluster.id"]),)
