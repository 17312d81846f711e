import { z } from "zod"
import { type Actor, actorKinds } from "@/lib/identity/auth/actor"

const requesterSchema = z.strictObject({
  kind: z.enum(actorKinds),
  id: z.string(),
  name: z.string(),
  requestId: z.string().nullable(),
  address: z.string().nullable(),
})
type Requester = z.infer<typeof requesterSchema>

export function requesterOf({ kind, id, name, requestId, address }: Actor): Requester {
  return { kind, id, name, requestId, address }
}

/** The requester of an operation, for the audit of its outcome; without scopes, as nothing is authorized by them anymore. */
export function actorOf(requester: unknown): Actor {
  return { ...requesterSchema.parse(requester), scopes: [], environmentIds: null, tenantIds: null }
}

/** Like `actorOf`, limited to one tenant if the requester was limited to some. */
export function limitedActorOf(
  { limited }: { limited: boolean },
  requester: unknown,
  tenantId: string,
): Actor {
  return { ...actorOf(requester), tenantIds: limited ? [tenantId] : null }
}
