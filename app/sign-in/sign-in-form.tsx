"use client"

import { KeyRound } from "lucide-react"
import { type FormEvent, useState } from "react"
import { Button } from "@/components/ui/button"
import { FormError } from "@/components/ui/form-error"
import { TextField } from "@/components/ui/text-field"
import { signInMessage } from "@/lib/identity/users/sign-in-failures"

interface SignInFormProps {
  returnTo: string
  /** Why the last attempt failed, as reported by the identity provider's redirect. */
  rejection: string | null
  singleSignOn: boolean
}

export function SignInForm({ returnTo, rejection, singleSignOn }: SignInFormProps) {
  const [busy, setBusy] = useState<"password" | "provider" | null>(null)
  const [error, setError] = useState<Error | null>(rejection === null ? null : new Error(rejection))

  async function attempt(by: "password" | "provider", work: () => Promise<void>) {
    setBusy(by)
    setError(null)
    try {
      await work()
    } catch (failure) {
      setError(failure instanceof Error ? failure : new Error(String(failure)))
      setBusy(null)
    }
  }

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const credentials = { email: String(form.get("email")), password: String(form.get("password")) }
    void attempt("password", () => signInWithPassword(credentials, returnTo))
  }

  return (
    <div className="flex w-full max-w-80 flex-col gap-4 rounded-md border border-line bg-surface p-5">
      <FormError error={error} />
      <form method="post" onSubmit={submit} className="flex flex-col gap-4">
        <TextField
          label="Email address"
          name="email"
          type="email"
          autoComplete="username"
          required
          autoFocus
        />
        <TextField
          label="Password"
          name="password"
          type="password"
          autoComplete="current-password"
          maxLength={200}
          required
        />
        <Button type="submit" variant="primary" loading={busy === "password"}>
          Sign in
        </Button>
      </form>
      {singleSignOn && (
        <>
          <p className="flex items-center gap-3 text-xs text-muted before:h-px before:flex-1 before:bg-line after:h-px after:flex-1 after:bg-line">
            or
          </p>
          <Button
            icon={<KeyRound size={14} />}
            loading={busy === "provider"}
            onClick={() => void attempt("provider", () => signInAtProvider(returnTo))}
          >
            Single sign-on
          </Button>
        </>
      )}
    </div>
  )
}

const noResponse = "The server did not respond. Check your connection and try again."

/** Signs in and navigates to the page; throws an Error with a message to display. */
async function signInWithPassword(
  credentials: { email: string; password: string },
  returnTo: string,
): Promise<void> {
  const outcome = await loadSignIn()
    .then((signIn) => signIn("credentials", { ...credentials, redirect: false, callbackUrl: returnTo }))
    .catch(() => undefined)
  if (outcome === undefined) throw new Error(noResponse)
  if (outcome.error) throw new Error(signInMessage(outcome.error))
  // A full navigation, so that no state of the signed-out page stays in memory.
  window.location.assign(returnTo)
}

async function signInAtProvider(returnTo: string): Promise<void> {
  await loadSignIn()
    .then((signIn) => signIn("oidc", { callbackUrl: returnTo }))
    .catch(() => {
      throw new Error(noResponse)
    })
}

// Loaded on sign-in only: it is as large as the rest of the page's script.
async function loadSignIn() {
  return (await import("next-auth/react")).signIn
}
