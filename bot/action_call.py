"""Call the action server with what an action reads, over connections that stay open.

Rasa 3.6 sends the whole domain and every event on each call, opens a connection for it, and checks the
answer with a JSON schema that is itself checked each time. The protocol stays the one of rasa-sdk.
"""

from __future__ import annotations

import json
from typing import Any

import aiohttp
from rasa.core.actions.action import ActionExecutionRejection, RemoteAction, create_bot_utterance
from rasa.core.channels.channel import OutputChannel
from rasa.core.nlg import NaturalLanguageGenerator
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, Event, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.exceptions import RasaException

from bot.nlu.e5_featurizer import EMBEDDING
from bot.tracker_store import read

DEADLINE_S = 60
GUESSES = 2  # the best ones, to ask which is meant
KEPT_OPEN_S = 60  # the action server keeps idle connections longer
_sessions: dict[str, aiohttp.ClientSession] = {}


class DirectAction(RemoteAction):
    """A custom action; raises RasaException when the action server fails, as Rasa's own does."""

    async def run(
        self,
        output_channel: OutputChannel,
        nlg: NaturalLanguageGenerator,
        tracker: DialogueStateTracker,
        domain: Domain,
    ) -> list[Event]:
        """Call it; what it says and what it sets."""
        if self.action_endpoint is None:
            raise RasaException(f"endpoints.yml names no action_endpoint for '{self.name()}'")
        answer = await self._ask(call_of(self.name(), tracker))
        said = [create_bot_utterance({k: v for k, v in reply.items() if v}) for reply in answer["responses"]]
        return [*said, *(read(event) for event in answer["events"])]

    async def _ask(self, call: dict[str, Any]) -> dict[str, Any]:
        session = _session(self.action_endpoint.headers)
        try:
            async with session.post(self.action_endpoint.url, json=call) as response:
                answer = await response.json()
        except (aiohttp.ClientError, TimeoutError, ValueError) as error:
            raise RasaException(f"'{self.name()}' cannot be run: {error!r}") from error
        if response.status == 400:
            raise ActionExecutionRejection(answer["action_name"], answer.get("error"))
        if response.status != 200 or not is_result(answer):
            raise RasaException(f"'{self.name()}' failed with status {response.status}")
        return answer


def call_of(name: str, tracker: DialogueStateTracker) -> dict[str, Any]:
    """The request: message, slots, and the course of the dialogue; the domain is never needed."""
    message = tracker.latest_message
    return {
        "next_action": name,
        "sender_id": tracker.sender_id,
        "tracker": {
            "sender_id": tracker.sender_id,
            "slots": tracker.current_slot_values(),
            "latest_message": {
                "text": message.text,
                "intent": message.intent,
                "intent_ranking": (message.parse_data.get("intent_ranking") or [])[:GUESSES],
                "entities": message.entities,
                "metadata": message.metadata,
            },
            "events": [brief for event in tracker.events if (brief := _brief(event))],
            "latest_action_name": tracker.latest_action_name,
        },
        "domain": {},
        "embedding": message.parse_data.get(EMBEDDING),
    }


def is_result(answer: Any) -> bool:
    """Whether an action server's answer has the form that Rasa documents."""
    if not isinstance(answer, dict):
        return False
    events, replies = answer.get("events"), answer.get("responses")
    return (
        isinstance(events, list)
        and isinstance(replies, list)
        and all(isinstance(event, dict) and isinstance(event.get("event"), str) for event in events)
        and all(isinstance(reply, dict) for reply in replies)
    )


def _brief(event: Event) -> dict[str, Any] | None:
    """What was said, done and set, in order; of a message its text and intent, and what to mask in it."""
    if isinstance(event, UserUttered):
        said = {"text": event.text, "intent": event.intent_name, "entities": event.entities}
        return {"event": "user", **said, "timestamp": event.timestamp}
    if isinstance(event, ActionExecuted):
        return {"event": "action", "name": event.action_name, "timestamp": event.timestamp}
    if isinstance(event, SlotSet):
        return {"event": "slot", "name": event.key, "value": event.value, "timestamp": event.timestamp}
    return None


def _session(headers: dict[str, str]) -> aiohttp.ClientSession:
    """One for each set of headers, made in the running event loop."""
    key = json.dumps(headers, sort_keys=True)
    if key not in _sessions or _sessions[key].closed:
        connector = aiohttp.TCPConnector(limit=0, keepalive_timeout=KEPT_OPEN_S)
        timeout = aiohttp.ClientTimeout(total=DEADLINE_S)
        _sessions[key] = aiohttp.ClientSession(headers=headers, connector=connector, timeout=timeout)
    return _sessions[key]
