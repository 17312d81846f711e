import { signInMessage } from "@/lib/identity/users/sign-in-failures"

const noResponse = "The server did not respond. Check your connection and try again."

/** Signs in and navigates to the page; throws an Error with a message to display. */
export async function signInWithPassword(
  given: { email: string; password: string },
  returnTo: string,
): Promise<void> {
  const outcome = await loadSignIn()
    .then((signIn) => signIn("credentials", { ...given, redirect: false, callbackUrl: returnTo }))
    .catch(() => undefined)
  if (outcome === undefined) throw new Error(noResponse)
  if (outcome.error) throw new Error(signInMessage(outcome.error))
  // A full navigation, so that no state of the signed-out page stays in memory.
  window.location.assign(returnTo)
}

/** Redirects to the identity provider. */
export async function signInAtProvider(returnTo: string): Promise<void> {
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
