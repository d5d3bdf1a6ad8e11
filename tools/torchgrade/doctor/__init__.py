"""`torchgrade doctor`: what this host offers, and whether it withstands the attacks of a course."""
