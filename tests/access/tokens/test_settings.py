"""Which settings other systems' tokens need, and what is refused at the start."""

import pytest

from helsekort import app
from helsekort.settings import BadSetting, read_settings

WHOLE = {
    "HELSEKORT_API_ISSUER": "https://helseid.example",
    "HELSEKORT_API_AUDIENCE": "nhn:helsekort",
    "HELSEKORT_ORIGIN": "https://helsekort.example/",
}


def test_without_an_issuer_no_token_is_taken() -> None:
    assert app.authority(read_settings({})) is None


def test_with_all_three_tokens_are_taken_for_the_address_that_people_use() -> None:
    authority = app.authority(read_settings(WHOLE))
    assert authority is not None
    assert (authority.issuer, authority.audience, authority.origin) == (
        "https://helseid.example",
        "nhn:helsekort",
        "https://helsekort.example",
    )


@pytest.mark.parametrize("name", WHOLE)
def test_one_of_them_alone_is_no_half_of_a_lock(name: str) -> None:
    with pytest.raises(BadSetting, match="go together"):
        read_settings({each: value for each, value in WHOLE.items() if each != name})


@pytest.mark.parametrize("name", ["HELSEKORT_API_ISSUER", "HELSEKORT_ORIGIN"])
@pytest.mark.parametrize(
    "address", ["http://helseid.example", "http://127.0.0.1.evil.example", "helseid.example"]
)
def test_an_address_on_an_open_line_is_refused(name: str, address: str) -> None:
    with pytest.raises(BadSetting, match=name):
        read_settings({**WHOLE, name: address})
