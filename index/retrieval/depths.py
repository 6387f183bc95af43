"""How many candidates each stage of the search passes on: constants alone, so that settings read them for nothing."""

NEAR = 28  # sentences by the fused scores, whose passages are looked at closely: .97 have the answer among them
PASSAGES = 10  # of them, by late interaction
READ = 6  # of these, by the reader
DEPTH = 50  # hits
