"""What answers and people make of the matters of a conversation: answered, handed over, taken up, settled."""

from dataclasses import replace

from recsys.contacts.contact import Contact, table
from recsys.contacts.matter import ASKED, COMPLAINT, begin, latest
from recsys.contacts.rows import Timeline
from recsys.events.event import Event

TAKEN_IN = ("已受理", "已报修")
OPEN = ("处理中", "转人工", "人工处理中")
SAID_BY_PEOPLE, GIVEN_UP = "人工已答复", "未解决"


def answered(rows: Timeline, event: Event) -> None:
    """The bot or an agent has said something: what was open is answered, by them."""
    by_agent = event.actor == "agent"
    for one in rows.of_conversation(event.conversation_id):
        if one.kind not in ASKED or one.result not in (OPEN if by_agent else OPEN[:1]):
            continue
        by_bot = replace(one, result="已答复", changed_at=event.at)
        rows.put(_served(replace(one, result=SAID_BY_PEOPLE), event) if by_agent else by_bot)


def person_wanted(rows: Timeline, event: Event) -> None:
    """The latest matter goes to a person; without one, wanting a person is the matter."""
    mine = [one for one in rows.of_conversation(event.conversation_id) if one.kind in (*ASKED, COMPLAINT)]
    if not mine:
        begin(rows, event)
    elif (known := latest(mine)).kind != COMPLAINT:
        rows.put(replace(known, result="转人工", changed_at=event.at))


def person_came(rows: Timeline, event: Event) -> None:
    """The matter is the agent's, and so are complaints that wait; how these go on their tickets say."""
    for one in rows.of_conversation(event.conversation_id):
        if one.result == "转人工":
            rows.put(_served(replace(one, result="人工处理中"), event))
        elif one.kind == COMPLAINT and one.result in TAKEN_IN:
            rows.put(_served(one, event))


def person_went(rows: Timeline, event: Event) -> None:
    """Settled or not; whoever left the queue was not helped."""
    said = event.payload
    result = GIVEN_UP if said.get("reason") == "left" else "已解决" if said.get("settled") else SAID_BY_PEOPLE
    for one in rows.of_conversation(event.conversation_id):
        if one.kind in ASKED and one.result in (*OPEN, SAID_BY_PEOPLE):
            rows.put(replace(one, result=result, changed_at=event.at))


def _served(contact: Contact, event: Event) -> Contact:
    """By the agent who acts in the event."""
    who = str(event.payload.get("agent") or "人工")
    return replace(contact, handled_by=who, department=table()["by_people"], changed_at=event.at)
