"""What someone is logged in on, in two words: enough to know one's own phone again, too little to follow anyone."""

from helsekort.web.shared.texts import Texts

# what stands in the browser's own words -> our word; the first that fits
_KINDS = (
    ("ipad", "ipad"),
    ("iphone", "iphone"),
    ("android", "android"),
    ("windows", "windows"),
    ("macintosh", "mac"),
    ("cros", "chromebook"),
    ("linux", "linux"),
)
_BROWSERS = (
    ("edg", "edge"),
    ("opr/", "opera"),
    ("samsungbrowser", "samsung"),
    ("firefox", "firefox"),
    ("fxios", "firefox"),
    ("crios", "chrome"),
    ("chrome", "chrome"),
    ("safari", "safari"),
)


def device_of(user_agent: str) -> str:
    """`iphone safari`; a dash for what is not known. Neither version nor model is kept."""
    said = user_agent.lower()
    return " ".join(
        next((word for sign, word in table if sign in said), "-") for table in (_KINDS, _BROWSERS)
    )


def device_words(device: str, texts: Texts) -> str:
    """`iPhone, Safari`."""
    _ = texts.translate
    kinds = {
        "ipad": _("iPad"),
        "iphone": _("iPhone"),
        "android": _("Telefon eller nettbrett med Android"),
        "windows": _("Datamaskin med Windows"),
        "mac": _("Mac"),
        "chromebook": _("Chromebook"),
        "linux": _("Datamaskin med Linux"),
    }
    kind, _space, browser = device.partition(" ")
    named = [each for each in (kinds.get(kind), browser.strip("-").capitalize()) if each]
    return ", ".join(named) or _("En enhet vi ikke kjenner igjen")
