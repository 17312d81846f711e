import { systemActor } from "@/lib/identity/auth/actor"
import type { EventSystem } from "@/lib/ledger/event-sources/systems"
import { createEventSource } from "@/lib/ledger/event-sources/write-event-source"

/** A new event source, and its secret. */
export function newEventSource(
  system: EventSystem,
  limits: { name?: string; application?: string; environments?: string[] } = {},
): Promise<{ id: string; name: string; secret: string }> {
  const { name = `source ${crypto.randomUUID()}`, application = null, environments = [] } = limits
  return createEventSource(systemActor("test"), { name, system, application, environments })
}
