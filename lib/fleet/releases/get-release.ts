import type { Actor } from "@/lib/identity/auth/actor"
import { findRelease } from "./find-release"
import type { Release } from "./schema"
import { toRelease } from "./to-release"

export async function getRelease(actor: Actor, id: string): Promise<Release> {
  return toRelease(await findRelease(actor, id))
}
