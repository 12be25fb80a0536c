"""The functions of JSONata for strings."""
# ruff: noqa: N802 - the names are those of JSONata

from __future__ import annotations

from aslant.asl.expression import Expression
from aslant.asl.jsonata_functions.call import Array, Boolean, Function, Number, Object, Text, call
from aslant.asl.unset import UNSET, Unset

__all__ = ["StringFunctions"]


class StringFunctions:
    """The functions for strings."""

    __slots__ = ()

    def string(self, value: object, prettify: Boolean | Unset = UNSET) -> Expression:
        """Return any value as a string: a string as it is, any other value as JSON, indented if `prettify` is true."""
        return call("string", "xb", value, prettify)

    def length(self, text: Text) -> Expression:
        """Return the number of characters."""
        return call("length", "s", text)

    def substring(self, text: Text, start: Number, length: Number | Unset = UNSET) -> Expression:
        """Return the part of a string from a position, counted from 0, or from the end if it is negative."""
        return call("substring", "snn", text, start, length)

    def substringBefore(self, text: Text, characters: Text) -> Expression:
        """Return the part before the first occurrence of some characters, or all of it if they do not occur."""
        return call("substringBefore", "ss", text, characters)

    def substringAfter(self, text: Text, characters: Text) -> Expression:
        """Return the part after the first occurrence of some characters, or all of it if they do not occur."""
        return call("substringAfter", "ss", text, characters)

    def uppercase(self, text: Text) -> Expression:
        """Return the string in uppercase."""
        return call("uppercase", "s", text)

    def lowercase(self, text: Text) -> Expression:
        """Return the string in lowercase."""
        return call("lowercase", "s", text)

    def trim(self, text: Text) -> Expression:
        """Return the string without whitespace at its ends, and with single spaces inside."""
        return call("trim", "s", text)

    def pad(self, text: Text, width: Number, characters: Text | Unset = UNSET) -> Expression:
        """Return the string with at least `width` characters, padded on the right, or the left if it is negative."""
        return call("pad", "sns", text, width, characters)

    def contains(self, text: Text, pattern: Text) -> Expression:
        """Return whether a string contains another one, or matches a regular expression from `jsonata.regex`."""
        return call("contains", "sr", text, pattern)

    def split(self, text: Text, separator: Text, limit: Number | Unset = UNSET) -> Expression:
        """Return the parts of a string between separators, at most `limit` of them, as an array of strings."""
        return call("split", "srn", text, separator, limit)

    def join(self, texts: Array | Text, separator: Text | Unset = UNSET) -> Expression:
        """Return the strings of an array as one, with a separator between them."""
        return call("join", "Ss", texts, separator)

    def match(self, text: Text, pattern: Expression, limit: Number | Unset = UNSET) -> Expression:
        """Return the matches of a regular expression as objects with `match`, `index` and `groups`."""
        return call("match", "sxn", text, pattern, limit)

    def replace(
        self, text: Text, pattern: Text, replacement: Text | Function, limit: Number | Unset = UNSET
    ) -> Expression:
        """Return the string with every match of a pattern replaced, or the first `limit` of them.

        In a replacement, `$1` is the first group of a regular expression. A function gets the match as an object.
        """
        kind = "r" if isinstance(replacement, str | Expression) or not callable(replacement) else "f"
        return call("replace", f"sr{kind}n", text, pattern, replacement, limit, least=0, most=1)

    def base64encode(self, text: Text) -> Expression:
        """Return the Base64 encoding of a string whose characters are bytes, so not of those above U+00FF."""
        return call("base64encode", "s", text)

    def base64decode(self, text: Text) -> Expression:
        """Return the string of the bytes that Base64 encodes."""
        return call("base64decode", "s", text)

    def encodeUrl(self, url: Text) -> Expression:
        """Return a URL with its special characters escaped."""
        return call("encodeUrl", "s", url)

    def encodeUrlComponent(self, text: Text) -> Expression:
        """Return a part of a URL, such as a query parameter, with its special characters escaped."""
        return call("encodeUrlComponent", "s", text)

    def decodeUrl(self, url: Text) -> Expression:
        """Return a URL without escapes."""
        return call("decodeUrl", "s", url)

    def decodeUrlComponent(self, text: Text) -> Expression:
        """Return a part of a URL without escapes."""
        return call("decodeUrlComponent", "s", text)

    def formatNumber(self, number: Number, picture: Text, options: Object | Unset = UNSET) -> Expression:
        """Return a number as a string by a picture such as `'#,##0.00'`."""
        return call("formatNumber", "nso", number, picture, options)

    def formatBase(self, number: Number, radix: Number | Unset = UNSET) -> Expression:
        """Return a whole number as a string in a base from 2 to 36; 10 is the default."""
        return call("formatBase", "nn", number, radix)

    def formatInteger(self, number: Number, picture: Text) -> Expression:
        """Return a whole number as a string by a picture: `'0000'`, `'I'` for Roman numerals, `'w'` for words."""
        return call("formatInteger", "ns", number, picture)

    def parseInteger(self, text: Text, picture: Text) -> Expression:
        """Return the whole number that a string has in the format of a picture."""
        return call("parseInteger", "ss", text, picture)

    def hash(self, text: Text, algorithm: Text) -> Expression:
        """Return the hash of a string in hexadecimal: `MD5`, `SHA-1`, `SHA-256`, `SHA-384` or `SHA-512`."""
        return call("hash", "ss", text, algorithm)

    def parse(self, text: Text) -> Expression:
        """Return the value that a string has as JSON."""
        return call("parse", "s", text)
