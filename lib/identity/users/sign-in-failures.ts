import { DomainError } from "@/lib/platform/errors"
import { formatQuantity } from "@/lib/platform/format"

/**
 * The reason of a failed sign-in, as the code that next-auth passes to the sign-in page in `?error=`. Only messages of
 * this table are shown, so that a crafted link cannot inject text.
 */
const messages = {
  CredentialsSignin: "The email address or password is incorrect.",
  AccountDisabled: "This account is disabled. Ask an admin.",
  EmailTaken:
    "A user with this email address already exists, and the identity provider has not verified the address. Ask an admin.",
  OAuthSignin:
    "The identity provider cannot be reached. Try again shortly, or ask an admin to check the single sign-on settings.",
  OAuthCallback: "The identity provider did not confirm this sign-in. Try again.",
  Configuration: "Sign-in is not configured correctly. Ask an admin to check the log.",
} satisfies Record<string, string>

type SignInFailure = keyof typeof messages

const tooMany = /^TooManySignIns\.(\d{1,6})$/

/** The message for a failure, or a general one for an unknown code. */
export function signInMessage(code: string): string {
  const waitSeconds = tooMany.exec(code)?.[1]
  if (waitSeconds !== undefined) return tooManyMessage(Number(waitSeconds))
  return isSignInFailure(code) ? messages[code] : "Sign-in failed. Try again."
}

function isSignInFailure(code: string): code is SignInFailure {
  return Object.hasOwn(messages, code)
}

/** The code for a thrown error; unexpected errors get a general code. */
export function signInFailureOf(thrown: unknown): string {
  if (!(thrown instanceof DomainError)) return "Callback"
  const { code, retryAfterSeconds } = thrown.details
  if (code === "too_many_sign_ins") return `TooManySignIns.${retryAfterSeconds ?? 60}`
  return (code !== undefined && failureOfCode[code]) || "Callback"
}

const failureOfCode: Record<string, SignInFailure> = {
  wrong_credentials: "CredentialsSignin",
  account_disabled: "AccountDisabled",
  email_taken: "EmailTaken",
}

/** The message for a user who has to wait. */
export function tooManyMessage(waitSeconds: number): string {
  const minutes = Math.max(1, Math.ceil(waitSeconds / 60))
  return `Too many failed sign-ins. Try again in ${formatQuantity(minutes, "minute")}.`
}
