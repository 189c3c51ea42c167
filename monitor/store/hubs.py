"""How far each hub (WebSub) was told: one row a hub."""

from dataclasses import asdict

from sqlalchemy import Connection, select

from monitor.store.schema import hubs
from monitor.store.upsert import insert_into
from monitor.store.views import HubTold


def told(connection: Connection, hub: str) -> HubTold | None:
    row = connection.execute(select(hubs).where(hubs.c.hub == hub)).first()
    return HubTold(row.sequence, row.tellings) if row else None


def keep_told(connection: Connection, hub: str, said: HubTold) -> None:
    """Keep it in place of what there was."""
    query = insert_into(connection, hubs)
    values = asdict(said)
    query = query.on_conflict_do_update(
        index_elements=[hubs.c.hub], set_={name: query.excluded[name] for name in values}
    )
    connection.execute(query, {"hub": hub, **values})
