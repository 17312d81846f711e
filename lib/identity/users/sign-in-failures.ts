import { tooManyMessage } from "@/lib/identity/auth/too-many-sign-ins"
import { DomainError } from "@/lib/platform/errors"

/**
 * Why a sign-in failed, as the word that next-auth carries to the sign-in page in `?error=`. Only words of this table
 * are shown, so that nobody can put sentences of his own there by a link.
 */
const sentences = {
  CredentialsSignin: "The e-mail address or the password is not right.",
  AccountDisabled: "This account is disabled. Ask an admin.",
  EmailTaken:
    "An account with this e-mail address exists already, and the identity provider does not vouch for the address. Ask an admin.",
  OAuthSignin:
    "The identity provider cannot be reached. Try again shortly, or ask an admin to look at its settings.",
  OAuthCallback: "The identity provider did not confirm this sign-in. Try again.",
  Configuration: "Sign-in is not configured correctly. Ask an admin to look at the log.",
} satisfies Record<string, string>

export type SignInFailure = keyof typeof sentences

const tooMany = /^TooManySignIns\.(\d{1,6})$/

/** The sentence of a failure, or a general one for a word that is not known. */
export function signInMessage(word: string): string {
  const waitSeconds = tooMany.exec(word)?.[1]
  if (waitSeconds !== undefined) return tooManyMessage(Number(waitSeconds))
  return isSignInFailure(word) ? sentences[word] : "The sign-in did not work. Try again."
}

function isSignInFailure(word: string): word is SignInFailure {
  return Object.hasOwn(sentences, word)
}

/** The word for what a verb threw; what nobody foresaw tells nothing. */
export function signInFailureOf(thrown: unknown): string {
  if (!(thrown instanceof DomainError)) return "Callback"
  const { code, retryAfterSeconds } = thrown.details
  if (code === "too_many_sign_ins") return `TooManySignIns.${retryAfterSeconds ?? 60}`
  return (code !== undefined && wordOfCode[code]) || "Callback"
}

const wordOfCode: Record<string, SignInFailure> = {
  wrong_credentials: "CredentialsSignin",
  account_disabled: "AccountDisabled",
  email_taken: "EmailTaken",
}
