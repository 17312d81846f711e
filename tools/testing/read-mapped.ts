import type { MapEvent } from "@/lib/ledger/ingest/mapped-event"

/** The kind of what is mapped, and the values or the reason. */
export function readMapped(map: MapEvent, payload: unknown, headers: Record<string, string> = {}) {
  const mapped = map(payload, new Headers(headers))
  if (mapped.kind === "ignored") return { kind: mapped.kind, reason: mapped.reason }
  const entries = Object.entries(mapped.fields).filter(([, { value }]) => value !== undefined && value !== "")
  return { kind: mapped.kind, ...Object.fromEntries(entries.map(([name, { value }]) => [name, value])) }
}
