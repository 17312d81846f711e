import { signInMessage } from "@/lib/identity/users/sign-in-failures"

const noAnswer = "The server did not answer. Check the connection and try again."

/** Opens a session and goes on to the page; throws an Error with a sentence for people. */
export async function signInWithPassword(
  given: { email: string; password: string },
  returnTo: string,
): Promise<void> {
  const outcome = await loadSignIn()
    .then((signIn) => signIn("credentials", { ...given, redirect: false, callbackUrl: returnTo }))
    .catch(() => undefined)
  if (outcome === undefined) throw new Error(noAnswer)
  if (outcome.error) throw new Error(signInMessage(outcome.error))
  // A full navigation, so that nothing made for the signed-out person stays in memory.
  window.location.assign(returnTo)
}

/** Leaves for the identity provider. */
export async function signInAtProvider(returnTo: string): Promise<void> {
  await loadSignIn()
    .then((signIn) => signIn("oidc", { callbackUrl: returnTo }))
    .catch(() => {
      throw new Error(noAnswer)
    })
}

// Not before somebody signs in: it is as much script as the rest of the page.
async function loadSignIn() {
  return (await import("next-auth/react")).signIn
}
