import { ZxcvbnFactory } from "@zxcvbn-ts/core"
import { adjacencyGraphs, dictionary } from "@zxcvbn-ts/language-common"

/** The library's scale from 0 to 4; 3 needs more than 10^8 guesses. */
const minScore = 3

/** Its time grows faster than the length, and a weak password of this length stays weak. */
const maxCheckedLength = 32

let estimator: ZxcvbnFactory | undefined

/**
 * Whether a password is among the first an attacker tries: common ones and their variations, repetitions, sequences and
 * keyboard patterns, and what is known of the person.
 */
export function isGuessable(password: string, person: { email: string; name: string }): boolean {
  estimator ??= new ZxcvbnFactory({ dictionary, graphs: adjacencyGraphs })
  const [localPart = ""] = person.email.split("@")
  const names = [localPart, person.name].flatMap((text) => [
    text,
    text.replace(/\W+/g, ""),
    ...text.split(/\W+/),
  ])
  const known = [person.email, ...names, "slipway"].filter((text) => text !== "")
  return estimator.check(password.slice(0, maxCheckedLength), known).score < minScore
}
