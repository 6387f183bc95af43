"""The exceptions a person can cause. Each face shows their message, without a traceback.

PullquoteError
├── ArticleError         here: an article cannot be read
│   └── FetchError       corpus.web.page: … or an address cannot be fetched
├── TamperedError        corpus.quotes.excerpt: a stored text is no longer what was read
├── LibraryError         corpus.library.database: the library is damaged, cannot be changed so, or is of a newer version
├── TrainedError         corpus.trained: a trained file is missing or altered
├── ParserError          corpus.english.parser: the English model is missing or altered
├── EncoderError         index.encoding.model_files: the model is missing, altered, unsafe or misbehaves
├── VectorsError         index.engine.vectors: vectors do not fit their index
├── GenerationError      index.engine.segment: an index on disk is damaged, outdated, or cannot be written
├── LockedError          index.engine.lock: another process writes to the data folder
├── CitationError        index.answers.recall: no words have the id of a citation
├── PersonError          index.people.sayings: nobody who is quoted is meant
├── EmptyCorpusError     index.service.errors: there is nothing to index or to export, or nothing indexed
├── DraftError           index.service.errors: an article that was read is no longer there to be kept
├── DuplicateError       index.service.errors: the same text is in the collection already
├── ArticleUnknownError  index.service.errors: no article of the collection has that number, or it cannot be changed so
├── QuotaError           index.service.errors: a collection may not grow further
├── QuestionError        index.query.query: the question holds nothing to look for, or too much
│   └── FollowUpError    index.answers.follow_ups: … or follows up on nothing
├── ClaimError           index.verification.claims: a claimed quote, or a message, is too long to be checked
├── QuestionsError       index.evaluation.question_file: a file of questions that cannot be read
├── CollectionError      bot.terminal.session: there is no collection of that name
├── ExportError          bot.terminal.show: an export cannot be written there
├── SettingsError        bot.settings: a setting is missing or wrong
├── UnansweredError      bot.terminal.output: somebody had to be asked, and nobody answered
├── PageError            bot.terminal.inspect: a page cannot be written there
├── UnhealthyError       bot.discord.runtime.health: the bot is not connected
├── DiscordError         bot.discord.client: Discord does not let the bot in, or cannot be reached
│   └── RefusedError     bot.discord.client: … and trying again would change nothing
├── StaleCommandError    bot.discord.commands.tree: Discord offered a command that is no longer what it was
├── NotAllowedError      bot.discord.runtime.permissions: the person may not do this here
├── UntoldError          bot.discord.runtime.members: Discord does not tell who is a member of a server
├── PolicyError          bot.discord.moderation.policy_changes: a server's setting that cannot be changed so
├── StaleButtonError     bot.discord.commands.tree: a button is of what is no longer there, or is no button of ours
├── TopicError           bot.discord.commands.quotes: a topic that is too long
├── ComparisonError      bot.discord.commands.compare: two who cannot be compared
├── NoTextError          bot.discord.commands.find_source: a message without words
├── JobError             bot.discord.runtime.jobs: work that cannot be begun or found, or that was stopped
├── BusyError            bot.discord.runtime.worker: too much is waiting
└── ClosingError         bot.discord.runtime.worker: Pullquote is being stopped
"""


class PullquoteError(Exception):
    """Something the person in front of Pullquote can understand and mend; its text says what and how."""


class ArticleError(PullquoteError):
    """An article that cannot be read, and why."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"{name}: {reason}")
        self.name = name
        self.reason = reason
