"""A second model of the same region, written from ``docs/odd.md`` alone, without a look at the code it describes.

Families, persons, professionals and organisations are plain Mesa agents with plain floats; chance comes from numpy. It
shares nothing with the engine but the values of parameters, which it reads as data. Where both say the same, the
description says enough; where they do not, it was unclear or one of both is wrong.

Written: M1 (turnover, vacancies, illness), M2, M3, M4, M5, M6, M7, M8, M9, M10, M11, M17, M19.

Left out: safety (M13, and with it child protection, crises and placements), schools that act alone or are dropped in
on (M14), merging of routes (M10), own network at the table (M12), training (M15), joint evaluation (M16), money (M18),
colleagues who stand in (M1), warm handovers and shared records (M2), one fixed face (M4), cut posts and vacancies so
long that a case moves, channels, and rival structures. ``settings.LEFT_OUT`` switches the same off in the engine.

Simpler than described: luck of both routes is the same for what happens to a family and to a post each week, not
for every single draw.
"""
