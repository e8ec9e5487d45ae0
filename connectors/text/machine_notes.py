"""Whether a title is one that a machine gives to notes or a transcript that it wrote itself.

A title is the last resort: what the tool says of a document's maker counts first. The names are as
products write them, seen in titles of files that people publish. Google's begin with the meeting
and its time, and end with a name in the language of the meeting's host, after a hyphen or an en
dash; a calendar attaches them by that name alone.
"""

import re

_GEMINI = (
    *("Notes by Gemini", "Notizen von Gemini", "Gemini-Notizen", "Notes par Gemini"),
    *("Notes de Gemini", "Notas de Gemini", "Anotações do Gemini", "Notas do Gemini"),
    *("Appunti di Gemini", "Note di Gemini", "Notities van Gemini", "Gemini によるメモ"),
    *("Geminiによるメモ", "Gemini가 작성한 회의록", "Gemini 메모"),
)
_TRANSCRIPT = (
    *("Transcript", "Transcript by Gemini", "Transkript", "Transcription", "Transcripción"),
    *("Transcrição", "Trascrizione", "Transcriptie", "文字起こし"),
)
_NOTETAKERS = (
    *("Otter", "Fireflies", "Read AI", "Read.ai", "Fathom", "Granola", "tl;dv", "Avoma", "Tactiq"),
    *("Notta", "Krisp", "MeetGeek", "Sembly", "Supernormal", "Zoom AI Companion", "AI Companion"),
    *("Gemini", "Zoom AI"),
)
"""Products that sit in calls and write."""

_ASSISTANTS = ("Copilot", "ChatGPT", "AI", "transcriber", "RRSAgent", "Zakim", "notetaker", "bot")
"""What else stands as the scribe where no person was one."""

_DASH = "[-\u2010-\u2015\u2212\u301c\uff0d\uff5e~]"
_TIME = r"\d{4}[/_.-]\d{1,2}[/_.-]\d{1,2}\s+\d{1,2}[:_]\d{2}\b"
_END = r"(?:\s*\([^()]{1,30}\))*(?:\.[a-z]{2,4})?$"
_WHAT = r"(?:notes|summary|recap|transcript|minutes|notetaker)"


def _any(names: tuple[str, ...]) -> str:
    return f"(?:{'|'.join(map(re.escape, names))})"


_PRODUCT = rf"{_any(_NOTETAKERS)}(?:\.ai)?"
_TITLES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?:^|{_DASH}\s*){_any(_GEMINI)}{_END}",
        rf"{_DASH}\s*{_any(_TRANSCRIPT)}{_END}",
        rf"{_TIME}.*{_DASH}[^-]*\bGemini[^-]*$",
        rf"\b{_WHAT}\s+(?:by|from|with|via|von|par|por|di)\s+(?:{_PRODUCT}|Copilot){_END}",
        rf"(?:^|{_DASH}\s*|[(\[])\s*{_PRODUCT}\s+(?:AI\s+|meeting\s+)*{_WHAT}\s*[)\]]?{_END}",
        rf"(?:^|{_DASH}\s*)(?:Microsoft\s+)?Copilot\s+meeting\s+{_WHAT}{_END}",
        r"_otter_ai(?:\.[a-z]{2,4})?$",
        r"^meeting summary for .+\(\d{1,2}/\d{1,2}/\d{2,4}\)$",
    )
)
_MACHINE = re.compile(
    rf"(?:google\s+|microsoft\s+|auto(?:matic(?:ally)?)?\s+)?"
    rf"(?:{_PRODUCT}|{_any(_ASSISTANTS)})"
    rf"(?:\s+(?:notetaker|note\s+taker|assistant|bot|meeting\s+notes|{_WHAT}))?",
    re.IGNORECASE,
)


def is_machine_title(title: str) -> bool:
    """Whether a machine gives such titles to what it writes about a call."""
    text = " ".join(title.split())
    return any(pattern.search(text) for pattern in _TITLES)


def is_machine_name(name: str) -> bool:
    """Whether a scribe or guest of this name is a machine that writes notes."""
    return _MACHINE.fullmatch(" ".join(name.split())) is not None
