"""Keeping the learner's code away from everything that decides its score.

`judge` and `zygote_client` are the trusted side. `contestant` and what it imports (`wire`, `loading`,
`observe`, `forbidden`, `steady`) are the untrusted side, which imports the standard library and torch alone.
"""
