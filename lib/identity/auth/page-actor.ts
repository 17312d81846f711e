import { headers } from "next/headers"
import { redirect } from "next/navigation"
import { cache } from "react"
import { v7 as uuidv7 } from "uuid"
import { readPosition } from "@/lib/platform/events/read-position"
import { pages } from "@/lib/platform/paths"
import type { Actor } from "./actor"
import { clientAddress } from "./client-address"
import { actorOfUser, type SessionUser, userOfSession } from "./session"

/** proxy.ts says by this request header which page is asked for, since a server component is not told. */
const pathHeader = "x-slipway-path"

export type PageUser = {
  actor: Actor
  user: SessionUser
  /** The position of the event stream before anything on the page was read. */
  liveAfter: string
}

// One for the layout and the page, which render in parallel: the layout's stream begins where the page's reads did.
const positionOfRender = cache(readPosition)

/** Who opens this page, for its verbs and its shell; somebody who is not signed in is sent to do so and comes back. */
export async function requirePageUser(): Promise<PageUser> {
  const asked = await headers()
  const [user, liveAfter] = await Promise.all([userOfSession(asked), positionOfRender()])
  if (user === null) redirect(pages.signIn(asked.get(pathHeader) ?? undefined))
  const origin = { requestId: asked.get("x-request-id") ?? uuidv7(), address: clientAddress(asked) }
  return { actor: actorOfUser(user, origin), user, liveAfter }
}
