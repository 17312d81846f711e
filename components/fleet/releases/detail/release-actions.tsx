import { ArrowUp, Trash2 } from "lucide-react"
import dynamic from "next/dynamic"
import { useState } from "react"
import { QuarantineButton } from "@/components/admin/quarantine/quarantine-button"
import { chartReferenceOf } from "@/components/fleet/charts/chart-queries"
import { firstTarget, rollbackTargets } from "@/components/fleet/releases/detail/rollback-targets"
import { isChangeable, isSettled } from "@/components/fleet/releases/release-status"
import { Button, ButtonLink } from "@/components/ui/button"
import { StatusGlyph } from "@/components/ui/status-glyph"
import type { Revision } from "@/lib/fleet/releases/revision-schema"
import type { Release } from "@/lib/fleet/releases/schema"
import { pages } from "@/lib/platform/paths"

const RollbackReleaseDialog = dynamic(
  () => import("@/components/fleet/releases/detail/rollback-release-dialog"),
)
const UninstallDialog = dynamic(() => import("@/components/fleet/releases/detail/uninstall-dialog"))

interface ReleaseActionsProps {
  release: Release
  revisions: readonly Revision[]
  selected: number | null
}

export function ReleaseActions({ release, revisions, selected }: ReleaseActionsProps) {
  const [action, setAction] = useState<"rollBack" | "uninstall" | null>(null)
  // An open dialog stays mounted when another operation starts while the user is typing.
  if (!isSettled(release.status) && action === null) return null
  const target = firstTarget(release, revisions, selected)
  const canRollBack = rollbackTargets(release, revisions).length > 0
  const close = () => setAction(null)
  return (
    <>
      <QuarantineButton version={release} />
      <Button variant="danger" icon={<Trash2 size={14} />} onClick={() => setAction("uninstall")}>
        Uninstall…
      </Button>
      {isChangeable(release) && canRollBack && (
        <Button icon={<StatusGlyph shape="u-turn" size={12} />} onClick={() => setAction("rollBack")}>
          Roll back…
        </Button>
      )}
      <ButtonLink
        href={isChangeable(release) ? pages.upgradeRelease(release.id) : reinstallPath(release)}
        variant="primary"
        icon={<ArrowUp size={14} />}
      >
        {isChangeable(release) ? "Upgrade" : "Install again"}
      </ButtonLink>
      {action === "rollBack" && (
        <RollbackReleaseDialog {...{ release, revisions, target }} onOpenChange={close} />
      )}
      {action === "uninstall" && <UninstallDialog release={release} onOpenChange={close} />}
    </>
  )
}

/**
 * Actions after a failed change: correct the values and retry, or roll back to the newest revision that ran. Renders
 * nothing for a release that has not failed.
 */
export function FailedReleaseActions({ release, revisions }: Omit<ReleaseActionsProps, "selected">) {
  const [isRollingBack, setRollingBack] = useState(false)
  if (release.status !== "FAILED" && !isRollingBack) return null
  const target = rollbackTargets(release, revisions).find(({ status }) => status === "DEPLOYED")
  const { id, chartVersion } = release
  return (
    <div className="mt-2 flex flex-wrap gap-2">
      <ButtonLink
        href={
          isChangeable(release) ? pages.upgradeRelease(id, { version: chartVersion }) : reinstallPath(release)
        }
        size="sm"
      >
        Edit values and retry
      </ButtonLink>
      {isChangeable(release) && target !== undefined && (
        <Button
          size="sm"
          icon={<StatusGlyph shape="u-turn" size={12} />}
          onClick={() => setRollingBack(true)}
        >
          Roll back to revision {target.revision}…
        </Button>
      )}
      {isRollingBack && (
        <RollbackReleaseDialog
          {...{ release, revisions, target: target?.revision ?? null }}
          onOpenChange={setRollingBack}
        />
      )}
    </div>
  )
}

/** A failed install was rolled back, so its name is free for another release. */
function reinstallPath(release: Release): string {
  return pages.install(release.tenantId, {
    chart: chartReferenceOf({ repository: release.repository, name: release.chartName }),
    version: release.chartVersion,
    name: release.releaseName,
  })
}
