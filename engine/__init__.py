"""The program, one room for each step of the flow; data goes one way.

    file -> read -> code -> timeline -> evaluate -> escalate -> report
            rows    events  per child   findings    prompts     terminal, JSON

Nothing is imported here: each room is loaded only by the command that needs it.
"""

__version__ = "0.1.0"
