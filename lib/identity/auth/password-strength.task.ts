import { ZxcvbnFactory } from "@zxcvbn-ts/core"
import { adjacencyGraphs, dictionary } from "@zxcvbn-ts/language-common"

/** `isGuessable` in a worker thread: creating the estimator takes tens of milliseconds. */
export default function guessableTask({
  password,
  person,
}: {
  password: string
  person: { email: string; name: string }
}): boolean {
  return isGuessable(password, person)
}

/** On the library's scale from 0 to 4; 3 means more than 10^8 guesses. */
const minScore = 3

/** The check takes superlinear time, and a password that is weak up to this length is rejected anyway. */
const maxCheckedLength = 32

let estimator: ZxcvbnFactory | undefined

/**
 * Whether a password is easy to guess: common passwords and their variations, repetitions, sequences, keyboard patterns,
 * and the user's own name or email address.
 */
export function isGuessable(password: string, person: { email: string; name: string }): boolean {
  estimator ??= new ZxcvbnFactory({ dictionary, graphs: adjacencyGraphs })
  const [localPart = ""] = person.email.split("@")
  const names = [localPart, person.name].flatMap((text) => [
    text,
    text.replace(/\W+/g, ""),
    ...text.split(/\W+/),
  ])
  const guessableWords = [person.email, ...names, "slipway"].filter((text) => text !== "")
  return estimator.check(password.slice(0, maxCheckedLength), guessableWords).score < minScore
}
