"""Which section of a note (DESIGN 9) a heading begins, by likeness to how such headings read."""

import re
from collections import Counter
from collections.abc import Mapping
from functools import cache

from dialogues.summaries.models import SectionKind
from dialogues.support.texts import folded

PHRASES: Mapping[str, Mapping[SectionKind, tuple[str, ...]]] = {
    "ar": {
        SectionKind.PARTICIPATION: (
            "مشاركة البلدان في عمل التحالفات",
            "كيف تشارك البلدان",
            "انخراط الدول في الائتلافات",
            "المشاركة القطرية",
        ),
        SectionKind.COALITIONS: (
            "ما قالته التحالفات",
            "مداخلات ممثلي التحالفات",
            "كلمات ممثلي ائتلافات العمل",
            "تعليقات ممثلي التحالفات",
        ),
        SectionKind.HUB: (
            "التوقعات من مركز التنسيق",
            "ما هو متوقع من المركز",
            "التطلعات إلى المركز",
        ),
        SectionKind.NEEDS: (
            "احتياجات منظمي الحوارات الوطنيين",
            "ما يحتاجه منظمو الحوارات",
            "احتياجات المنسقين الوطنيين",
        ),
        SectionKind.CLOSING: (
            "الختام",
            "كلمة ختامية",
            "كلمات ختامية",
            "الملاحظات الختامية",
            "الخلاصة",
        ),
        SectionKind.NEXT: ("الحوار القادم", "الحوار المقبل", "الحوار التالي"),
    },
    "zh": {
        SectionKind.PARTICIPATION: ("国家参与联盟工作", "各国如何参与", "国家的参与"),
        SectionKind.COALITIONS: ("联盟代表的发言", "联盟的发言", "行动联盟的意见", "联盟表示"),
        SectionKind.HUB: ("对协调中心的期望", "对中心的期望", "期待协调中心"),
        SectionKind.NEEDS: ("国家召集人需求", "召集人的需要", "国家召集人需要什么"),
        SectionKind.CLOSING: ("结束语", "闭幕词", "总结", "闭幕", "结语"),
        SectionKind.NEXT: ("下一次对话", "下次对话", "下一次粮食系统解决方案对话"),
    },
    "en": {
        SectionKind.PARTICIPATION: (
            "How countries take part",
            "Country participation in the work of coalitions",
            "Country engagement with coalitions",
            "National engagement",
        ),
        SectionKind.COALITIONS: (
            "What the coalitions said",
            "Interventions by coalition representatives",
            "Statements by representatives of coalitions",
            "Remarks from the coalitions",
        ),
        SectionKind.HUB: (
            "What is expected of the Hub",
            "Expectations of the Coordination Hub",
            "Expectations for the Hub",
        ),
        SectionKind.NEEDS: (
            "What convenors need",
            "Needs of national convenors",
            "National convenor needs and requests",
        ),
        SectionKind.CLOSING: ("Closing words", "Closing remarks", "Conclusion", "Closing"),
        SectionKind.NEXT: ("The next Dialogue", "Next Food Systems Solutions Dialogue"),
    },
    "fr": {
        SectionKind.PARTICIPATION: (
            "Participation des pays aux travaux des coalitions",
            "Comment les pays participent",
            "Engagement des pays dans les coalitions",
        ),
        SectionKind.COALITIONS: (
            "Interventions des représentants des coalitions",
            "Ce que les coalitions ont dit",
            "Déclarations des coalitions",
        ),
        SectionKind.HUB: (
            "Attentes à l'égard du Pôle de coordination",
            "Ce qui est attendu du Pôle",
            "Attentes vis-à-vis du Pôle",
            "Attentes envers le Centre de coordination",
        ),
        SectionKind.NEEDS: (
            "Besoins des coordonnateurs nationaux",
            "Ce dont les organisateurs nationaux ont besoin",
            "Besoins des facilitateurs nationaux",
        ),
        SectionKind.CLOSING: ("Mot de clôture", "Conclusion", "Remarques finales", "Clôture"),
        SectionKind.NEXT: ("Le prochain Dialogue", "Prochain dialogue"),
    },
    "ru": {
        SectionKind.PARTICIPATION: (
            "Участие стран в работе коалиций",
            "Как участвуют страны",
            "Взаимодействие стран с коалициями",
        ),
        SectionKind.COALITIONS: (
            "Выступления представителей коалиций",
            "Что сказали коалиции",
            "Заявления коалиций",
        ),
        SectionKind.HUB: (
            "Ожидания от Координационного центра",
            "Чего ждут от Центра",
            "Ожидания в отношении Центра",
        ),
        SectionKind.NEEDS: (
            "Потребности национальных координаторов",
            "В чем нуждаются организаторы",
            "Нужды национальных организаторов диалогов",
        ),
        SectionKind.CLOSING: ("Заключительное слово", "Заключение", "Закрытие", "Итоги"),
        SectionKind.NEXT: ("Следующий Диалог", "Очередной диалог"),
    },
    "es": {
        SectionKind.PARTICIPATION: (
            "Participación de los países en la labor de las coaliciones",
            "Cómo participan los países",
            "Compromiso de los países con las coaliciones",
        ),
        SectionKind.COALITIONS: (
            "Intervenciones de los representantes de las coaliciones",
            "Lo que dijeron las coaliciones",
            "Declaraciones de las coaliciones",
        ),
        SectionKind.HUB: (
            "Expectativas respecto del Centro de Coordinación",
            "Lo que se espera del Centro",
            "Expectativas sobre el Centro",
        ),
        SectionKind.NEEDS: (
            "Necesidades de los convocantes nacionales",
            "Lo que necesitan los convocantes",
            "Necesidades de los coordinadores nacionales",
        ),
        SectionKind.CLOSING: (
            "Palabras de clausura",
            "Palabras finales",
            "Conclusión",
            "Cierre",
            "Clausura",
        ),
        SectionKind.NEXT: ("El próximo Diálogo", "Próximo diálogo"),
    },
}
"""By language and kind, how such headings read; the first is how we write one ourselves."""
ALIKE = 0.6
"""From which likeness on a heading is taken for one of its kind."""
_NUMBERING = re.compile(
    r"^\s*(?:[\divx]{1,4}[.)、]|[(（]?[\d一二三四五六七八九十]+[)）、.])\s*", re.I
)
_WORD = re.compile(r"\w+")
_SMALL = 2
"""Letters of words that say little: articles and prepositions."""
_STEM = 5
"""Letters of a word that its endings leave alone."""


