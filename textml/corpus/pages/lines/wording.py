"""Words and signs by which printed lines are told apart, for the cues of lines and of headlines."""

import re

#: A mark that parts clauses, inside a line.
CLAUSE = re.compile(r"[,。;:](?!$)")
#: A name in brackets behind the last sentence.
SIGNED = re.compile(r"[。!?”][(]\s*[\u3400-\u9fff、 ]{2,24}[)]$")
#: The name of a paper in capitals: T I N G H E.
LETTERS = re.compile(r"[A-Z](?: ?[A-Z]){3,}")
#: Particles and linking words: no headline or paragraph starts with the first, no headline ends with the second.
NEVER_FIRST = frozenset("的了着过们性者等及和与或地得")
NEVER_LAST = frozenset("的和与及在将为对把被从向由于以是并或")
#: Marks that come in pairs.
BRACKETS = (("“", "”"), ("(", ")"), ("《", "》"))
#: Signs that stand before the names of a byline.
BULLETS = "□■◇◆○●▲△"
