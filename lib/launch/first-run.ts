import { say } from "@/lib/launch/say"

/**
 * What a fresh database needs besides its tables: the first admin and the demo data. The verbs are loaded here,
 * since they open the database of DATABASE_URL, which the launcher sets only once it runs.
 */
export async function prepareFirstRun(): Promise<{ email: string; password: string } | null> {
  const { disconnect } = await import("@/lib/db/client")
  try {
    const { ensureFirstAdmin } = await import("@/lib/users/ensure-first-admin")
    return await ensureFirstAdmin()
  } finally {
    await disconnect()
  }
}

export function welcome(url: string, admin: { email: string; password: string } | null): void {
  say("")
  say(`Slipway is ready: ${url}`)
  if (admin === null) say("Sign in with the account you have; Settings, Users lists them for an admin.")
  else say(`Sign in as ${admin.email} with the password ${admin.password} (it is shown only this once).`)
  say("Ctrl-C stops it.")
}
