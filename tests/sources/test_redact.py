"""Secrets are masked in place; everything else stays."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.sources.redact import redact

# Put together here, so that scanners of this repository find no secret in its tests.
_TOKENS = [
    "AK" + "IAQYLPMN5HFIQR7XYA",
    "gh" + "p_" + "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8",
    "github" + "_pat_" + "11ABCDEFG0abcdefghijklmn_OPQ",
    "gl" + "pat-" + "abcdEFGH1234_5678-xy",
    "xo" + "xb-" + "123456789012-abcdefABCDEF",
    "AI" + "za" + "SyA1b2C3d4E5f6G7h8I9j0K1l2M3n4O5p6Q",
    "sk" + "_live_" + "4eC39HqLyjWDarjtT1zdp7dc",
    "sk" + "-proj-" + "abcdEFGH1234567890abcdEFGH1234567890",
    "np" + "m_" + "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8",
    "ey" + "JhbGciOiJIUzI1NiJ9.ey" + "JzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N",
]


@pytest.mark.parametrize("token", _TOKENS)
@pytest.mark.parametrize("around", ["x = '{}'\n", "# see {} for more\n", "{}", "url?key={}&x=1"])
def test_tokens_that_say_what_they_are_are_masked_anywhere(token: str, around: str) -> None:
    """In literals, comments and prose; the first letters stay, to tell what it was."""
    masked = redact(around.format(token).encode()).decode()
    assert token not in masked
    assert token[-8:] not in masked
    assert "********" in masked


def test_private_keys_are_masked_line_by_line() -> None:
    """The lines stay, their content does not; also inside string literals with escapes."""
    begin, end = "-----BEGIN RSA PRIVATE KEY-----", "-----END RSA PRIVATE KEY-----"
    plain = f"{begin}\nMIIEowIBAAKCAQEA\nabcdefgh12345678\n{end}\nafter\n"
    assert redact(plain.encode()).decode() == f"{begin}\n{'*' * 16}\n{'*' * 16}\n{end}\nafter\n"
    literal = f'K = "{begin}\\n" "MIIEowIBAAKCAQEA\\n" "{end}"'
    assert redact(literal.encode()).decode() == f'K = "{begin}\\n" "{"*" * 16}\\n" "{end}"'


@pytest.mark.parametrize(
    "body",
    [
        "${privateKeyBody}",
        "{privateKeyBody}",
        "{{ .Values.tls.privateKey }}",
        "<%= privateKey %>",
        "#{Base64.encode64(privateKey)}",
        "<your private key>",
        "%PRIVATEKEY%",
        "$PRIVATEKEY",
        '" + base64Encode(bytes) + "',
    ],
)
def test_what_stands_in_for_a_private_key_stays(body: str) -> None:
    """A template of a key holds no key, and what else stands between its marks is masked all the same."""
    begin, end = "-----BEGIN PRIVATE KEY-----", "-----END PRIVATE KEY-----"
    text = f"{begin}\n{body}\n{end}\n"
    assert redact(text.encode()).decode() == text
    mixed = f"{begin}\n{body}\nMIIEowIBAAKCAQEA\n{end}\n"
    assert redact(mixed.encode()).decode() == f"{begin}\n{body}\n{'*' * 16}\n{end}\n"


def test_public_keys_stay() -> None:
    """They are public."""
    text = b"-----BEGIN PUBLIC KEY-----\nMIIEowIBAAKCAQEA\n-----END PUBLIC KEY-----\n"
    assert redact(text) is text


@pytest.mark.parametrize(
    "line",
    [
        "PASSWORD = '{}'",
        'db_password: "{}"',
        '{{"password": "{}"}}',
        "connect(passwd=b'{}')",
        "os.environ['API_KEY'] = '{}'",
        "SECRET_KEY = r'{}'",
        'auth_token := "{}"',
        "'secret' => '{}'",
        "aws_secret_access_key='{}'",
        "url = 'postgres://user:{}@host/db'",
    ],
)
def test_literals_given_to_the_name_of_a_secret_are_masked(line: str) -> None:
    """In the spelling of several languages."""
    assert redact(line.format("s3cr3tV4lue").encode()).decode() == line.format("*" * 11)


@pytest.mark.parametrize(
    "line",
    [
        "password = 'password'",
        "password = get_password(2)",
        "password = os.environ['PASSWORD1']",
        "token = 'block'",
        "token_type = 'bearer1'",
        "secret = '<your-secret-1>'",
        "secret = 'example123'",
        "secret = '${SECRET_1}'",
        "api_key = 'xxxxxxxx1'",
        "password = 'two words 2'",
        "url = 'https://user:{password1}@host'",
        "url = 'https://host:8080/path@x'",
        "password_help = 'abc12345'",
    ],
)
def test_placeholders_and_plain_words_stay(line: str) -> None:
    """What is no secret remains searchable."""
    assert redact(line.encode(), config=True) == line.encode()


def test_values_without_quotes_are_masked_only_in_configuration() -> None:
    """In a program the same text is a name."""
    text = b"TOKEN=abc123def # note\n  password: hunter2x\n"
    assert redact(text) is text
    assert redact(text, config=True) == b"TOKEN=********* # note\n  password: ********\n"


_pieces = st.sampled_from(["password", "=", ": ", "'", '"', "s3cr3t!", "é", "\n", "\r\n", " ", "://u:", "@", *_TOKENS])
_texts = st.lists(st.one_of(_pieces, st.text(max_size=5)), max_size=20).map("".join)


@given(_texts, st.booleans())
def test_masking_keeps_every_offset(text: str, config: bool) -> None:
    """Length, line feeds and validity stay, so spans need no correction."""
    data = text.encode("utf-8", "replace")
    masked = redact(data, config=config)
    masked.decode("utf-8")
    assert len(masked) == len(data)
    assert [at for at, byte in enumerate(masked) if byte == 10] == [at for at, byte in enumerate(data) if byte == 10]


@given(_texts, st.booleans())
def test_masking_twice_changes_no_more(text: str, config: bool) -> None:
    """What is masked is no secret any more."""
    once = redact(text.encode("utf-8", "replace"), config=config)
    assert redact(once, config=config) == once


def test_a_file_full_of_beginnings_is_masked_in_one_pass() -> None:
    """Time grows with the file, not with its square: a second each would be minutes here."""
    text = b"-----BEGIN PRIVATE KEY-----\nAAAABBBBCCCC\n" * 20_000
    assert redact(text) == text.replace(b"AAAABBBBCCCC", b"*" * 12)
