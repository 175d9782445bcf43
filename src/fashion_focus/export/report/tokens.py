"""Colours of the report, light and dark, and the style sheet's first lines that define them.

Values and their contrasts: UX guide, section 6. The tests compute the contrasts again.
"""

LIGHT = {
    "bg": "#FFFFFF",
    "surface": "#F6F7F9",
    "raised": "#FFFFFF",
    "sunken": "#ECEEF2",
    "text": "#16191F",
    "text-2": "#4A5261",
    "text-3": "#626B7B",
    "border": "#7A8494",
    "hairline": "#C9CED6",
    "accent": "#0B5CAD",
    "on-accent": "#FFFFFF",
    "ok": "#17703A",
    "warn": "#8A5200",
    "bad": "#B3261E",
    "clothing": "#1A73D1",
    "shoe": "#7A2E00",
    "bag": "#2B1568",
    "snack": "#948400",
    "bottle": "#00665A",
    "beauty": "#DB0F86",
    "other": "#626B7B",
}
DARK = {
    "bg": "#121417",
    "surface": "#1B1E23",
    "raised": "#23272E",
    "sunken": "#0C0E10",
    "text": "#F1F3F6",
    "text-2": "#B9C1CD",
    "text-3": "#98A2B1",
    "border": "#7D8797",
    "hairline": "#363C46",
    "accent": "#6CB2FF",
    "on-accent": "#0B1B2B",
    "ok": "#5FD08A",
    "warn": "#F2B544",
    "bad": "#FF8A80",
    "clothing": "#3D87E2",
    "shoe": "#DE9468",
    "bag": "#C9BAF8",
    "snack": "#F5DC1E",
    "bottle": "#A6EBD3",
    "beauty": "#DB4C83",
    "other": "#98A2B1",
}


def token_css() -> str:
    """Custom properties for both themes: the viewer's choice first, then the system's; paper is always light."""
    light, dark = _block(LIGHT, "light"), _block(DARK, "dark")
    return (
        f":root{{{light}}}\n"
        f"@media screen and (prefers-color-scheme:dark){{:root{{{dark}}}}}\n"
        f'@media screen{{:root[data-theme="light"]{{{light}}}:root[data-theme="dark"]{{{dark}}}}}\n'
    )


def _block(tokens: dict[str, str], scheme: str) -> str:
    return f"color-scheme:{scheme};" + "".join(f"--{name}:{value};" for name, value in tokens.items())
