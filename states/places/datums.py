"""The systems in which coordinates are told, brought to the one in which they are kept: WGS-84.

GCJ-02 is what maps on phones show in mainland China: shifted by up to some hundred metres. Its formula is public only
in one direction; the other is found by coming closer step by step. CGCS2000 and WGS-84 differ by centimetres.
"""

from __future__ import annotations

from math import cos, pi, sin, sqrt

from engine.words import N_

WGS84, GCJ02, CGCS2000 = "wgs-84", "gcj-02", "cgcs2000"
DATUMS = {
    WGS84: N_("WGS-84（GPS原始坐标）"),
    GCJ02: N_("GCJ-02（高德、腾讯等手机地图）"),
    CGCS2000: N_("CGCS2000（国家大地坐标）"),
}
AXIS, FLATTENING = 6_378_245.0, 0.00669342162296594323
"""The ellipsoid of Krasovsky, on which the shift is defined: half axis in metres, eccentricity squared."""
CLOSE = 1e-8
"""A millimetre, in degrees."""


def to_wgs84(datum: str, longitude: float, latitude: float) -> tuple[float, float]:
    """Degrees east and north of WGS-84 for degrees told in another system."""
    if datum != GCJ02:
        return longitude, latitude
    east, north = longitude, latitude
    for _ in range(10):
        shifted = shift(east, north)
        off = shifted[0] - longitude, shifted[1] - latitude
        east, north = east - off[0], north - off[1]
        if max(map(abs, off)) < CLOSE:
            break
    return east, north


def shift(longitude: float, latitude: float) -> tuple[float, float]:
    """What GCJ-02 shows for a point of WGS-84."""
    x, y = longitude - 105.0, latitude - 35.0
    waves = (20.0 * sin(6.0 * x * pi) + 20.0 * sin(2.0 * x * pi)) * 2.0 / 3.0
    north = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * sqrt(abs(x)) + waves
    north += (20.0 * sin(y * pi) + 40.0 * sin(y / 3.0 * pi)) * 2.0 / 3.0
    north += (160.0 * sin(y / 12.0 * pi) + 320.0 * sin(y * pi / 30.0)) * 2.0 / 3.0
    east = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * sqrt(abs(x)) + waves
    east += (20.0 * sin(x * pi) + 40.0 * sin(x / 3.0 * pi)) * 2.0 / 3.0
    east += (150.0 * sin(x / 12.0 * pi) + 300.0 * sin(x / 30.0 * pi)) * 2.0 / 3.0
    slope = latitude / 180.0 * pi
    curve = 1.0 - FLATTENING * sin(slope) ** 2
    up = north * 180.0 / (AXIS * (1.0 - FLATTENING) / (curve * sqrt(curve)) * pi)
    right = east * 180.0 / (AXIS / sqrt(curve) * cos(slope) * pi)
    return longitude + right, latitude + up
