"""What one visitor may take of the gateway; the others do not notice."""

import pytest

from bot.settings import Limits
from bot.wire import visitor
from tests.running_gateway import StartGateway


async def test_a_hello_that_does_not_come_closes_the_socket(start_gateway: StartGateway) -> None:
    gateway = await start_gateway(limits=Limits(hello_seconds=0.2))
    client = await gateway.visitor(connected=False)
    await client.open_socket()
    assert await client.close_code() == 4408


async def test_frames_that_are_no_hello_do_not_prolong_the_wait(start_gateway: StartGateway) -> None:
    gateway = await start_gateway(limits=Limits(hello_seconds=0.5))
    client = await gateway.visitor(connected=False)
    await client.open_socket()
    await client.say(type="set_typing", active=True)
    assert (await client.refusal()).code == "hello_expected"
    assert await client.close_code() == 4408


async def test_too_many_connections_from_one_address_are_closed_until_one_leaves(start_gateway: StartGateway) -> None:
    gateway = await start_gateway(limits=Limits(connections_per_address=2))
    first, second = await gateway.visitor(), await gateway.visitor()
    third = await gateway.visitor(connected=False)
    await third.open_socket()
    assert await third.close_code() == 4429
    await second.ask("Bonjour")
    await first.disconnect()
    # Leaving is noticed soon, not at once.
    for _ in range(100):
        await third.open_socket()
        await third.send(visitor.Hello(protocol=1))
        try:
            await third.wait_for(visitor.Welcome)
        except ConnectionError:
            continue
        return
    pytest.fail("the place that was left was never given")


async def test_a_frame_over_the_limit_closes_that_socket_only(start_gateway: StartGateway) -> None:
    gateway = await start_gateway(limits=Limits(frame_bytes=4096))
    client, bystander = await gateway.visitor(), await gateway.visitor()
    await client.ask("Bonjour")
    await client.send_raw("x" * 5000)
    assert await client.close_code() == 1009
    assert (await bystander.ask("Bonjour"))[0].text == "Réponse à : Bonjour"
    back = await gateway.tab(client)
    assert back.messages == client.messages


async def test_too_many_messages_are_refused_with_the_time_to_wait_and_not_stored(start_gateway: StartGateway) -> None:
    gateway = await start_gateway(limits=Limits(messages_burst=3, messages_per_second=0.01))
    client, bystander = await gateway.visitor(), await gateway.visitor()
    for n in range(3):
        await client.ask(f"message {n}")
    await client.send(visitor.PostMessage(client_message_id="client-id-4", text="un de trop"))
    error = await client.refusal()
    assert (error.code, error.retryable, error.client_message_id) == ("rate_limited", True, "client-id-4")
    assert error.retry_after_seconds is not None
    assert 90 < error.retry_after_seconds <= 100
    assert (await bystander.ask("Bonjour"))[0].seq == 3
    assert "un de trop" not in str((await gateway.tab(client)).messages)


async def test_frames_of_any_kind_are_limited(start_gateway: StartGateway) -> None:
    gateway = await start_gateway(limits=Limits(frames_burst=3, frames_per_second=0.01))
    client, bystander = await gateway.visitor(), await gateway.visitor()
    for _ in range(3):
        await client.send(visitor.SetTyping(active=True))
    await client.send(visitor.PostMessage(client_message_id="client-id-1", text="Bonjour"))
    error = await client.refusal()
    assert (error.code, error.retryable, error.client_message_id) == ("rate_limited", True, "client-id-1")
    await client.send_raw("no frame at all")
    assert (await client.refusal()).code == "rate_limited"
    assert (await bystander.ask("Bonjour"))[0].text == "Réponse à : Bonjour"


async def test_hellos_that_are_refused_are_limited_too(start_gateway: StartGateway) -> None:
    gateway = await start_gateway(limits=Limits(frames_burst=3, frames_per_second=0.01))
    guesser, bystander = await gateway.visitor(connected=False), await gateway.visitor()
    await guesser.open_socket()
    codes = []
    for n in range(5):
        await guesser.send(visitor.Hello(protocol=1, identity_token=f"a-token-that-is-guessed-{n}"))
        codes.append((await guesser.refusal()).code)
    assert codes == ["invalid_identity"] * 3 + ["rate_limited"] * 2
    assert (await bystander.ask("Bonjour"))[0].text == "Réponse à : Bonjour"


async def test_several_tabs_do_not_get_round_the_limit_of_an_address(start_gateway: StartGateway) -> None:
    gateway = await start_gateway(limits=Limits(address_messages_burst=3, address_messages_per_second=0.01))
    tabs = [await gateway.visitor() for _ in range(4)]
    for tab in tabs[:3]:
        await tab.ask("Bonjour")
    await tabs[3].send(visitor.PostMessage(client_message_id="client-id-1", text="Bonjour"))
    assert (await tabs[3].refusal()).code == "rate_limited"


async def test_opening_conversations_is_limited_and_coming_back_is_not(start_gateway: StartGateway) -> None:
    gateway = await start_gateway(limits=Limits(openings_burst=2, openings_per_second=0.01))
    first, _ = await gateway.visitor(), await gateway.visitor()
    third = await gateway.visitor(connected=False)
    await third.open_socket()
    await third.send(visitor.Hello(protocol=1))
    error = await third.refusal()
    assert error.code == "rate_limited"
    assert error.retry_after_seconds is not None
    for _ in range(3):
        assert (await gateway.tab(first)).messages == first.messages


async def test_a_visitor_who_leaves_in_the_middle_of_a_turn_finds_the_answer(start_gateway: StartGateway) -> None:
    gateway = await start_gateway()
    client = await gateway.visitor()
    await client.post("Bonjour")
    await client.disconnect()
    back = await gateway.tab(client)
    assert (await back.wait_for_message("Réponse à : Bonjour")).seq == 3
