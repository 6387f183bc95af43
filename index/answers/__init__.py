"""From ranked sentences to an answer or a refusal."""
