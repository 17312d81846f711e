import type guessableTask from "@/lib/identity/auth/password-strength.task"
import { invalid } from "@/lib/platform/errors"
import { threadTask } from "@/lib/platform/threads/thread-task"

const isGuessable = threadTask<typeof guessableTask>("lib/identity/auth/password-strength.task.ts")

/** Throws a 422 at `pointer` for a password that is common, follows a pattern or contains the user's name or email. */
export async function refuseGuessable(
  pointer: string,
  password: string,
  person: { email: string; name: string },
): Promise<void> {
  const { email, name } = person
  if (!(await isGuessable(email, { password, person: { email, name } }))) return
  throw invalid(
    pointer,
    "This password is too easy to guess. Use several unrelated words, and not your name or email address.",
    "weak_password",
  )
}
