"""Trials of ranking in the simulated world, where the truth is known: does it pay, are estimates right?"""

TRAINED, PEOPLE, ROUNDS, LOGS = (
    900,
    2000,
    12,
    200,
)  # people to learn from and to offer to, offers to each, logs
