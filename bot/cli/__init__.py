"""The command `assistant`: one module a sub-command, `main` joins them. Messages are for people, in French."""
