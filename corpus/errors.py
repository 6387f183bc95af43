"""The exceptions a person can cause. Each face shows their message, without a traceback.

PullquoteError
├── ArticleError          corpus.readers: an article cannot be read
├── TamperedError         corpus.excerpt: a stored text is no longer what was read
├── EncoderError          index.encoder: the model is missing, altered, unsafe or misbehaves
├── GenerationError       index.generation: an index on disk is damaged
├── LockedError           index.generation: another process writes to the data folder
├── EmptyCorpusError      index.collection: there is nothing to index
├── QuestionError         index.search: the question holds nothing to look for
├── SettingsError         bot.settings: a setting is missing or wrong
└── BusyError             bot.work: too many questions are waiting
"""


class PullquoteError(Exception):
    """Something the person in front of Pullquote can understand and mend; its text says what and how."""
