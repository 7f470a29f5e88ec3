"""What Rasa makes of `endpoints.yml`."""

import yaml
from rasa.core.actions.action import RemoteAction
from rasa.core.utils import AvailableEndpoints
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker

from bot.settings import ROOT


def test_an_action_is_called_without_the_domain() -> None:
    """All topics and answers, at each call: Rasa says nothing of a setting whose name it does not know."""
    endpoint = AvailableEndpoints.read_endpoints(str(ROOT / "endpoints.yml")).action
    actions = yaml.safe_load((ROOT / "domain.yml").read_text("utf-8"))["actions"]
    domain = Domain.from_dict({"actions": actions})
    assert "action_dossier" in actions
    for name in actions:
        assert "domain" not in RemoteAction(name, endpoint)._action_call_format(DialogueStateTracker("a", ()), domain)
