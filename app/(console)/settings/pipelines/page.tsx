import type { Metadata } from "next"
import { may } from "@/lib/identity/auth/actor"
import { requirePageUser } from "@/lib/identity/auth/page-actor"
import { compareImportance } from "@/lib/ledger/environments/promotion-order"
import { readEnvironments } from "@/lib/ledger/environments/read-environments"
import { configuredUrl } from "@/lib/platform/env"
import { PipelinesView } from "./pipelines-view"
import { templates } from "./templates"

export const metadata: Metadata = { title: "Pipelines" }

export default async function PipelinesPage() {
  const { actor } = await requirePageUser()
  const environments = await readEnvironments(actor)
  return (
    <PipelinesView
      templates={templates}
      url={configuredUrl()?.replace(/\/+$/, "") ?? null}
      environments={environments.map(({ name }) => name)}
      usual={environments.toSorted(compareImportance)[0]?.name ?? ""}
      mayCreateToken={may(actor, "admin")}
      mayRecord={may(actor, "deployments:write")}
    />
  )
}
