"""Every limit of Discord's that is ours to keep, and ours beside them.

https://discord.com/developers/docs/resources/message and …/interactions/receiving-and-responding
"""

MESSAGE = 2_000
"""Characters in one message's content."""
QUESTION = 6_000
"""Characters in a text option of a slash command, which is the most Discord lets one carry."""
MESSAGES = 5
"""Messages in one reply: where Pullquote is only installed by a user, Discord allows no more follow-ups."""
FIELD = 4_000
"""Characters in a field of a form."""
MOST_FILES = 10
"""Files in one field of a form."""
CUSTOM_ID = 100
"""Characters that a button carries."""
SERVER = 100
"""Characters of a server's name."""
CHOICE = 100
"""Characters of a suggestion."""
CHOICES = 25
"""Suggestions at once."""
TOPIC = 70
"""Characters of a topic. Ours: buttons carry it, with whose words are shown and which page."""
CITATION = 60
"""Characters of a citation's id, with what may be copied along. Ours."""
NAME = 100
"""Characters of a speaker's name, as it is typed. Ours."""
URL = 700
"""Characters of a link. Ours: a longer one would leave too little of the message to the quote."""
EDIT_EVERY = 2.0
"""Seconds between two edits of a progress message. Ours: Discord allows about five edits in five seconds."""
