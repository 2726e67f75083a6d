"""Numbers in words, as notes use them; Chinese is read by its numerals."""

from collections.abc import Mapping


def _numbered(first: int, words: str) -> dict[str, int]:
    """Words in a row, forms of one number with slashes between."""
    return {
        form: first + place
        for place, forms in enumerate(words.split())
        for form in forms.split("/")
    }


def _tens(words: str) -> dict[str, int]:
    return {form: value * 10 for form, value in _numbered(2, words).items()}


_ORDINALS = {
    "en": _numbered(
        1,
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth"
        " thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth",
    ),
    "fr": _numbered(
        1,
        "premier/première deuxième/second/seconde troisième quatrième cinquième sixième septième"
        " huitième neuvième dixième onzième douzième",
    ),
    "es": _numbered(
        1,
        "primer/primero/primera segundo/segunda tercer/tercero/tercera cuarto/cuarta quinto/quinta"
        " sexto/sexta séptimo/séptima octavo/octava noveno/novena décimo/décima",
    ),
    "ru": _numbered(
        1,
        "первый/первая/первое/первого/первой/первом/первым/первых"
        " второй/вторая/второе/второго/втором/вторым/вторых"
        " третий/третья/третье/третьего/третьей/третьем/третьих"
        " четвертый/четвертая/четвертого/четвертой пятый/пятая/пятого/пятой"
        " шестой/шестая/шестого седьмой/седьмая/седьмого восьмой/восьмая/восьмого"
        " девятый/девятая/девятого десятый/десятая/десятого",
    ),
    "ar": _numbered(
        1,
        "أول/أولى/الأول/الأولى الثاني/الثانية الثالث/الثالثة الرابع/الرابعة الخامس/الخامسة"
        " السادس/السادسة السابع/السابعة الثامن/الثامنة التاسع/التاسعة العاشر/العاشرة",
    ),
}
_CARDINALS: Mapping[str, Mapping[str, int]] = {
    "en": _numbered(
        1,
        "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
        " sixteen seventeen eighteen nineteen",
    )
    | _tens("twenty thirty forty fifty sixty seventy eighty ninety")
    | {"both": 2, "dozen": 12, "hundred": 100, "thousand": 1000},
    "fr": _numbered(
        1,
        "un/une deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze"
        " seize dix-sept dix-huit dix-neuf vingt",
    )
    | _tens("vingt trente quarante cinquante soixante soixante-dix quatre-vingt/quatre-vingts")
    | {"quatre-vingt-dix": 90, "cent": 100, "mille": 1000, "dizaine": 10, "douzaine": 12},
    "es": _numbered(
        1,
        "un/uno/una dos/ambos/ambas tres cuatro cinco seis siete ocho nueve diez once doce trece"
        " catorce quince dieciséis diecisiete dieciocho diecinueve veinte"
        " veintiuno/veintiún/veintiuna veintidós veintitrés veinticuatro veinticinco veintiséis"
        " veintisiete veintiocho veintinueve",
    )
    | _tens("veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa")
    | {"cien": 100, "ciento": 100, "mil": 1000, "decena": 10, "docena": 12},
    "ru": _numbered(
        1,
        "один/одна/одно/одного/одной/одному/одном/одним"
        " два/две/двух/двум/двумя/оба/обе/обеих/обоих/двое"
        " три/трех/трёх/трем/трём/тремя/трое четыре/четырех/четырёх/четырем/четырём/четырьмя"
        " пять/пяти/пятью шесть/шести/шестью семь/семи/семью восемь/восьми/восемью"
        " девять/девяти/девятью десять/десяти/десятью одиннадцать/одиннадцати"
        " двенадцать/двенадцати тринадцать/тринадцати четырнадцать/четырнадцати"
        " пятнадцать/пятнадцати шестнадцать/шестнадцати семнадцать/семнадцати"
        " восемнадцать/восемнадцати девятнадцать/девятнадцати",
    )
    | _tens(
        "двадцать/двадцати тридцать/тридцати сорок/сорока пятьдесят/пятидесяти"
        " шестьдесят/шестидесяти семьдесят/семидесяти восемьдесят/восьмидесяти девяносто/девяноста"
    )
    | {"сто": 100, "ста": 100, "тысяча": 1000, "тысячи": 1000, "десяток": 10},
    "ar": _numbered(
        1,
        "واحد/واحدة/واحدا/أحد/إحدى اثنان/اثنين/اثنتان/اثنتين/كلا/كلتا ثلاثة/ثلاث أربعة/أربع"
        " خمسة/خمس ستة/ست سبعة/سبع ثمانية/ثمان/ثماني تسعة/تسع عشرة/عشر",
    )
    | {"أحد عشر": 11, "إحدى عشرة": 11, "اثنا عشر": 12, "اثني عشر": 12, "اثنتا عشرة": 12}
    | _tens(
        "عشرون/عشرين ثلاثون/ثلاثين أربعون/أربعين خمسون/خمسين ستون/ستين سبعون/سبعين"
        " ثمانون/ثمانين تسعون/تسعين"
    )
    | {"مائة": 100, "مئة": 100, "ألف": 1000},
}
WORDS: Mapping[str, Mapping[str, int]] = {
    code: {**_ORDINALS[code], **_CARDINALS[code]} for code in _CARDINALS
}
"""By language, what a word in lower case means."""

_ALSO_OTHERS = {
    "en": {"dozen", "hundred", "thousand"},
    "fr": {"neuf", "cent", "mille", "dizaine", "douzaine"},
    "es": {"cien", "ciento", "mil", "decena", "docena", "once"},
    "ru": {"семью", "сорок", "сорока", "сто", "ста", "тысяча", "тысячи", "десяток", "пятью"},
    "ar": {"ثلاث", "أربع", "خمس", "ست", "سبع", "ثمان", "ثماني", "تسع", "عشر", "مائة", "مئة", "ألف"},
}
UNCERTAIN: Mapping[str, frozenset[str]] = {
    code: frozenset({*_ORDINALS[code], *_ALSO_OTHERS[code]}) for code in _ORDINALS
}
"""Words that mean other things as well, or that other languages say otherwise."""

SCALES: Mapping[str, tuple[tuple[str, int], ...]] = {
    "en": (
        ("thousand", 10**3),
        ("millions?", 10**6),
        ("billions?", 10**9),
        ("trillions?", 10**12),
    ),
    "fr": (("mille", 10**3), ("millions?", 10**6), ("milliards?", 10**9), ("billions?", 10**12)),
    "es": (
        ("mil millones", 10**9),
        ("mil", 10**3),
        ("mill[oó]n(?:es)?", 10**6),
        ("bill[oó]n(?:es)?", 10**12),
    ),
    "ru": (
        (r"тыс\.?|тысяч\w*", 10**3),
        (r"млн\.?|миллион\w*", 10**6),
        (r"млрд\.?|миллиард\w*", 10**9),
        (r"трлн\.?|триллион\w*", 10**12),
    ),
    "ar": (
        ("ألف|ألفا|آلاف", 10**3),
        ("مليون|مليونا|ملايين", 10**6),
        ("مليار|مليارا|مليارات|بليون|بلايين", 10**9),
        ("تريليون|تريليونات", 10**12),
    ),
}
"""Words that multiply the number before them."""
