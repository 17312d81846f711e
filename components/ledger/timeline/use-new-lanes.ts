"use client"

import { useRouter } from "next/navigation"
import { useRef } from "react"
import { useLiveEvent } from "@/components/layout/live"
import { deploymentOf } from "@/components/ledger/deployments/deployment-of-event"
import type { LaneName } from "@/lib/ledger/deployments/list-lanes"

/** Reloads the lanes when something is deployed in a lane that does not exist yet, including the very first record. */
export function useNewLanes(lanes: readonly LaneName[]): void {
  const router = useRouter()
  const requested = useRef(new Set<string>())
  useLiveEvent((event) => {
    const deployment = deploymentOf(event)
    if (deployment === null) return
    const { application, environment } = deployment
    const name = `${application}\n${environment}`
    const isKnown = lanes.some((lane) => lane.application === application && lane.environment === environment)
    if (isKnown || requested.current.has(name)) return
    requested.current.add(name)
    router.refresh()
  })
}
