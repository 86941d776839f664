"""What a title lets us assume: its words, the ordered rules, and the facts that follow for somebody's dated positions.

It never guesses influence, importance or sentiment, and knows nothing of rows: services apply what is decided here.
"""
