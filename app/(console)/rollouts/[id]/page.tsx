import { HydrationBoundary } from "@tanstack/react-query"
import type { Metadata } from "next"
import { rolloutQuery } from "@/components/rollouts/rollout-queries"
import { hydrate } from "@/lib/api/hydrate"
import { may } from "@/lib/auth/actor"
import { readRollout } from "./read-rollout"
import { RolloutView } from "./rollout-view"

type Props = { params: Promise<{ id: string }> }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { rollout } = await readRollout((await params).id)
  return { title: `Rollout of ${rollout.chartName} ${rollout.targetVersion}` }
}

export default async function RolloutPage({ params }: Props) {
  const { id } = await params
  const { actor, rollout } = await readRollout(id)
  const state = await hydrate((client) => [
    client.prefetchQuery({ ...rolloutQuery(id), queryFn: () => rollout }),
  ])
  return (
    <HydrationBoundary state={state}>
      <RolloutView id={id} mayChange={may(actor, "releases:write")} />
    </HydrationBoundary>
  )
}
