"""Check an action's result against Rasa's schema without checking the schema itself each time.

Rasa 3.6 calls ``jsonschema.validate``, which validates the schema against its meta-schema on every
action call: half of Rasa's CPU time in a turn. A validator that is made once finds the same faults.
"""

from __future__ import annotations

from typing import Any

from jsonschema.validators import validator_for
from rasa.core.actions.action import RemoteAction


def check_results_with_one_validator() -> None:
    """Replace Rasa's check in this process; a malformed result raises ValidationError as before."""
    schema = RemoteAction.action_response_format_spec()
    kind = validator_for(schema)
    kind.check_schema(schema)
    validator = kind(schema)

    def check(self: RemoteAction, result: dict[str, Any]) -> bool:
        validator.validate(result)
        return True

    RemoteAction._validate_action_result = check
