"""What is judged of an account, as functions of plain data: measures, scores, alerts, revenue.

Nothing here knows Django; what is found is applied by `health.services`.
"""
