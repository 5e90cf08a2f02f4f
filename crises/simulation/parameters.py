"""The model's published parameters: every number with its unit, range and source.

This table is the only place a default lives; docs/models/bloom.md prints it and a test keeps
the two equal. ``spread`` is how an ensemble draws the value: 0 keeps it fixed, otherwise the
standard deviation of its natural logarithm (draws are clipped to the range).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Parameter:
    name: str
    symbol: str
    unit: str
    default: float
    low: float
    high: float
    spread: float
    meaning: str
    source: str

    def accepts(self, value: float) -> bool:
        return math.isfinite(value) and self.low <= value <= self.high


PARAMETERS: Final = (
    Parameter("growth_per_day", "mu_max", "1/d", 0.6, 0.3, 1.1, 0.15,
              "fastest growth at full light, 29 C and plenty of nutrient",
              "Reynolds 2006, The Ecology of Phytoplankton; Microcystis in culture and in lakes"),
    Parameter("half_saturation_ug_l", "K_N", "ug/L", 26.0, 3.0, 50.0, 0.0,
              "phosphorus at which growth is half its fastest",
              "Chapra 1997, Surface Water-Quality Modeling; Holm and Armstrong 1981"),
    Parameter("light_half_umol", "H", "umol/m2/s", 60.0, 25.0, 90.0, 0.0,
              "light at which growth is half its fastest",
              "Huisman et al. 1999, Limnology and Oceanography 44"),
    Parameter("light_surface_umol", "I0", "umol/m2/s", 300.0, 50.0, 800.0, 0.0,
              "mean daylight at the surface over a year; the season swings it by 40 %, full overcast halves it",
              "photosynthetically active share of mid-latitude irradiance, day and night averaged"),
    Parameter("attenuation_per_m", "k_bg", "1/m", 0.5, 0.1, 3.0, 0.0,
              "light lost in a metre of water without algae",
              "Kirk 2011, Light and Photosynthesis in Aquatic Ecosystems"),
    Parameter("self_shading_m2_mg", "k_c", "m2/mg", 0.02, 0.005, 0.04, 0.0,
              "light lost in a metre per mg/m3 of chlorophyll",
              "Kirk 2011; Huisman et al. 1999"),
    Parameter("loss_per_day", "m", "1/d", 0.08, 0.03, 0.2, 0.0,
              "respiration, grazing and death together",
              "Reynolds 2006"),
    Parameter("settling_m_day", "ws", "m/d", 0.05, -0.1, 0.25, 0.0,
              "sinking speed; a rising population (below zero) loses nothing to the bed",
              "Visser et al. 1997; Reynolds 2006"),
    Parameter("diffusion_m2_s", "D", "m2/s", 5.0, 0.5, 20.0, 0.3,
              "mixing by what a 100 m cell does not resolve",
              "Okubo 1971, Deep-Sea Research 18"),
    Parameter("nutrient_per_algae", "Y", "ug/ug", 1.0, 0.5, 2.0, 0.0,
              "phosphorus bound in a unit of chlorophyll",
              "Redfield ratio with 1:40 chlorophyll to carbon; Chapra 1997"),
    Parameter("remineralised_share", "rho", "1", 0.5, 0.0, 1.0, 0.0,
              "share of lost biomass whose nutrient returns to the water",
              "Chapra 1997"),
    Parameter("toxin_quota", "q", "ug/ug", 0.03, 0.002, 0.5, 1.3816,
              "toxin held inside the cells per chlorophyll (sd of log10: 0.6)",
              "spread fitted on the US National Lakes Assessment 2007 (CC0)"),
    Parameter("toxin_excretion_per_day", "e", "ug/ug/d", 0.005, 0.0, 0.05, 0.0,
              "toxin given off by living cells per chlorophyll and day",
              "Rohrlack and Hyenstrand 2007"),
    Parameter("toxin_decay_per_day", "lambda", "1/d", 0.15, 0.02, 1.0, 0.3,
              "breakdown of dissolved toxin by light and bacteria",
              "Jones and Orr 1994; Schmidt et al. 2014, Toxins 6"),
    Parameter("wind_drift_share", "alpha", "1", 0.005, 0.0, 0.03, 0.0,
              "share of the wind's speed that carries algae beside the current, averaged over the depth",
              "Spaulding 2017, review of surface drift factors"),
    Parameter("bed_drag_m_s", "R", "m/s", 0.0005, 0.0001, 0.003, 0.0,
              "linear drag of the bed on the depth-averaged current",
              "Csanady 1982, Circulation in the Coastal Ocean"),
    Parameter("drone_share_particles", "eps", "1", 0.9, 0.0, 1.0, 0.0,
              "share of the algae passing a drone that it retains",
              "design value of the treatment units; to be replaced by a supplier's certificate"),
    Parameter("drone_share_dissolved", "eps_X", "1", 0.6, 0.0, 1.0, 0.0,
              "share of the dissolved toxin passing a drone that it retains",
              "activated carbon with short contact time; Newcombe and Nicholson 2004"),
)  # fmt: skip

BY_NAME: Final = {p.name: p for p in PARAMETERS}

# Cardinal temperatures of growth, degrees Celsius (zero, best, zero).
COLDEST, BEST, HOTTEST = 10.0, 29.0, 38.0


def temperature_factor(celsius: float) -> float:
    """Growth relative to the best temperature: the cardinal-temperature curve of Rosso et al. 1993.

    (T - Tmax)(T - Tmin)^2 / ((Topt - Tmin) [(Topt - Tmin)(T - Topt) - (Topt - Tmax)(Topt + Tmin - 2T)])
    between the two zeros, and nothing outside them.
    """
    if not COLDEST < celsius < HOTTEST:
        return 0.0
    above = (celsius - HOTTEST) * (celsius - COLDEST) ** 2
    rising = (BEST - COLDEST) * (celsius - BEST)
    falling = (BEST - HOTTEST) * (BEST + COLDEST - 2 * celsius)
    return above / ((BEST - COLDEST) * (rising - falling))


def surface_light(yearly_mean: float, day_of_year: int, overcast: float) -> float:
    """Mean daylight of that day, umol/m2/s: most at midsummer (north), halved by full overcast."""
    season = 1 + 0.4 * math.cos(2 * math.pi * (day_of_year - 172) / 365.25)
    return yearly_mean * season * (1 - 0.5 * overcast)
