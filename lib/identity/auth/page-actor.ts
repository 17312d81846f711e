import { headers } from "next/headers"
import { notFound, redirect } from "next/navigation"
import { cache } from "react"
import { v7 as uuidv7 } from "uuid"
import { z } from "zod"
import { DomainError } from "@/lib/platform/errors"
import { readPosition } from "@/lib/platform/events/event-position"
import { pages } from "@/lib/platform/paths"
import type { Actor } from "./actor"
import { clientAddress } from "./client-address"
import { actorOfUser, type SessionUser, userOfSession } from "./session"

/** Set by proxy.ts to the requested path, which server components cannot read otherwise. */
const pathHeader = "x-slipway-path"

type PageUser = {
  actor: Actor
  user: SessionUser
  /** The position of the event stream before any data of the page was read. */
  streamPosition: string
}

// Shared by the layout and the page, which render in parallel: the stream must start before the reads of the page.
const positionOfRender = cache(readPosition)

/** The signed-in user. Without one, redirects to the sign-in page, and back afterwards. */
export async function requirePageUser(): Promise<PageUser> {
  const received = await headers()
  const [user, streamPosition] = await Promise.all([userOfSession(received), positionOfRender()])
  if (user === null) redirect(pages.signIn(received.get(pathHeader) ?? undefined))
  const origin = { requestId: received.get("x-request-id") ?? uuidv7(), address: clientAddress(received) }
  return { actor: actorOfUser(user, origin), user, streamPosition }
}

/**
 * A read by id that the title and the page of one render share. Renders the not-found page when the id is not a UUID
 * (with `idSchema`: does not match it), or the user cannot see the object.
 */
export function readForPage<T>(
  get: (actor: Actor, id: string) => Promise<T>,
  idSchema: z.ZodType<string> = z.uuid(),
): (id: string) => Promise<{ actor: Actor; entity: T }> {
  return cache(async (id: string) => {
    const { actor } = await requirePageUser()
    if (!idSchema.safeParse(id).success) notFound()
    try {
      return { actor, entity: await get(actor, id) }
    } catch (error) {
      if (error instanceof DomainError && error.kind === "not_found") notFound()
      throw error
    }
  })
}
