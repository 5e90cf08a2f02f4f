"""What a scene may name as its source: an object of any app by its public name, such as biomes.station/V-07."""

SUBJECT = r"^[a-z]+\.[a-z_]+/[A-Za-z0-9._~/-]{1,120}\Z"
