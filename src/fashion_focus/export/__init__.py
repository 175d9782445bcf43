"""A report out, in every format that people and programs ask for; decides nothing."""
