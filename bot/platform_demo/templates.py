"""Modèles de mission: one national modèle per cause, and those that réseaux have proposed."""

from bot.platform_demo.causes import CAUSES
from bot.platform_demo.entities import Organisation, Template
from bot.platform_demo.staff import NETWORKS
from bot.platform_demo.world import World

_NETWORK_STATES = ("draft", "waiting", "validated", "validated", "refused", "validated")


def add_templates(world: World) -> None:
    """Make the national ones usable, and leave those of réseaux in every state."""
    for id, cause in enumerate(CAUSES, start=1):
        world.templates.append(Template(id, cause, cause.titles[0], "validated", reseau_id=None))
    for (reseau_id, (_name, cause)), state in zip(NETWORKS.items(), _NETWORK_STATES, strict=True):
        id = len(CAUSES) + reseau_id
        title = f"{cause.titles[1]} avec notre réseau"
        world.templates.append(Template(id, cause, title, state, reseau_id))


def templates_open_to(world: World, organisation: Organisation) -> list[Template]:
    """List the validated modèles of its cause: the national one, and that of its réseau."""
    own_networks = {network.id for network in world.networks if organisation in network.members}
    return [
        template
        for template in world.templates
        if template.cause is organisation.cause
        and template.state == "validated"
        and (template.reseau_id is None or template.reseau_id in own_networks)
    ]
