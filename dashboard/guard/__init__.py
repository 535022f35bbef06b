"""What stands at the door of the served pages: who is let in, to what, with how much, and what goes out beside it.

Any web page in a visitor's browser can reach a server on that visitor's own machine, so the door is kept there too.
``gate`` asks the others in turn: ``origin``, ``paths``, ``session``, ``seats``, ``talk``; ``files`` answers for what
Solara would fetch from elsewhere, ``headers`` goes out with every answer, ``patience`` ends what does not come.
"""
