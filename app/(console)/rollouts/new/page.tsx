import type { Metadata } from "next"
import { FormDenied } from "@/components/releases/form/form-denied"
import { may } from "@/lib/auth/actor"
import { requirePageUser } from "@/lib/auth/page-actor"
import { NewRolloutView } from "./new-rollout-view"

export const metadata: Metadata = { title: "New rollout" }

export default async function NewRolloutPage() {
  const { actor } = await requirePageUser()
  return (
    <NewRolloutView
      denied={
        may(actor, "releases:write") ? null : <FormDenied what="Rolling out an upgrade" actor={actor} />
      }
    />
  )
}
