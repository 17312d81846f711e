import type { Metadata } from "next"
import { targetLabel } from "@/components/fleet/rollouts/rollout-labels"
import { rolloutQuery } from "@/components/fleet/rollouts/rollout-queries"
import { getRollout } from "@/lib/fleet/rollouts/get-rollout"
import { hasScope } from "@/lib/identity/auth/actor"
import { readForPage } from "@/lib/identity/auth/page-actor"
import { Hydrated, preload } from "@/lib/web/client/hydrated"
import { RolloutView } from "./rollout-view"

const readRollout = readForPage(getRollout)

type Props = { params: Promise<{ id: string }> }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { entity: rollout } = await readRollout((await params).id)
  return { title: `Rollout of ${rollout.chartName} ${targetLabel(rollout.targetVersion)}` }
}

export default async function RolloutPage({ params }: Props) {
  const { id } = await params
  const { actor, entity: rollout } = await readRollout(id)
  return (
    <Hydrated reads={[preload(rolloutQuery(id), () => rollout)]}>
      <RolloutView id={id} canChange={hasScope(actor, "releases:write")} />
    </Hydrated>
  )
}
