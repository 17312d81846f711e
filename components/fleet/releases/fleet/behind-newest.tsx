import { VersionBehind } from "@/components/ui/version-change"
import type { FleetVersion } from "@/lib/fleet/releases/fleet-schema"
import { formatQuantity } from "@/lib/platform/format"

export function BehindNewest({ versionLag }: { versionLag: FleetVersion | null }) {
  if (!versionLag?.versionsBehind) return null
  return (
    <VersionBehind
      version={versionLag.chartVersion}
      newest={versionLag.newestVersion}
      detail={`${formatQuantity(versionLag.versionsBehind, "version")} behind`}
    />
  )
}
