"""`torchgrade watch`: a verdict at every save.

Two processes: this one has the terminal and never imports torch, so that it opens at once and outlives whatever
happens elsewhere; the other (`judge.py`) holds the recorded graders and starts the learner's code in contestants.
"""
