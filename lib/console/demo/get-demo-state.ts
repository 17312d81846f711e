import type { Actor } from "@/lib/identity/auth/actor"
import { type DemoState, readDemoState } from "./demo-state"

/** Whether the console shows demo data. */
export async function getDemoState(_actor: Actor): Promise<DemoState> {
  return { present: (await readDemoState())?.present ?? false }
}
