import { say } from "@/tools/launch/say"

/** Runs a verb in this process. It is loaded only now, since it opens the database that the launcher has settled. */
async function withVerb<T>(verb: () => Promise<T>): Promise<T> {
  const { disconnect } = await import("@/lib/platform/db/client")
  return verb().finally(disconnect)
}

/** The account that was made because there was none; its password is kept nowhere, so it has to be shown at once. */
export function makeFirstAdmin(): Promise<{ email: string; password: string } | null> {
  return withVerb(async () => (await import("@/lib/identity/users/ensure-first-admin")).ensureFirstAdmin())
}

/** Lays the demo data into a new installation, or takes them away with SLIPWAY_DEMO=0; packs the sandbox's charts. */
export async function ensureDemoData(): Promise<void> {
  await (await import("@/lib/console/demo/ensure-demo-charts")).ensureDemoCharts()
  return withVerb(async () => (await import("@/lib/console/demo/ensure-demo-data")).ensureDemoData())
}

export function welcome(url: string, admin: { email: string; password: string } | null): void {
  say("")
  say(`Slipway is ready: ${url}`)
  if (admin === null) say("Sign in with the account you have; Settings, Users lists them for an admin.")
  else say(`Sign in as ${admin.email} with the password ${admin.password} (it is shown only this once).`)
  say("Ctrl-C stops it.")
}
