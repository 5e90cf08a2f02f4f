"""A second count, written the slow way: one paper at a time, fractions, no shared code.

It answers the elected of Scottish STV, or None where a tie would need a lot.
"""

from fractions import Fraction


def five_places(value):
    return Fraction(int(value * 100000), 100000)


def scottish(seats, options, papers):
    papers = [[list(ranking), Fraction(1), None] for ranking in papers if ranking]
    quota = len(papers) // (seats + 1) + 1
    elected, out, done = [], [], []
    history = []

    def open_to():
        return [o for o in options if o not in elected and o not in out]

    def settle(paper):
        paper[2] = next((o for o in paper[0] if o in open_to()), None)

    for paper in papers:
        settle(paper)
    kept = {}
    while True:
        held = {o: kept.get(o, sum((p[1] for p in papers if p[2] == o), Fraction(0))) for o in options}
        history.append(held)
        elected += sorted((o for o in open_to() if held[o] >= quota), key=lambda o: -held[o])
        free = seats - len(elected)
        if not free:
            return elected
        if len(open_to()) <= free:
            return elected + open_to()
        waiting = [o for o in elected if held[o] > quota and o not in done]
        pool, best = (waiting, max) if waiting else (open_to(), min)
        for earlier in reversed(history):
            mark = best(earlier[o] for o in pool)
            pool = [o for o in pool if earlier[o] == mark]
        if len(pool) > 1:
            return None
        (who,) = pool
        mine = [p for p in papers if p[2] == who]
        if waiting:
            done.append(who)
            kept[who] = Fraction(quota)
            for paper in mine:
                paper[1] = five_places((held[who] - quota) * paper[1] / held[who])
        else:
            out.append(who)
        for paper in mine:
            settle(paper)


def meek(seats, options, papers):
    """Elected by Meek in floating point, far past the precision asked; None near a tie."""
    papers = [p for p in papers if p]
    keep, elected, hopeful = dict.fromkeys(options, 1.0), [], list(options)
    while len(elected) < seats and len(hopeful) > seats - len(elected):
        for _ in range(2000):
            votes = dict.fromkeys(options, 0.0)
            for ranking in papers:
                weight = 1.0
                for o in ranking:
                    votes[o] += weight * keep[o]
                    weight *= 1 - keep[o]
            quota = sum(votes.values()) / (seats + 1)
            for o in elected:
                keep[o] *= quota / votes[o]
            if all(abs(votes[o] - quota) < 1e-12 for o in elected):
                break
        if any(abs(votes[o] - quota) < 1e-4 for o in hopeful):
            return None
        if over := [o for o in hopeful if votes[o] > quota]:
            elected += over
            hopeful = [o for o in hopeful if o not in over]
            continue
        low = sorted(hopeful, key=votes.get)
        if votes[low[1]] - votes[low[0]] < 1e-4:
            return None
        hopeful.remove(low[0])
        keep[low[0]] = 0.0
    return elected + (hopeful if len(elected) < seats else [])
