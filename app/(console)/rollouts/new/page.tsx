import type { Metadata } from "next"
import { may } from "@/lib/auth/actor"
import { requirePageUser } from "@/lib/auth/page-actor"
import { NewRolloutView } from "./new-rollout-view"

export const metadata: Metadata = { title: "New rollout" }

export default async function NewRolloutPage() {
  const { actor } = await requirePageUser()
  return <NewRolloutView mayChange={may(actor, "releases:write")} />
}
