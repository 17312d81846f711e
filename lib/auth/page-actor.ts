import { headers } from "next/headers"
import { redirect } from "next/navigation"
import { v7 as uuidv7 } from "uuid"
import { pages } from "@/lib/paths"
import type { Actor } from "./actor"
import { clientAddress } from "./client-address"
import { actorOfUser, type SessionUser, userOfSession } from "./session"

/** proxy.ts says by this request header which page is asked for, since a server component is not told. */
const pathHeader = "x-slipway-path"

export type PageUser = { actor: Actor; user: SessionUser }

/** Who opens this page, for its verbs and its shell; somebody who is not signed in is sent to do so and comes back. */
export async function requirePageUser(): Promise<PageUser> {
  const asked = await headers()
  const user = await userOfSession(asked)
  if (user === null) redirect(pages.signIn(asked.get(pathHeader) ?? undefined))
  const origin = { requestId: asked.get("x-request-id") ?? uuidv7(), address: clientAddress(asked) }
  return { actor: actorOfUser(user, origin), user }
}