def kind_of(heading: str, language: str) -> tuple[SectionKind, float]:
    """Of which kind the section under a heading is, and how like such headings it is, from 0 to 1.

    ``OTHER`` where it is like none.
    """
    parts = _parts(heading, language)
    likeness, _order, kind = max(
        (_likeness(parts, known), -order, kind)
        for order, (kind, known) in enumerate(_known(language))
    )
    return (kind, likeness) if likeness >= ALIKE else (SectionKind.OTHER, likeness)


@cache
def _known(language: str) -> list[tuple[SectionKind, Counter[str]]]:
    return [
        (kind, _parts(phrase, language))
        for kind, phrases in PHRASES[language].items()
        for phrase in phrases
    ]


def _parts(heading: str, language: str) -> Counter[str]:
    """What is compared: the beginnings of words, or of Chinese, characters in twos and alone."""
    plain = folded(_NUMBERING.sub("", heading))
    words = _WORD.findall(plain)
    if language == "zh":
        text = "".join(words).replace("的", "")
        return Counter([*text, *(text[at : at + 2] for at in range(len(text) - 1))])
    if language == "ar":
        words = [re.sub("^(?:وال|بال|ال|لل)", "", word) for word in words]
    return Counter(word[:_STEM] for word in words if len(word) > _SMALL)


def _likeness(one: Counter[str], other: Counter[str]) -> float:
    """Dice's coefficient."""
    return 2 * (one & other).total() / max(1, one.total() + other.total())
