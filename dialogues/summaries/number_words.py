"""Numbers in words, as notes use them; Chinese is read by its numerals (``han_numbers``)."""

from collections.abc import Mapping


def _numbered(first: int, words: str, step: int = 1) -> dict[str, int]:
    """Words in a row, forms of one number with slashes between."""
    return {
        form: first + place * step
        for place, forms in enumerate(words.split())
        for form in forms.split("/")
    }


def _declined(stems: Mapping[str, int], endings: str) -> dict[str, int]:
    return {stem + ending: value for stem, value in stems.items() for ending in endings.split("/")}


_RUSSIAN_ORDINALS = _numbered(
    1,
    "перв втор трет четверт пят шест седьм восьм девят десят одиннадцат двенадцат тринадцат"
    " четырнадцат пятнадцат шестнадцат семнадцат восемнадцат девятнадцат двадцат",
) | {"тридцат": 30, "сороков": 40, "пятидесят": 50}
ORDINALS: Mapping[str, Mapping[str, int]] = {
    "en": _numbered(
        1,
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth"
        " thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth",
    )
    | _numbered(20, "twentieth thirtieth fortieth fiftieth", 10),
    "fr": _numbered(
        1,
        "premier/première/unième deuxième/second/seconde troisième quatrième cinquième sixième"
        " septième huitième neuvième dixième onzième douzième treizième quatorzième quinzième"
        " seizième",
    )
    | _numbered(20, "vingtième trentième quarantième cinquantième", 10),
    "es": _numbered(
        1,
        "primer/primero/primera segundo/segunda tercer/tercero/tercera cuarto/cuarta quinto/quinta"
        " sexto/sexta séptimo/séptima octavo/octava noveno/novena décimo/décima",
    )
    | _numbered(20, "vigésimo/vigésima trigésimo/trigésima cuadragésimo/cuadragésima", 10),
    "ru": _declined(_RUSSIAN_ORDINALS, "ый/ой/ая/ое/ого/ому/ом/ым/ую/ые/ых/ыми/ий/ья/ье/ьего/ьей"),
    "ar": _numbered(
        1,
        "أول/أولى/حادي/حادية ثاني/ثانية ثالث/ثالثة رابع/رابعة خامس/خامسة سادس/سادسة سابع/سابعة"
        " ثامن/ثامنة تاسع/تاسعة عاشر/عاشرة",
    ),
}
CARDINALS: Mapping[str, Mapping[str, int]] = {
    "en": _numbered(
        1,
        "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
        " sixteen seventeen eighteen nineteen",
    )
    | _numbered(20, "twenty thirty forty fifty sixty seventy eighty ninety", 10)
    | {"both": 2, "dozen": 12, "hundred": 100},
    "fr": _numbered(
        1,
        "un/une deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze"
        " seize",
    )
    | _numbered(20, "vingt/vingts trente quarante cinquante soixante", 10)
    | {"cent": 100, "cents": 100, "centaine": 100, "douzaine": 12, "quinzaine": 15}
    | _numbered(10, "dizaine vingtaine trentaine quarantaine cinquantaine soixantaine", 10),
    "es": _numbered(
        1,
        "un/uno/una dos/ambos/ambas tres cuatro cinco seis siete ocho nueve diez once doce trece"
        " catorce quince dieciséis diecisiete dieciocho diecinueve veinte"
        " veintiuno/veintiún/veintiuna veintidós veintitrés veinticuatro veinticinco veintiséis"
        " veintisiete veintiocho veintinueve",
    )
    | _numbered(30, "treinta cuarenta cincuenta sesenta setenta ochenta noventa", 10)
    | _numbered(
        100,
        "cien/ciento doscientos/doscientas trescientos/trescientas cuatrocientos/cuatrocientas"
        " quinientos/quinientas seiscientos/seiscientas setecientos/setecientas"
        " ochocientos/ochocientas novecientos/novecientas",
        100,
    )
    | {"decena": 10, "docena": 12, "quincena": 15, "veintena": 20, "centenar": 100},
    "ru": _numbered(
        1,
        "один/одна/одно/одного/одной/одному/одном/одним"
        " два/две/двух/двум/двумя/оба/обе/обеих/обоих/двое три/трех/трем/тремя/трое"
        " четыре/четырех/четырем/четырьмя пять/пяти/пятью шесть/шести/шестью семь/семи/семью"
        " восемь/восьми/восемью девять/девяти/девятью десять/десяти/десятью",
    )
    | _declined(
        _numbered(
            11,
            "одиннадцат двенадцат тринадцат четырнадцат пятнадцат шестнадцат семнадцат восемнадцат"
            " девятнадцат двадцат",
        )
        | {"тридцат": 30},
        "ь/и/ью",
    )
    | _numbered(
        40,
        "сорок/сорока пятьдесят/пятидесяти шестьдесят/шестидесяти семьдесят/семидесяти"
        " восемьдесят/восьмидесяти девяносто/девяноста",
        10,
    )
    | _numbered(
        100,
        "сто/ста двести/двухсот/двумстам триста/трехсот/тремстам четыреста/четырехсот"
        " пятьсот/пятисот шестьсот/шестисот семьсот/семисот восемьсот/восьмисот"
        " девятьсот/девятисот",
        100,
    )
    | {"десяток": 10},
    "ar": _numbered(
        1,
        "واحد/واحدة/واحدا/أحد/إحدى اثنان/اثنين/اثنتان/اثنتين/اثنا/اثني/اثنتا/اثنتي/كلا/كلتا"
        " ثلاثة/ثلاث أربعة/أربع خمسة/خمس ستة/ست سبعة/سبع ثمانية/ثمان/ثماني تسعة/تسع عشرة/عشر",
    )
    | _numbered(
        20,
        "عشرون/عشرين ثلاثون/ثلاثين أربعون/أربعين خمسون/خمسين ستون/ستين سبعون/سبعين"
        " ثمانون/ثمانين تسعون/تسعين",
        10,
    )
    | _numbered(
        100,
        "مائة/مئة مائتان/مائتا/مائتين/مائتي/مئتان/مئتا/مئتين/مئتي ثلاثمائة/ثلاثمئة أربعمائة/أربعمئة"
        " خمسمائة/خمسمئة ستمائة/ستمئة سبعمائة/سبعمئة ثمانمائة/ثمانمئة/ثمانيمائة تسعمائة/تسعمئة",
        100,
    )
    | {"ألفان": 2000, "ألفين": 2000, "ألفي": 2000}
    | {"مليونان": 2 * 10**6, "مليونين": 2 * 10**6, "مليوني": 2 * 10**6}
    | {"ملياران": 2 * 10**9, "مليارين": 2 * 10**9, "ملياري": 2 * 10**9},
}
"""By language, what a word in lower case means; in Russian without ё, in Arabic without article."""
SCALES: Mapping[str, Mapping[str, int]] = {
    "en": {"thousand": 10**3}
    | _declined({"million": 10**6, "billion": 10**9, "trillion": 10**12}, "/s"),
    "fr": {"mille": 10**3}
    | _declined({"million": 10**6, "milliard": 10**9, "billion": 10**12}, "/s"),
    "es": {"mil": 10**3}
    | _numbered(10**6, "millón/millon/millones")
    | _numbered(10**12, "billón/billon/billones"),
    "ru": {"тыс": 10**3, "млн": 10**6, "млрд": 10**9, "трлн": 10**12}
    | _declined({"тысяч": 10**3}, "/а/и/у/е/ей/ам/ами/ах")
    | _declined(
        {"миллион": 10**6, "миллиард": 10**9, "триллион": 10**12}, "/а/у/е/ом/ы/ов/ам/ами/ах"
    ),
    "ar": _numbered(10**3, "ألف/ألفا/آلاف")
    | _numbered(10**6, "مليون/مليونا/ملايين")
    | _numbered(10**9, "مليار/مليارا/مليارات/بليون/بلايين")
    | _numbered(10**12, "تريليون/تريليونات"),
}
"""Words that multiply the number before them."""
ALSO_OTHERS: Mapping[str, frozenset[str]] = {
    "en": frozenset({"dozen", "hundred"}),
    "fr": frozenset({"neuf", "cent", "cents", "dizaine", "douzaine", "quinzaine"})
    | {"vingtaine", "trentaine", "quarantaine", "cinquantaine", "soixantaine", "centaine"},
    "es": frozenset({"cien", "ciento", "decena", "docena", "once"})
    | {"quincena", "veintena", "centenar"},
    "ru": frozenset({"семью", "сорок", "сорока", "сто", "ста", "десяток", "пятью"}),
    "ar": frozenset(
        _numbered(3, "ثلاث أربع خمس ست سبع ثمان/ثماني تسع عشر") | {"مائة": 100, "مئة": 100}
    ),
}
"""Words that mean other things as well, or that other languages say otherwise."""
