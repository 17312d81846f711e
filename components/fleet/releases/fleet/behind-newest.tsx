import { VersionBehind } from "@/components/ui/version-change"
import type { FleetVersion } from "@/lib/fleet/releases/fleet-schema"
import { formatQuantity } from "@/lib/platform/format"

export function BehindNewest({ standing }: { standing: FleetVersion | null }) {
  if (!standing?.versionsBehind) return null
  return (
    <VersionBehind
      version={standing.chartVersion}
      newest={standing.newestVersion}
      detail={`${formatQuantity(standing.versionsBehind, "version")} behind`}
    />
  )
}
