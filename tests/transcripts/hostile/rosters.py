"""Tables and rosters that cannot be used, with what is said about them, and odd ones that can."""

from __future__ import annotations

_HEAD = b"First Name,Last Name,Email,Organization\n"
REFUSED: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "table is empty"),
    "only blank lines": (b"\n\n , \n", "No line of the table names its columns"),
    "only headings": (_HEAD, "nobody below them"),
    "no headings": (b"Sam,Okoro\nAnn,Example\n", "First Name and Last Name, or Name"),
    "first names only": (b"First Name,Email\nSam,s@a.example\n", "First Name and Last Name, or Name"),
    "workbook": (b"PK\x03\x04\x14\x00", "save it as CSV UTF-8"),
    "old workbook": (b"\xd0\xcf\x11\xe0\xa1", "save it as CSV UTF-8"),
    "pdf": (b"%PDF-1.7\n", "a PDF"),
    "Latin-1": (_HEAD + b"Si\xe2n,Rhys,,\n", "Line 2 of the table is not UTF-8"),
    "broken UTF-16": (b"\xff\xfeN\x00a\x00m\x00e\x00\n\x00\x00\xd8", "not UTF-8"),
    "nul byte": (_HEAD + b"Sam,Ok\x00oro,,\n", "Line 2 of the table holds a control character"),
    "escape in a name": (_HEAD + b"Ann,Example,,\nSam,\x1b[31mOkoro,,\n", "Line 3 of the table holds a control"),
    "open quotation mark": (_HEAD + b'Ann,Example,,\n"Sam,Okoro,,\nBen,Bell,,\n', "Line 3 of the table cannot be read"),
    "stray quotation mark": (_HEAD + b'"Sam" x,Okoro,,\n', "Line 2 of the table cannot be read"),
    "a comma not in quotes": (_HEAD + b"Sam,Okoro,s@a.example,Larkmoor, Vale\n", "Line 2 of the table has more cells"),
    "shifted by one": (_HEAD + b"Sam,B,Okoro,s@a.example\n", "Line 2 of the table has something else"),
    "no name": (_HEAD + b"Ann,Example,,\n,,,Larkmoor\n", "Line 3 of the table has no name"),
    "a name of dots": (_HEAD + b"...,-,,\n", "Line 2 of the table has no name"),
    "a number for a name": (b"Name,Email\n4711,\n", "Line 2 of the table has no name"),
    "endless name": (b"Name\n" + b"S" * 300 + b"\n", "name of more than 200"),
    "endless cell": (_HEAD + b"Sam,Okoro,," + b"L" * 2_000 + b"\n", "Line 2 of the table has a cell"),
    "endless table": (b"Name\n" + b"Sam Okoro\n" * 20_000, "more than 20,000 lines"),
    "too large": (b"Name\n" + b"a\n" * 3_000_000, "larger than 5 MB"),
    "nested json": (b'{"participants": ' + b"[" * 5_000, "cannot be used"),
    "half a json": (b'{"participants": [', "not JSON"),
    "json of another kind": (b'[{"name": "Sam"}]', "cannot be used"),
    "json without participants": (b"{}", "participants"),
    "json with a stranger": (
        b'{"participants": [{"id": "1", "name": "Sam", "org": "x"}]}',
        "neither in orgs nor in roll",
    ),
    "json with a key too many": (b'{"participants": [], "leak": 1}', "leak"),
}
READ: dict[str, tuple[bytes, list[str]]] = {
    "semicolons": (b"Name;Email\nSam Okoro;s@a.example\n", ["Sam Okoro"]),
    "tabs in UTF-16": ("Name\tEmail\nSiân Rhys\ts@a.example\n".encode("utf-16"), ["Siân Rhys"]),
    "carriage returns": (b"Name,Email\rSam Okoro,\r", ["Sam Okoro"]),
    "a byte order mark": (b"\xef\xbb\xbfName\r\nSam Okoro\r\n", ["Sam Okoro"]),
    "a list of names in a text file": (b"Attendee\nSam Okoro\n\nAnn Example\n", ["Sam Okoro", "Ann Example"]),
    "commas in quotes": (b'Name,Organisation\nSam Okoro,"Larkmoor, Vale & Co"\n', ["Sam Okoro"]),
    "a line end in quotes": (b'Name,Organisation\n"Sam\nOkoro",Larkmoor\n', ["Sam Okoro"]),
    "a row that says Attendee": (b"Name,Role\nSam Okoro,Attendee\nAnn Example,Name\n", ["Sam Okoro", "Ann Example"]),
    "only an address": (b"Name,Email\n,sam.okoro@larkmoor.example\n", ["sam okoro"]),
    "headings in another order and case": (b"SURNAME,E-mail,FORENAME\nOkoro,s@a.example,Sam\n", ["Sam Okoro"]),
    "needless space": (b" First  Name , Last Name \n  Sam , Okoro  \n", ["Sam Okoro"]),
    "a formula": (b"Name,Email\n=1+1 Sam Okoro,\n", ["=1+1 Sam Okoro"]),
    "short rows": (b"Name,Email,Organisation\nSam Okoro\n", ["Sam Okoro"]),
}
