"""How she and the child develop, as charts on her own page. Pure."""

from msgspec import Struct

from helsekort.record.growth import Curve
from helsekort.web.shared.chart_of_card import Chart, Source, WhyNot
from helsekort.web.shared.fundal_chart import fundal_chart
from helsekort.web.shared.pressure_chart import pressure_chart
from helsekort.web.shared.weight_chart import weight_chart
from helsekort.web.woman.values import Words, marks


class Development(Struct, frozen=True):
    """One chart with what it shows in a sentence. `folded`: she opens it herself."""

    id: str
    title: str
    intro: str
    chart: Chart
    folded: bool = False


def development(words: Words, curves: dict[str, Curve]) -> list[Development]:
    """The charts there is something to see in; why the growth chart is not there where it could be expected.

    None on a card that has ended, which may have ended in a loss: what was measured stands at each check-up.
    """
    _ = words.texts.translate
    if not words.opened.card.pregnant:
        return []
    source = Source(
        words.opened.card, words.catalogue, curves, words.texts, lambda trail: marks(words, trail)
    )
    heights = fundal_chart(source)
    found = [
        Development("growth", _("Slik vokser magen"), _about_growth(words, heights), heights),
        Development(
            "pressure",
            _("Blodtrykket ditt"),
            _("Hver strek er én måling. Øverst er trykket når hjertet slår, nederst når det hviler."),
            pressure_chart(source),
        ),
        # Many would rather not meet a curve of their weight when they open the page.
        Development(
            "weight",
            _("Vekten din"),
            _("Hvor mye vekten endrer seg, er ulikt fra kvinne til kvinne."),
            weight_chart(source),
            folded=True,
        ),
    ]
    return [one for one in found if one.intro and (one.chart.rows or one.chart.why_not is WhyNot.SEVERAL)]


def _about_growth(words: Words, chart: Chart) -> str:
    """What the points are, or why there is no curve; empty where there is nothing to say."""
    _ = words.texts.translate
    match chart.why_not:
        case None:
            return _("Punktene er målet fra kjønnsbeinet til toppen av livmoren på kontrollene dine.")
        case WhyNot.SEVERAL:
            if len(words.opened.card.growing()) < len(words.opened.card.live_fetuses()):
                return ""
            return _(
                "Kurven gjelder for ett barn. Du venter flere, så den vises ikke her. Målene står ved hver kontroll."
            )
        case WhyNot.NO_FETUS:
            return _("Kurven vises når det er skrevet på kortet hvor mange barn du venter.")
        case WhyNot.NO_DUE_DATE:
            return _("Kurven vises når termin er bestemt.")
    return ""
