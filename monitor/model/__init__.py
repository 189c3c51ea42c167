"""The types that flow, in the order in which they flow. All frozen: a stage makes a new value.

    Source + SourceState ─fetch─▸ Response | NotModified | Failure
      ─parse─▸ Document*  ─filter─▸ Document*  ─identify─▸ Release*
      ─decide─▸ Check(next_state, releases, changes, failure)
      ══ store.commit(check): one transaction ══
    Change ─route─▸ Delivery ─send─▸ Sent | Retry(after) | Dead(reason)

Instants are aware datetimes in UTC and end in `_at`; durations are seconds and end in `_seconds`.
"""
