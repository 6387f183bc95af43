"""The first tables that had a revision. They are made by `prepare` as the newest revision has them."""

revision = "0001"
down_revision = None
