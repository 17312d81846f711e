import { say } from "@/tools/launch/say"

/** Runs a function in this process. It is imported lazily, because it opens the database that the launcher configured. */
async function withVerb<T>(verb: () => Promise<T>): Promise<T> {
  const { disconnect } = await import("@/lib/platform/db/client")
  return verb().finally(disconnect)
}

/** Creates the first admin if there is no account. Its password is not stored in plain text, so it is shown right away. */
export function makeFirstAdmin(): Promise<{ email: string; password: string } | null> {
  return withVerb(async () => (await import("@/lib/identity/users/ensure-first-admin")).ensureFirstAdmin())
}

/** Adds the demo data to a new installation, or removes it with SLIPWAY_DEMO=0; packages the sandbox's charts. */
export async function ensureDemoData(): Promise<void> {
  await (await import("@/lib/console/demo/pack-demo-charts")).ensureDemoCharts()
  return withVerb(async () => (await import("@/lib/console/demo/ensure-demo-data")).ensureDemoData())
}

export function welcome(url: string, admin: { email: string; password: string } | null): void {
  say("")
  say(`Slipway is ready: ${url}`)
  if (admin === null) say("Sign in with your account. Admins find all accounts in Settings, Users.")
  else say(`Sign in as ${admin.email} with the password ${admin.password} (shown only once).`)
  say("Press Ctrl-C to stop it.")
}
