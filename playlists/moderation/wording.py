"""The rules, and what moderators do, in plain words: for pages, mails and the message that a moderator begins with."""

from __future__ import annotations

from accounts.sanctions import until_words
from playlists.moderation.models import SANCTIONS, Act, Decision, Rule

RULES: dict[Rule, str] = {
    Rule.SPAM: "This is a room to listen in. Titles, descriptions and profiles are for music and for you; what sells "
    "something, or says the same all over the place, has no business there.",
    Rule.ABUSE: "Nobody is insulted, threatened or looked down upon for who they are. That goes for titles and "
    "descriptions as it does for names and profiles.",
    Rule.SEXUAL: "Everybody comes here, of any age. Keep what you write free of sexual content.",
    Rule.PRIVATE: "Names, addresses, numbers and whatever else lets strangers find a person are theirs to tell. "
    "Don't write them down for somebody else.",
    Rule.RIGHTS: "What is made here is free for everybody. Don't put in what belongs to somebody else: their melody, "
    "their words, their name.",
    Rule.RIGGED: "Votes and likes say what people like. Several accounts of one person, votes that were paid for and "
    "rings of friends who vote for each other don't.",
    Rule.OTHER: "What harms people or the site and has no name above. Moderators say in their own words what it was.",
}
"""What is asked of everybody: a paragraph a rule."""
DONE: dict[Act, str] = {
    Act.DISMISS: "Nothing was done",
    Act.WARN: "Warned",
    Act.HIDE: "Hidden",
    Act.DELETE: "Deleted",
    Act.SILENCE: "Silenced",
    Act.SUSPEND: "Suspended",
    Act.DISCARD: "Votes don't count",
}
"""What was done, said of the thing or of whose it is."""
_WHY: dict[Rule, str] = {
    Rule.SPAM: "What it says is advertising, and this is a room to listen in.",
    Rule.ABUSE: "What it says insults or threatens people.",
    Rule.SEXUAL: "What it says is sexual, and everybody comes here.",
    Rule.PRIVATE: "It tells strangers how to find a person.",
    Rule.RIGHTS: "It holds what belongs to somebody else.",
    Rule.RIGGED: "Its votes or likes are not those of people who like it.",
    Rule.OTHER: "It does harm to people or to the site.",
}
_THEREFORE: dict[Act, str] = {
    Act.WARN: "Please change it, and mind it from now on.",
    Act.HIDE: "So we have hidden it.",
    Act.DELETE: "So it will be deleted.",
    Act.SILENCE: "It was not the first time, so you are silenced for a while.",
    Act.SUSPEND: "It was not the first time, so your account is suspended.",
}


def why(rule: str) -> str:
    """The sentence of a moderator's message that names the reason."""
    return _WHY[Rule(rule)]


def therefore(act: str) -> str:
    """The sentence that names what follows; "" for acts that concern nobody."""
    return _THEREFORE.get(Act(act), "")


def first_message(act: str, rule: str) -> str:
    """What a moderator begins with when they write to the person concerned; "" if nobody is written to."""
    return f"{why(rule)} {therefore(act)}" if act in SANCTIONS else ""


def meaning(decision: Decision) -> str:
    """What a decision means for the person concerned, while it stands."""
    until = until_words(decision.until) if decision.until else ""
    deleted = f"It will be deleted on {decision.deletes.day} {decision.deletes:%B %Y}." if decision.deletes else ""
    told = {
        Act.WARN: "This is a warning: nothing was taken from you.",
        Act.HIDE: "It is hidden from everybody but you.",
        Act.DELETE: f"It is hidden from everybody but you. {deleted}",
        Act.SILENCE: f"You are silenced {until}: you can listen, and make things for yourself.",
        Act.SUSPEND: f"Your account is suspended {until}: you can't log in, and what you made public is out of sight. "
        f"{deleted}",
    }
    return told.get(Act(decision.act), "").strip()
