"""Rasa's way from a message to its answer without the copies that it makes for its debug log.

Rasa 3.6 replays the whole tracker into a copy before each action and copies every event deeply for log
lines that nobody prints.
"""

from __future__ import annotations

import logging
from typing import Any

from rasa.core.actions.action import Action, ActionExecutionRejection
from rasa.core.channels.channel import OutputChannel, UserMessage
from rasa.core.nlg import NaturalLanguageGenerator
from rasa.core.policies.policy import PolicyPrediction
from rasa.core.processor import MessageProcessor
from rasa.shared.core.events import ActionExecutionRejected, Event
from rasa.shared.core.trackers import DialogueStateTracker

logger = logging.getLogger(__name__)


class TurnProcessor(MessageProcessor):
    """Same events, same order, same answers as Rasa's own for a bot whose slots only actions set."""

    async def parse_message(
        self,
        message: UserMessage,
        tracker: DialogueStateTracker | None = None,
        only_output_properties: bool = True,
    ) -> dict[str, Any]:
        """Understand it; intents and entities of ours are all in the domain, so none is looked up there."""
        tracker = tracker or DialogueStateTracker.from_events(message.sender_id, [])
        parsed: dict[str, Any] = self._parse_message_with_graph(message, tracker, only_output_properties)
        return parsed

    async def run_action_extract_slots(
        self, output_channel: OutputChannel, tracker: DialogueStateTracker
    ) -> DialogueStateTracker:
        """Nothing to extract: every slot of the domain has the mapping ``custom``."""
        return tracker

    async def _run_action(
        self,
        action: Action,
        tracker: DialogueStateTracker,
        output_channel: OutputChannel,
        nlg: NaturalLanguageGenerator,
        prediction: PolicyPrediction,
    ) -> bool:
        """Run it on the tracker itself: our actions only read it. A failed action leaves no events."""
        name = action.name()
        events: list[Event]
        try:
            events = list(await action.run(output_channel, nlg, tracker, self.domain) or ())
        except ActionExecutionRejection:
            tracker.update(ActionExecutionRejected(name, prediction.policy_name, prediction.max_confidence))
            return bool(self.should_predict_another_action(name))
        except Exception:
            logger.exception("%s failed; the dialogue goes on without its events", name)
            events = []
        tracker.update_with_events(prediction.events, self.domain)
        tracker.update(action.event_for_successful_execution(prediction))
        tracker.update_with_events(events, self.domain)
        await self.execute_side_effects(events, tracker, output_channel)
        return bool(self.should_predict_another_action(name))
