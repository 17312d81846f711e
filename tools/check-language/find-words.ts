/** A word or phrase that technical English does not use, and what to write instead. */
type Avoided = { pattern: RegExp; instead: string }

/** Function words and participles that do not say what a value is. */
const vagueNames =
  "of|about|why|ask|mine|made|back|own|many|most|place|here|there|elsewhere|again|late|take|give|within|until|go|begin|some|wanted|given|asked|known|nothing|everything"
const vagueTypes = "Ask|Asked|Given|Known|Made|Seen|Sent|Wanted"

/** British spellings, apart from the field `colour` of the API and the SQL function neighbour_facts. */
const britishNouns = "behaviour|colour|favour|honour|neighbour"
const britishWords =
  "centre[ds]?|catalogues?|licences?|grey|labell(?:ed|ing)|signall(?:ed|ing)|modell(?:ed|ing)"
const verbStems =
  "author|capital|categor|custom|final|initial|maxim|minim|normal|optim|organ|raster|recogn|serial|summar|synchron|visual"

const avoided: readonly Avoided[] = [
  { pattern: /\b(told|tells?|telling)\b/i, instead: "report, record, send, say which" },
  {
    pattern: /(?<!")\b(nobody|somebody|whoever|no one)\b/i,
    instead: "a user, an admin, the caller, not … by anyone",
  },
  { pattern: /\banew\b/i, instead: "again" },
  { pattern: /\bmend(s|ed|er|ing)?\b/i, instead: "repair, fix" },
  { pattern: /\bmeanwhile\b/i, instead: "in the meantime, by now, while …" },
  { pattern: /\bfor ever\b/i, instead: "forever, permanently" },
  { pattern: /\b(beside|thereof|hitherto|henceforth|thereby)\b/i, instead: "next to, with, apart from" },
  { pattern: /\b(settle[sd]?|settling)\b/i, instead: "reconcile, recompute, resolve, finish" },
  { pattern: /\b(laid|foresaw|forsake|ere|nought|aught)\b/i, instead: "created, written, unexpected" },
  { pattern: /\b(way back|ways back|went back|take(n)? away)\b/i, instead: "rollback, rolled back, removed" },
  {
    pattern:
      /\b(albeit|amid|forthwith|lest|ought|shall|unto|upon|whilst|hence|perchance|seldom|thrice|heed)\b/i,
    instead: "although, during, immediately, so that not, must, on, while, so, rarely",
  },
  {
    pattern: /\b(whence|thence|whither|whereby|wherein|therein|thereafter)\b/i,
    instead: "from which, by which, in which, then",
  },
  { pattern: /\b(at a stretch|in vain|of its own accord)\b/i, instead: "without a pause, without effect" },
  {
    pattern: /\b(asked|said|told|begun|heard)[A-Z]\w*|\b[a-z]+(Asked|Said|Told|Begun|Heard)\b/,
    instead: "a noun of the field, such as requestedAt, message, report or hasStarted",
  },
  {
    pattern: /\b(takeBack|putBack|letGo|giveUp|lookEveryMs|keptOf|places?Of|requirePlace)\b/,
    instead: "cancel, restore, release, abort, poll, or what it returns",
  },
  {
    pattern: new RegExp(
      String.raw`\b(?:const|let) (?:${vagueNames})(?=\s*[:=])|\bfunction (?:${vagueNames})(?=\s*[(<])|\btype (?:${vagueTypes})(?=\s*[<=])`,
    ),
    instead: "a noun that says what the value is",
  },
  { pattern: /\b(?:is)?[uU]sual[A-Z]\w*/, instead: "default, preferred, normal" },
  {
    pattern: /\/\*\* (?:Of|By(?! default)|Those|The same)\b/,
    instead: "a sentence that reads alone, such as Like `findRelease`, Keyed by …, Limits …",
  },
  { pattern: /\bzero of (?:the|these|those|its|them)\b/i, instead: "none of" },
  {
    pattern: new RegExp(
      String.raw`\b(?!(?:colour|neighbour_facts)\b)\w*(?:${britishNouns})\w*|\b(?:${britishWords})\b|\b\w*(?:${verbStems})is(?:e[ds]?|ing|ation)\b`,
      "i",
    ),
    instead: "the American spelling; `colour` is a field of the API",
  },
]

export type Finding = { line: number; word: string; instead: string }

/** The avoided words of a text, by line (from 1). */
export function findWords(text: string): Finding[] {
  return text.split("\n").flatMap((content, index) =>
    avoided.flatMap(({ pattern, instead }) => {
      const word = pattern.exec(content)?.[0]
      return word === undefined ? [] : [{ line: index + 1, word, instead }]
    }),
  )
}
