"use client"

import { stepBehind, type VersionAge, versionAge } from "@/components/fleet/releases/fleet/version-lag"
import { useNow } from "@/components/ui/now"
import { Tooltip } from "@/components/ui/tooltip"
import { ViewerExplanation } from "@/components/ui/viewer-explanation"
import type { FleetVersion } from "@/lib/fleet/releases/fleet-schema"
import { formatQuantity } from "@/lib/platform/format"

/** ↑ and the size of the step to the newest version; renders nothing when the newest runs. */
export function BehindNewest({ standing }: { standing: FleetVersion | null }) {
  const step = stepBehind(standing)
  if (standing === null || step === null) return null
  const versions = formatQuantity(standing.versionsBehind ?? 0, "version")
  return (
    <Tooltip content={`${versions} behind ${standing.newestVersion}, the newest`}>
      <span className="relative z-1 font-sans text-xs text-pending">
        <span aria-hidden="true">↑</span>
        <span className="sr-only">behind by a</span> {step}
      </span>
    </Tooltip>
  )
}

const ageHints: Record<VersionAge["from"], string> = {
  newest: "No newer version has been published",
  superseded: "Since a newer version was published",
  deployed: "Since it was deployed; the publication date of a newer version is unknown",
}

/** The age of the installed version. */
export function VersionAgeLabel({
  standing,
  deployedAt,
}: {
  standing: FleetVersion | null
  deployedAt: string | null
}) {
  const age = versionAge(standing, deployedAt, useNow())
  if (age === null) return <span className="text-muted">–</span>
  return (
    <Tooltip content={ageHints[age.from]}>
      <span className={age.from === "superseded" ? "relative z-1" : "relative z-1 text-muted"}>
        <ViewerExplanation>{age.from === "newest" ? "newest" : `${age.days} d`}</ViewerExplanation>
      </span>
    </Tooltip>
  )
}
