"""How many candidates each stage of the search passes on: constants alone, so that settings read them for nothing."""

NEAR = 28  # sentences by the fused scores, whose passages are looked at closely: .97 have the answer among them
PASSAGES = 10  # of them, by late interaction
SENTENCES = 30  # more passages where these have fewer, as news has
READ = 6  # of these, by the reader
READ_SENTENCES = 4  # for each passage that is read: more are where they have fewer, which takes no longer
DEPTH = 50  # hits
