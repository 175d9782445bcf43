"""What people call a product when they speak or type."""

from fashion_focus.simulation.articles import Article
from fashion_focus.simulation.drawing.naming import COLORS_ZH


def noun_of(article: Article, language: str = "en") -> str:
    """An article in short: its title without brand and colour, or its fine class."""
    title = article.title_in(language)
    words = title.split(" - ")[0].split()
    short = words[1:] if article.brand and words and words[0] == article.brand else words
    if language == "zh" and article.title_zh:
        return " ".join(short).removeprefix(COLORS_ZH.get(article.color, ""))
    return " ".join(short[-2:]).lower() or article.fine


def filled(template: str, article: Article, language: str) -> str:
    """A sentence about an article. template: with {title} and {noun}."""
    title = article.title_in(language) or f"{article.color} {article.fine}".strip()
    return template.format(title=title.replace(" - ", " in "), noun=noun_of(article, language))
