import type { Actor } from "@/lib/identity/auth/actor"
import { type DemoState, readDemoState } from "./demo-state"

/** Whether what is shown is, in part, demo data. */
export async function getDemoState(_actor: Actor): Promise<DemoState> {
  return { present: (await readDemoState())?.present ?? false }
}
