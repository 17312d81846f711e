import { isGuessable } from "./password-strength"

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
