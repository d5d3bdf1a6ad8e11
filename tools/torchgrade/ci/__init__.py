"""`torchgrade ci`: one checkout graded as one submission, by graders that its author cannot change."""
