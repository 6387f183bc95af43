"""What is said to Pullquote itself, and what is asked of the articles."""

import pytest

from bot.presentation.small_talk import LONGEST, is_small_talk
from tests.support.growth import growth


@pytest.mark.parametrize(
    "text",
    [
        "hi",
        "Hello!",
        "hey there 👋",
        "Good morning, Pullquote",
        "yo",
        "Hi, how are you?",
        "hello everyone",
        "thanks!",
        "Thank you so much.",
        "thx a lot",
        "ok, thanks for your help",
        "Great, that helps, cheers",
        "that was very helpful, thank you!",
        "bye",
        "good bot",
        "help",
        "HELP ME PLEASE",
        "Can you help me?",
        "i need help",
        "Hi! Help, please.",
        "who are you?",
        "So who are you exactly?",
        "who're you",
        "What are you?",
        "what’s this bot?",
        "What is Pullquote?",
        "who made you?",
        "are you a bot?",
        "What can you do?",
        "hello, what can you do for me?",
        "what do you do",
        "What can I ask you about?",
        "how do I use this?",
        "How does this bot work?",
        "how do you work",
        "what’s your name?",
        "tell me about yourself",
        "show me your commands",
        "are you there?",
        "test",
    ],
)
def test_what_is_said_to_pullquote_is_small_talk(text: str) -> None:
    """A greeting, thanks, or a question about Pullquote itself is recognised in every form."""
    assert is_small_talk(text)


@pytest.mark.parametrize(
    "text",
    [
        "What did Ada Holm say about help for farmers?",
        "Who are you, asked the harbour master, and what did Ray reply?",
        "who said “who are you”?",
        "help for farmers",
        "Hi, what did Ada Holm say about the quay?",
        "thanks, and what about the ferry?",
        "Who thanked the crew?",
        "What can the mayor do about the quay?",
        "What can you tell me about the harbour?",
        "Hello Kitty museum",
        "Good Friday sermon",
        "Who is the harbour master?",
        "What is this article about?",
        "How does the ferry work?",
        "how do I use the ferry",
        "more",
        "and Vega?",
        "when was that?",
        "why?",
        "and then?",
        "is this the end of the ferry?",
        "Great Britain",
        "",
        "?",
    ],
)
def test_what_is_asked_of_the_articles_is_none(text: str) -> None:
    """A question, a key word or a follow-up is searched for, whatever it is polite with."""
    assert not is_small_talk(text)


@pytest.mark.parametrize("pattern", ["hi ", "thanks ", "so and ", "who are ", "help", "a"])
def test_time_is_in_proportion_to_the_length(pattern: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Recognising small talk takes time linear in the length, even of what is too long for it."""
    assert not is_small_talk("hi " * LONGEST)
    monkeypatch.setattr("bot.presentation.small_talk.LONGEST", 1_000_000)
    assert growth(pattern, is_small_talk, 50_000) < 24
