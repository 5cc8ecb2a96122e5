"""What things are called: the look-up tables from which Petri learns to recognise a subject."""

from __future__ import annotations

import re

from bot.knowledge.model import Organisation, Programme, Subject
from bot.knowledge.store import Knowledge

# The table of words that are no typing errors; see SubjectMatcher.
ORDINARY_WORDS = "ordinary_words"

# Words for many of a kind. They name no subject, but they do say what a question is about; `sector` does so less.
GENERIC_NAMES = {
    "generic:occupation": ["analist", "analisten", "analiste", "anelist", "annalist", "labanalist", "lab analist"],
    "generic:vmbo": ["vmbo", "vmbo'er", "het vmbo", "vmbo leerling"],
    "sector:mbo": ["mbo"],
}

_WORD = re.compile(r"[^\W\d_]{2,}")


def lookup_tables(knowledge: Knowledge) -> dict[str, list[str]]:
    """What each subject is called, as `<kind>:<id>` → names; and the ordinary words of our own texts."""
    tables = {
        f"{kind}:{subject_id}": names(subject_id, subject)
        for kind, subjects in knowledge.subjects.items()
        for subject_id, subject in subjects.items()
    }
    tables |= {f"term:{i}": [term.name, *term.synonyms] for i, term in knowledge.terms.items()}
    tables |= {f"interest:{i}": [each.name, *each.synonyms] for i, each in knowledge.interests.items()}
    tables["elsewhere:occupation"] = knowledge.elsewhere.occupations
    tables["elsewhere:programme"] = knowledge.elsewhere.programmes
    tables.update(GENERIC_NAMES)
    texts = [fact.text for fact in knowledge.all_facts()]
    texts += [answer.text for answer in knowledge.answers.values()]
    tables[ORDINARY_WORDS] = sorted({word for text in texts for word in _WORD.findall(text.casefold())})
    return tables


def names(subject_id: str, subject: Subject) -> list[str]:
    """All names of a subject; its id is one too. '(…)' in a name is a name of its own if it is one word."""
    outside = re.sub(r"\s*\(.*?\)", "", subject.name)
    inside = [name for name in re.findall(r"\((.*?)\)", subject.name) if len(name.split()) == 1]
    formerly = subject.formerly if isinstance(subject, Organisation) else []
    known = [outside, *inside, subject_id, *subject.synonyms, *formerly]
    if isinstance(subject, Programme) and subject.town:
        # 'BML Rotterdam' is also 'BML in Rotterdam'.
        known += [re.sub(rf" {subject.town}$", f" in {subject.town}", each, flags=re.IGNORECASE) for each in known]
    return list(dict.fromkeys(known))
