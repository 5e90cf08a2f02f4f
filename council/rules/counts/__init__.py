"""Elections of persons: papers collected elsewhere are counted here, exactly, and every stage is kept.

Which method is where: transferable.py (Scottish STV, IRV), meek.py, totals.py (approval, score).
"""
