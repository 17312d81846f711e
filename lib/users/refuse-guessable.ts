import { isGuessable } from "@/lib/auth/password-strength"
import { invalid } from "@/lib/errors"

/** Throws a 422 at `pointer` for a password that is common, patterned or made of the person's own name or address. */
export function refuseGuessable(
  pointer: string,
  password: string,
  person: { email: string; name: string },
): void {
  if (!isGuessable(password, person)) return
  throw invalid(
    pointer,
    "This password is too easy to guess. Use several unrelated words, and not your name or e-mail address.",
    "weak_password",
  )
}
