import { notFound } from "next/navigation"
import { cache } from "react"
import { z } from "zod"
import { getRelease } from "@/lib/fleet/releases/find-release"
import { requirePageUser } from "@/lib/identity/auth/page-actor"
import { DomainError } from "@/lib/platform/errors"

/** Cached so that the title and the page share one read. An invalid or invisible id renders the not-found page. */
export const readRelease = cache(async (id: string) => {
  const { actor } = await requirePageUser()
  if (!z.uuid().safeParse(id).success) notFound()
  try {
    return { actor, release: await getRelease(actor, id) }
  } catch (error) {
    if (error instanceof DomainError && error.kind === "not_found") notFound()
    throw error
  }
})
