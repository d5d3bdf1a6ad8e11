"""What students get of an assignment: stubs and graders that need no answer to know a right one."""
