"use client"

import { useQuery } from "@tanstack/react-query"
import { createContext, type ReactNode, use } from "react"
import { activeQuarantinesQuery } from "@/components/admin/quarantine/active-quarantines"
import { useReadAfterChange } from "@/components/layout/use-after-change"
import { quarantinedVersion } from "@/lib/policy/quarantine/kinds"
import type { Quarantine } from "@/lib/policy/quarantine/schema"
import { queryKeys } from "@/lib/web/client/query-keys"

/** An image tag of an application, or a version of a chart. */
export type VersionRef =
  | { imageTag: string; application: string }
  | { chartName: string; chartVersion: string }

const Quarantines = createContext<readonly Quarantine[]>([])

/** Reads the active quarantines once for the whole console. */
export function QuarantinesProvider({ children }: { children: ReactNode }) {
  const { data = [] } = useQuery(activeQuarantinesQuery)
  // What runs, what needs attention and what can be chosen depends on it, too.
  useReadAfterChange("quarantine", queryKeys.all)
  return <Quarantines value={data}>{children}</Quarantines>
}

/** The active quarantine of a version; null: none. */
export type FindQuarantine = (version: VersionRef) => Quarantine | null

export function useQuarantines(): FindQuarantine {
  const quarantines = use(Quarantines)
  return (version) => quarantines.find((one) => concerns(one, version)) ?? null
}

export const useQuarantine = (version: VersionRef): Quarantine | null => useQuarantines()(version)

function concerns(quarantine: Quarantine, version: VersionRef): boolean {
  if ("imageTag" in version) {
    const { imageTag, application } = quarantine
    return imageTag === version.imageTag && (application === null || application === version.application)
  }
  const { chartName, chartVersion } = quarantine
  return chartName === version.chartName && chartVersion === quarantinedVersion(version.chartVersion)
}
