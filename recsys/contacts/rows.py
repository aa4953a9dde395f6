"""The rows that a fold of events may look at, and those that it changed."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from recsys.contacts.contact import Contact

MARKETING = "营销接触"


@dataclass
class Timeline:
    """Contacts by the event that began them, found by reference, conversation and customer."""

    contacts: dict[str, Contact] = field(default_factory=dict)
    changed: set[str] = field(default_factory=set)  # begun or changed since ``settle``
    _refs: dict[str, str] = field(default_factory=dict)
    _talks: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    _pushes: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def put(self, contact: Contact) -> None:
        """Begin a row, or replace it."""
        self.changed.add(contact.event_id)
        self.know(contact)

    def know(self, contact: Contact) -> None:
        """A row that is stored already."""
        before = self.contacts.get(contact.event_id)
        if before is not None and before.ref and before.ref != contact.ref:
            self._refs.pop(before.ref, None)
        self.contacts[contact.event_id] = contact
        if contact.ref:
            self._refs[contact.ref] = contact.event_id
        if contact.conversation_id:
            self._talks[contact.conversation_id].add(contact.event_id)
        if contact.kind == MARKETING:
            self._pushes[contact.customer_id].add(contact.event_id)

    def of_ref(self, ref: str | None) -> Contact | None:
        """The row of a ticket or push."""
        return self.contacts.get(self._refs.get(ref, "")) if ref else None

    def of_conversation(self, conversation_id: str | None) -> list[Contact]:
        """All rows of a conversation, in no order."""
        return self._named(self._talks.get(conversation_id or "", ()))

    def pushes(self, customer_id: str) -> list[Contact]:
        """All marketing contacts of a customer, in no order."""
        return self._named(self._pushes.get(customer_id, ()))

    def _named(self, ids: Iterable[str]) -> list[Contact]:
        return [self.contacts[one] for one in ids]
