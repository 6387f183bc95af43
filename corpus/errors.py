"""The exceptions a person can cause. Each face shows their message, without a traceback.

PullquoteError
├── ArticleError          here: an article cannot be read
├── TamperedError         corpus.excerpt: a stored text is no longer what was read
├── LibraryError          corpus.database: the library is damaged, cannot be changed so, or is of a newer version
├── EncoderError          index.model: the model is missing, altered, unsafe or misbehaves
├── VectorsError          index.engine.vectors: vectors do not fit their index
├── GenerationError       index.engine.segment: an index on disk is damaged, or cannot be written
│   └── OutdatedError     … or was made by another version or encoder
├── LockedError           index.engine.lock: another process writes to the data folder
├── CitationError         index.recall: no words have the id of a citation
├── PersonError           index.sayings: nobody who is quoted is meant
├── EmptyCorpusError      index.view: there is nothing to index or to export, or nothing indexed
├── DraftError            index.tended: an article that was read is no longer there to be kept
├── DuplicateError        index.tended: the same text is in the collection already
├── ArticleUnknownError   index.tended: no article of the collection has that number, or it cannot be changed so
├── QuotaError            index.quota: a collection may not grow further
├── QuestionError         index.question: the question holds nothing to look for, or too much
├── ClaimError            index.claims: a claimed quote, or a message, is too long to be checked
├── QuestionsError        index.question_file: a file of questions that cannot be read
├── CollectionError       bot.opening: there is no collection of that name
├── ExportError           bot.looking: an export cannot be written there
├── SettingsError         bot.settings: a setting is missing or wrong
├── UnansweredError       bot.terminal: somebody had to be asked, and nobody answered
├── PageError             bot.inspecting: a page cannot be written there
├── UnhealthyError        bot.health: the bot is not connected
├── DiscordError          bot.client: Discord does not let the bot in, or cannot be reached
│   └── RefusedError      bot.client: … and trying again would change nothing
├── StaleCommandError     bot.commands: Discord offered a command that is no longer what it was
├── NotAllowedError       bot.access: the person may not do this here
├── UntoldError           bot.members: Discord does not tell who is a member of a server
├── PolicyError           bot.discord.moderation.policy_changes: a server's setting that cannot be changed so
├── StaleButtonError      bot.commands: a button is of what is no longer there, or is no button of ours
├── TopicError            bot.quotes: a topic that is too long
├── ComparisonError       bot.compare: two who cannot be compared
├── NoTextError           bot.source: a message without words
├── JobError              bot.jobs: work that cannot be begun or found, or that was stopped
├── BusyError             bot.work: too much is waiting
└── ClosingError          bot.work: Pullquote is being stopped
"""


class PullquoteError(Exception):
    """Something the person in front of Pullquote can understand and mend; its text says what and how."""


class ArticleError(PullquoteError):
    """An article that cannot be read, and why."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"{name}: {reason}")
        self.name = name
        self.reason = reason
