"""How many candidates each stage of the search passes on: constants alone, so that settings read them for nothing."""

NEAR = 28  # sentences by the fused scores, whose passages are looked at closely: .97 have the answer among them
PASSAGES = 10  # of them, by late interaction
SENTENCES = 30  # more passages where these have fewer, as news has
READ = 2  # sentences, by the reader, each with the one before and the one behind it
MOST_READ = 10  # may be set
DEPTH = 50  # hits
