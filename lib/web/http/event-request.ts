import type { Actor } from "@/lib/identity/auth/actor"
import { clientAddress } from "@/lib/identity/auth/client-address"
import type { AnyEndpoint } from "./endpoint"
import type { RouteRequest } from "./http-server/respond-directly"
import { readBytes, rejectCompressedBody } from "./read-body"

/** The body of an event and who signed it; null if the caller is identified like that of any request. */
export async function readSigned(
  { event }: AnyEndpoint,
  request: RouteRequest,
  requestId: string,
): Promise<{ body: Uint8Array; actor: Actor } | null> {
  if (event?.authenticate === undefined) return null
  rejectCompressedBody(request)
  const { headers } = request
  const body = await readBytes(request)
  const actor = await event.authenticate(headers, body, { requestId, address: clientAddress(headers) })
  return { body, actor }
}

/** The Idempotency-Key, or what an event has for it. */
export function idempotencyKeyOf({ event }: AnyEndpoint, { headers }: RouteRequest): string | null {
  const key = headers.get("idempotency-key")
  return key ?? (event?.deliveryId === undefined ? null : headers.get(event.deliveryId))
}
